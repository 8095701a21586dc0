"""Command pages: the documentation's page of the command line, from each ``--help``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from typer.testing import CliRunner

from digit_widgets.app.cli import app

__all__ = ["command_page"]

_INTRODUCTION = """\
# The command line: `digit-widgets`

Installing the package installs the command. This page shows what each command says by `--help`.
Results go to standard output, progress to standard error. What a person got wrong is said in a
line or two, and the exit status is then 1 or 2.
"""


def command_page() -> str:
    """Return the page in Markdown: a section for the program, and one for each command."""
    sections = [_section(arguments) for arguments in _list_commands(typer.main.get_command(app))]
    return "\n".join([_INTRODUCTION, *sections])


def _list_commands(command: Any, *before: str) -> Iterator[list[str]]:
    """Yield the arguments that name a command, and then those of the commands below it."""
    yield list(before)
    for name, each in sorted(getattr(command, "commands", {}).items()):
        yield from _list_commands(each, *before, name)


def _section(arguments: list[str]) -> str:
    title = " ".join(["digit-widgets", *arguments])
    shown = CliRunner().invoke(
        app,
        [*arguments, "--help"],
        prog_name="digit-widgets",
        env={"COLUMNS": "88", "TERMINAL_WIDTH": "88", "NO_COLOR": "1"},
    )
    lines = [line.rstrip() for line in shown.stdout.strip().splitlines()]
    return "\n".join([f"## `{title}`", "", "```text", *lines, "```", ""])
