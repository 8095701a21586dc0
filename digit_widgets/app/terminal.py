"""Terminal: what commands tell besides their results."""

from __future__ import annotations

from importlib.util import find_spec

import typer

from digit_widgets.errors import ModelError

__all__ = ["need", "say"]


def say(text: str) -> None:
    """Print progress or a warning on standard error: standard output holds results."""
    typer.echo(text, err=True)


def need(*modules: str, extra: str, task: str) -> None:
    """Raise an error that says what to install, unless all modules can be imported.

    Raises
    ------
    ModelError
        A module is missing.
    """
    if missing := [module for module in modules if find_spec(module) is None]:
        raise ModelError(
            f"{task} needs {' and '.join(missing)}: pip install 'digit-widgets[{extra}]'"
        )
