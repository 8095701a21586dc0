"""Commands that write files for others: ``digit-widgets export model | page``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from digit_widgets.app.options import (
    ExportedFile,
    ExportedModels,
    ExportFormat,
    InputRange,
    MnistFile,
    Overwrite,
    Quantization,
)
from digit_widgets.app.terminal import need, say
from digit_widgets.errors import ArgumentError
from digit_widgets.resources import DEFAULT_MODEL

__all__ = ["exports"]

exports = typer.Typer(
    name="export",
    help="Write a network for another runtime, or a page that runs anywhere.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class PageLanguage(StrEnum):
    """The languages of the page's texts."""

    ENGLISH = "en"
    GERMAN = "de"


@exports.command(name="model")
def export_network(
    models: ExportedModels,
    to: Annotated[ExportFormat, typer.Option(help="The format.", show_default=False)],
    quantize: Annotated[
        Quantization | None,
        typer.Option(
            help="For tflite: compute in 8-bit integers, or store the weights in 16 bits.",
            show_default=False,
        ),
    ] = None,
    input_range: InputRange = None,
    output: ExportedFile = None,
    overwrite: Overwrite = False,
    mnist: MnistFile = None,
) -> None:
    """Write a network for another runtime, and measure what that changed.

    The result is run on MNIST's test images, beside the network itself, which must be one of the
    ten digits: the accuracy of both is printed, how many predictions changed, and by how much
    probabilities differ at most. An int8 model is calibrated on 500 training images.
    """
    need("keras", "tensorflow", extra="train", task="Exporting")
    from digit_widgets.data import load_mnist
    from digit_widgets.predictors import Ensemble
    from digit_widgets.training import export_model

    result = export_model(
        models[0] if len(models) == 1 else Ensemble(models),
        lambda: load_mnist(mnist),
        to.value,
        quantize=None if quantize is None else quantize.value,
        input_range=input_range,
        output=output,
        overwrite=overwrite,
        say=say,
    )
    typer.echo(str(result))


@exports.command(name="page")
def export_page(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE.html", help="The page to write.", show_default=False),
    ] = None,
    site: Annotated[
        Path | None,
        typer.Option(
            help="Instead of a file, a folder for a static host: it works offline once it was "
            "opened, and can be put on a phone's home screen.",
            metavar="FOLDER",
            show_default=False,
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            help="'reader', 'cnn' or 'ann', which come with the package, or a float32 .tflite "
            "file. May be given up to six times: the first one reads what is drawn, and all are "
            "compared. By default the reader.",
            show_default=False,
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="The page's heading.", show_default=False)
    ] = None,
    language: Annotated[
        PageLanguage | None,
        typer.Option(
            help="Language of its texts; by default the browser's, or else English.",
            show_default=False,
        ),
    ] = None,
    overwrite: Overwrite = False,
) -> None:
    """Write the page as one file that reads by itself, without a kernel or an internet connection.

    It opens from a folder, a mail or a memory stick, and asks nothing of any host. Drawings stay
    in the browser.
    """
    from digit_widgets.app.standalone.page_file import find_models
    from digit_widgets.app.standalone.site_files import write_page, write_site

    if (file is None) == (site is None):
        raise ArgumentError("Give either FILE.html or --site FOLDER.")
    models = find_models(model or [DEFAULT_MODEL])
    for each in models:
        if each.warning:
            say(f"Warning: {each.warning}")
    spoken = None if language is None else language.value
    if file is not None:
        path = write_page(file, models, title=title, language=spoken, overwrite=overwrite)
        typer.echo(f"{path}: {path.stat().st_size / 1e6:.1f} MB. Open it in any browser.")
    elif site is not None:
        folder = write_site(site, models, title=title, language=spoken, overwrite=overwrite)
        typer.echo(f"{folder}: put this folder on any static host.")
