"""Commands about models: ``digit-widgets train | evaluate | read``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from digit_widgets.app.options import (
    Architecture,
    AsJson,
    BoxesFile,
    CsvLines,
    HeldOut,
    ImageFiles,
    InkToLearn,
    InkToRead,
    InputRange,
    JsonLines,
    Labels,
    MnistFile,
    Model,
    OthersToLearn,
    OthersToRead,
    ScorerFile,
    StartingModel,
    Threshold,
)
from digit_widgets.app.terminal import need, say
from digit_widgets.errors import ArgumentError
from digit_widgets.resources import DEFAULT_MODEL

__all__ = ["evaluate", "read", "train"]


def train(
    architecture: Annotated[Architecture, typer.Argument(help="The network to train.")],
    mnist: MnistFile = None,
    epochs: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Passes over the training images. By default 24, or 40 for the ANN; with --ink "
            "40, or 80 for the ANN, 30 for the reader and 24 for the scorer; with --start 12.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of all that is random.")] = 0,
    out: Annotated[
        Path,
        typer.Option(
            help="Folder for digit_<name>.keras, .tflite and .json; a scorer has no .tflite."
        ),
    ] = Path("models"),
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Go on with an interrupted training, from its last whole epoch."
        ),
    ] = False,
    start: StartingModel = None,
    ink: InkToLearn = None,
    not_digits: OthersToLearn = None,
    keep: HeldOut = None,
    scorer: ScorerFile = None,
) -> None:
    """Train a network on MNIST, and on digits drawn with a pen.

    CNN, ANN and reader read digits; the scorer scores how much a drawing looks like one, and is
    joined to the others by --scorer.

    Writes the network with its model card; what was there is moved aside, not lost. Ctrl-C ends
    the training early, and saves the best of the epochs that are done. A checkpoint is written
    after every epoch, so that an interrupted training, by a power cut even, can be resumed.
    """
    need("keras", "tensorflow", extra="train", task="Training")
    from digit_widgets.data import load_mnist
    from digit_widgets.training import TrainingRun, check_output_folder

    training = TrainingRun(
        architecture.value,
        epochs=epochs,
        seed=seed,
        folder=out,
        resume=resume,
        start=start,
        ink=ink or (),
        not_digits=not_digits or (),
        keep=keep or (),
        scorer=scorer,
    )
    check_output_folder(out)
    data = load_mnist(mnist)
    say(f"Training on {data!r}")
    training.run(data, say)


def evaluate(
    model: Model = DEFAULT_MODEL,
    input_range: InputRange = None,
    labels: Labels = None,
    mnist: MnistFile = None,
    ink: InkToRead = None,
    not_digits: OthersToRead = None,
    threshold: Threshold = 0.5,
    report: Annotated[
        Path | None,
        typer.Option(
            help="Folder for index.html: the figures, with images of what went wrong.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure a model on MNIST or on pen strokes; each file has its row of figures.

    MNIST means its test images, used as they are; it is measured without --ink, or if --mnist
    names it. Pen strokes go through what the pad does. The accuracy is that of the most probable
    digit, whether the drawing is rejected or not.
    """
    from digit_widgets.data import (
        ImageDataset,
        InkDataset,
        load_ink_files,
        load_mnist,
        load_unlabeled_files,
    )
    from digit_widgets.evaluation import check_report_folder, summarize, write_report
    from digit_widgets.evaluation import evaluate as measure
    from digit_widgets.predictors import model_info

    if report is not None:
        check_report_folder(report)
    predictor = _load_model(model, input_range, labels)
    others = load_unlabeled_files(*not_digits) if not_digits else None
    digits: dict[str, ImageDataset | InkDataset] = dict(load_ink_files(*ink)) if ink else {}
    sources = [file.name for file in ink or []]
    if mnist is not None or not ink:
        data = load_mnist(mnist)
        digits = {f"{data.name} test": data, **digits}
        sources.insert(0, f"{data.name} test, {data.source}")
    measured = measure(predictor, digits, others, threshold=threshold)
    if (info := model_info(predictor)) is not None:
        say(info.warning or f"{model} is {info}.")
    named = ", ".join(file.name for file in not_digits or [])
    names = {"model": model, "source": ", ".join(sources), "others": named}
    if as_json:
        typer.echo(json.dumps(measured.as_dict()))
    else:
        typer.echo("\n".join(summarize(measured, **names)))
    if report is not None:
        say(f"Report: {write_report(measured, report, **names)}")


def read(
    files: ImageFiles,
    model: Model = DEFAULT_MODEL,
    input_range: InputRange = None,
    labels: Labels = None,
    threshold: Threshold = 0.5,
    number: Annotated[
        bool, typer.Option("--number", help="Read all digits of each image, row by row.")
    ] = False,
    boxes: BoxesFile = None,
    as_json: JsonLines = False,
    as_csv: CsvLines = False,
) -> None:
    """Read the digit in each image, or with --number all digits.

    One line for each image, with the file's name if several files or a folder are given. If one
    file is given, without --number, a bar for each label follows. What is wrong with a file is
    printed, and does not keep the others from being read; the exit code is then 1.
    """
    from digit_widgets.app.reading import FileReader
    from digit_widgets.predictors import model_info
    from digit_widgets.recognition import Recognizer

    if as_json and as_csv:
        raise ArgumentError("Lines are either JSON or CSV: give --json or --csv.")
    predictor = _load_model(model, input_range, labels)
    if (info := model_info(predictor)) is not None and info.warning:
        say(f"Warning: {info.warning}")
    form: Any = "json" if as_json else "csv" if as_csv else "text"
    reader = FileReader(
        Recognizer(predictor, threshold),
        typer.echo,
        say,
        number=number,
        form=form,
        encoding=sys.stdout.encoding,
    )
    if not reader.read(files, boxes=boxes):
        raise typer.Exit(1)


def _load_model(model: str, input_range: tuple[float, float] | None, labels: str | None) -> Any:
    """Load a model, with what the options state of it."""
    from digit_widgets.predictors import load_predictor

    names = None if labels is None else labels.split(",")
    return load_predictor(model, input_range=input_range, labels=names)
