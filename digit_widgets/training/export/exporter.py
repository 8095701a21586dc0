"""Exporter: writes a network for another runtime, runs the result there, and compares the two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from digit_widgets.data.files import expand_path
from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.errors import DataError, ModelError
from digit_widgets.predictors import (
    BUNDLED,
    DIGITS,
    Ensemble,
    ModelInfo,
    Predictor,
    bundled_model,
    load_predictor,
    model_info,
)
from digit_widgets.predictors.model_files import check_is_file
from digit_widgets.predictors.runtimes.keras_files import load_keras
from digit_widgets.training.export.conversion import (
    FORMATS,
    QUANTIZATIONS,
    check_packages,
    convert,
)
from digit_widgets.training.export.destination import (
    check_destination,
    measure_size,
    name_file,
    replace_on_success,
)
from digit_widgets.training.export.joining import join_members
from digit_widgets.training.export.result import ExportResult, compare
from digit_widgets.training.scorer import find_scorer, join_scorer

__all__ = ["export_model"]

#: Suffixes of the files that Keras writes.
_KERAS_FILES = (".keras", ".h5", ".hdf5")
#: Training digits that an int8 model is calibrated on. With more of them, the accuracy changes by
#: less than between two random choices of 500.
_EXAMPLES = 500


def export_model(
    model: Any,
    data: ImageDataset | Callable[[], ImageDataset],
    to: str,
    *,
    quantize: str | None = None,
    input_range: Sequence[float] | None = None,
    output: str | Path | None = None,
    overwrite: bool = False,
    say: Callable[[str], None] | None = None,
) -> ExportResult:
    """Write a network for another runtime, and measure what that changed.

    The file is run by its own runtime on the test images of `data`, beside the network itself. It
    is written to a scratch folder and moved into place after that: a failed export leaves nothing.
    A network that was saved with a scorer keeps its score of being a digit as a second output.

    Parameters
    ----------
    model
        "reader", "cnn" or "ann" for the bundled networks, the path of a ``.keras`` or ``.h5``
        file, a ``keras.Model``, or an `Ensemble` of these, which becomes one network; a model of
        the ten digits.
    data
        The images to measure on, and to calibrate an "int8" model on: its range of numbers in each
        layer is measured on 500 training images. Or a function that returns them, which is called
        once everything else is checked.
    to
        "tflite", "onnx" or "saved-model".
    quantize
        For "tflite": "int8" computes in integers from input to output; "float16" stores the weights
        in half precision. None keeps float32.
    input_range
        The values for paper and for ink that the network takes, as in `load_predictor`; by default
        they are found. Not for an ensemble, whose members are each fed as they take images.
    output
        The file, or for "saved-model" the folder; by default in the current folder and named after
        the model.
    overwrite
        Replace what is there.
    say
        Called with a line at the start of each step; without it, nothing is reported.

    Returns
    -------
    Where it is, its size, and how its predictions differ.

    Raises
    ------
    ModelError
        There is no such model or format; the model cannot be loaded, converted or run, or is not
        one of the ten digits; something is there already, or the file cannot be written.
    DataError
        There are no training images to calibrate on.
    """
    _check_format(to, quantize)
    if isinstance(model, Ensemble):
        if input_range is not None:
            raise ModelError(
                "An ensemble's members are each fed as they take images: leave out input_range."
            )
        file, stem = None, "ensemble"
    else:
        file = _find_file(model)
        stem = file.stem if file is not None else str(getattr(model, "name", "model"))
    path = check_destination(output or name_file(stem, to, quantize), to, overwrite=overwrite)
    check_packages(to)
    tell = say or (lambda _: None)
    network = model
    if isinstance(model, Ensemble):
        tell(f"Joining {', '.join(model.members)} ...")
        network, input_range = join_members(model), (0, 1)
    elif file is not None:
        tell(f"Loading {file.name} ...")
        loaded = load_keras(file)
        scorer = find_scorer(file)
        network = loaded if scorer is None else join_scorer(loaded, scorer)
    # A network with a score is one of this package, which learns from images in 0..1.
    is_ours = len(getattr(network, "outputs", None) or ()) == 2
    before = load_predictor(network, input_range=input_range or ((0, 1) if is_ours else None))
    info = model_info(before)
    assert info is not None
    if info.labels != DIGITS:
        raise ModelError(
            f"The model's labels are {', '.join(info.labels):.80}. An export is measured on "
            "digits: only a model of the ten digits, 0 to 9 in order, can be exported here."
        )
    if info.warning and not isinstance(model, Ensemble):  # whose members have their own
        tell(f"Warning: {info.warning}")
    data = data() if callable(data) else data
    if quantize == "int8" and not len(data.x_train):
        raise DataError("An int8 model is calibrated on training images, and there are none.")
    examples = None
    if quantize == "int8":
        # Any training images do; which ones is up to a fixed seed.
        examples = info.input.encode(data.subset(_EXAMPLES, 0).x_train)
        tell(f"Converting to {to}, int8, calibrated on {len(examples)} training digits ...")
    else:
        tell(f"Converting to {to}{f', {quantize}' if quantize else ''} ...")
    with replace_on_success(path) as made:
        convert(network, made, to, quantize, examples)
        tell(f"Comparing on {len(data.x_test):,} test digits ...")
        reference = model if isinstance(model, Ensemble) else before
        difference = compare(reference, _load_exported(made, info), data)
        size = measure_size(made)
    return ExportResult(
        path=path,
        size=size,
        size_before=None if file is None else measure_size(file),
        difference=difference,
        measured_on=f"{data.name} test, {data.source}",
    )


def _check_format(to: str, quantize: str | None) -> None:
    if to not in FORMATS:
        raise ModelError(f"There is no format {to!r}: choose {', '.join(FORMATS)}.")
    if quantize is not None and quantize not in QUANTIZATIONS:
        raise ModelError(
            f"There is no quantization {quantize!r}: choose {' or '.join(QUANTIZATIONS)}."
        )
    if quantize is not None and to != "tflite":
        raise ModelError(f"Only tflite can be quantized to {quantize}, not {to}.")


def _find_file(model: Any) -> Path | None:
    """Return the file of a network that is given by name or path; None for one in memory.

    Raises
    ------
    ModelError
        It is neither a bundled network, nor a ``.keras`` file, nor a built ``keras.Model``.
    """
    if isinstance(model, str) and model in BUNDLED:
        return bundled_model(model, ".keras")
    if isinstance(model, str | Path):
        path = expand_path(model)
        if path.suffix.lower() in _KERAS_FILES:
            check_is_file(path)
            return path
        if path.suffix or path.exists():
            raise ModelError(
                f"{path.name} cannot be exported: give the network's .keras or .h5 file, which "
                "holds its layers."
            )
        raise ModelError(
            f"There is no model {str(model)!r}: give {', '.join(map(repr, BUNDLED))} or the path "
            "of a .keras or .h5 file."
        )
    if not callable(getattr(model, "export", None)):
        raise ModelError(
            f"Give {', '.join(map(repr, BUNDLED))}, the path of a .keras or .h5 file, or a "
            f"keras.Model, not a {type(model).__name__}."
        )
    return None


def _load_exported(path: Path, info: ModelInfo) -> Predictor:
    """Load an exported model, to be fed and read as the network was."""
    return load_predictor(
        path,
        labels=info.labels,
        input_shape=info.input.shape,
        input_range=info.input.range,
        transposed=info.input.transposed,
        output=info.output,
    )
