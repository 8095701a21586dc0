"""Command line: ``digit-widgets train | sweep | evaluate | export | read | app | lab``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from digit_widgets.app.export_commands import exports
from digit_widgets.app.model_commands import evaluate, read, train
from digit_widgets.app.options import BaseUrl, Browser, Host, MaxVisitors, Port
from digit_widgets.app.sweep_command import sweep
from digit_widgets.app.terminal import need
from digit_widgets.errors import DigitWidgetsError

app = typer.Typer(
    name="digit-widgets",
    help="Networks that read hand-drawn digits: draw for them, measure them, train them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("digit-widgets"))
        raise typer.Exit


@app.callback()
def _common(
    _: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", is_eager=True, callback=_version),
    ] = False,
) -> None:
    # Options common to all commands; their help text is that of the Typer app.
    return


for _command in (train, sweep, evaluate, read):
    app.command()(_command)
app.add_typer(exports)


@app.command(name="app")
def run_app(
    port: Port = 8866,
    browser: Browser = True,
    host: Host = "127.0.0.1",
    base_url: BaseUrl = "/",
    max_visitors: MaxVisitors = None,
) -> None:
    """Open the page to draw on, or serve it to others.

    It shows the pad, the ten bars and what the network sees, and is served by Voila. At
    /health it tells how many places are free. Ctrl-C and SIGTERM let nobody in any more, tell
    those inside, and end.
    """
    need("voila", extra="notebooks", task="The page")
    from digit_widgets.app.servers import serve_app

    serve_app(port, browser=browser, host=host, base_url=base_url, max_visitors=max_visitors)


@app.command()
def lab(
    port: Port = 8888,
    browser: Browser = True,
    notebooks: Annotated[
        Path | None,
        typer.Argument(help="Folder to open; by default this project's notebooks."),
    ] = None,
) -> None:
    """Open JupyterLab on the notebooks."""
    need("jupyterlab", extra="notebooks", task="JupyterLab")
    from digit_widgets.app.servers import serve_lab

    serve_lab(port, notebooks, browser=browser)


def main() -> None:
    """Run the command line; print a user's errors in a line or two, without a traceback."""
    try:
        app()
    except DigitWidgetsError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(1)
