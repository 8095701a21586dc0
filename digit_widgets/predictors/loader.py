"""Predictor loader: picks the runtime for a name, a path or a model from a table.

Another format is one file in ``runtimes``, and one row here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from digit_widgets.errors import ModelError
from digit_widgets.predictors.base import Predictor
from digit_widgets.predictors.bundled import BUNDLED, BundledPredictor
from digit_widgets.predictors.feeding.class_labels import check_labels
from digit_widgets.predictors.feeding.model_info import ModelInfo
from digit_widgets.predictors.feeding.probe import find_format
from digit_widgets.predictors.feeding.stated_format import StatedFormat
from digit_widgets.predictors.model_files import REFUSED_FILES, explain_refusal
from digit_widgets.predictors.model_predictor import ModelPredictor
from digit_widgets.predictors.runtimes.function import FunctionModel
from digit_widgets.predictors.runtimes.keras import KerasModel, SavedModel
from digit_widgets.predictors.runtimes.litert import LiteRTModel
from digit_widgets.predictors.runtimes.onnx import OnnxModel
from digit_widgets.predictors.runtimes.raw_model import RawModel
from digit_widgets.predictors.runtimes.scikit_learn import ClassifierModel
from digit_widgets.predictors.runtimes.torch import TorchModel

__all__ = ["load_predictor", "model_info"]


def load_predictor(
    model: Any = "cnn",
    *,
    labels: Iterable[str] | None = None,
    input_shape: Sequence[int] | None = None,
    input_range: Sequence[float] | None = None,
    transposed: bool | None = None,
    output: str | None = None,
) -> Predictor:
    """Return a `Predictor` for a model, which is fed and read as it needs.

    How it is to be fed is found from what it says of its input, and by trying: it is given real
    digits in each plausible way, for at most half a second, and the way that reads them is taken.
    `model_info` tells which. What is stated here is not tried otherwise.

    Parameters
    ----------
    model
        "cnn" or "ann" for the bundled networks; the path of a ``.tflite``, ``.keras``, ``.h5``,
        ``.onnx`` or TorchScript file, or of a SavedModel folder; a ``keras.Model``; a fitted
        classifier or pipeline of scikit-learn; a ``torch.nn.Module``; a function from an array of
        images to an array of (N, classes) numbers; or a `Predictor`, an object with ``labels``, two
        or more strings, and ``predict_proba``, which is returned unchanged.
    labels
        The names of the classes, in the order of the model's numbers. By default those that the
        model knows, or else the ten digits for 10 classes, A to Z for 26, and those of EMNIST for
        47 and 62.
    input_shape
        The shape of one image: (28, 28), (28, 28, 1), (1, 28, 28), (784,), with three channels or
        with another side.
    input_range
        The values for paper and for ink: (0, 1), (0, 255), (-1, 1); (1, 0) is black on white.
    transposed
        True if rows and columns are exchanged, as in EMNIST's files.
    output
        What the numbers are: "probabilities", "logits", "log-probabilities", "sigmoids" or
        "decision function".

    Raises
    ------
    ModelError
        There is no such model, it cannot be used however it is fed, its file is damaged or would
        run code, a package that it needs is not installed, or something stated does not fit it.
    """
    stated = StatedFormat.check(labels, input_shape, input_range, transposed, output)
    if isinstance(model, Path) or (isinstance(model, str) and model not in BUNDLED):
        model = Path(os.path.expanduser(model))
    if isinstance(model, str) or _is_predictor(model):
        if stated:
            raise ModelError(f"Nothing can be stated of {model!r:.80}: it says it itself.")
        return _share_bundled(model) if isinstance(model, str) else _check_own(model)
    for row in _RUNTIMES:
        if row.accepts(model):
            return _find_predictor(model, row.wrap(model), stated)
    raise ModelError(_explain(model))


def model_info(predictor: Predictor) -> ModelInfo | None:
    """Return how a model of `load_predictor` is fed and read.

    None for a bundled network and for a `Predictor` of your own, of which nothing was found out.
    """
    return predictor.info if isinstance(predictor, ModelPredictor) else None


#: The formats found for models in memory, which live as long as the models.
_found: WeakKeyDictionary[Any, dict[StatedFormat, ModelInfo]] = WeakKeyDictionary()


def _find_predictor(model: Any, raw: RawModel, stated: StatedFormat) -> ModelPredictor:
    """Find a model's format; once a model, as long as it reads the digits."""
    try:
        found = _found.setdefault(model, {})
    except TypeError:  # not hashable, or without weak references, as paths
        found = {}
    if (info := found.get(stated)) is None:
        info = find_format(raw, stated)
        if info.n_tried and not info.warning:
            found[stated] = info
    return ModelPredictor(raw, info)


@lru_cache(maxsize=len(BUNDLED))
def _share_bundled(name: str) -> Predictor:
    """Return the network that all pads of a kernel share: a second pad needs no second one."""
    return BundledPredictor(name)


def _check_own(predictor: Predictor) -> Predictor:
    labels = predictor.labels
    if not isinstance(labels, tuple | list):
        raise ModelError(
            f"The labels of a {type(predictor).__name__} are to be two or more strings in a tuple, "
            f"not {labels!r:.80}."
        )
    check_labels(labels)
    return predictor


def _is_predictor(model: Any) -> bool:
    return isinstance(model, Predictor) and not _is_class(model)


def _is_file(*suffixes: str) -> Callable[[Any], bool]:
    return lambda model: (
        isinstance(model, Path) and model.suffix.lower() in suffixes and not model.is_dir()
    )


def _is_saved_model(model: Any) -> bool:
    return isinstance(model, Path) and (model / "saved_model.pb").is_file()


def _is_class(model: Any) -> bool:
    return isinstance(model, type)


def _is_made_by(package: str, name: str) -> Callable[[Any], bool]:
    # By name, to avoid importing the package.
    return lambda model: any(
        base.__name__ == name and base.__module__.partition(".")[0] == package
        for base in type(model).__mro__
    )


def _is_classifier(model: Any) -> bool:
    return not _is_class(model) and (
        hasattr(model, "predict_proba")
        or hasattr(model, "decision_function")
        # An unfitted pipeline hides its methods, and a classifier without them is refused by name.
        or (hasattr(model, "fit") and hasattr(model, "predict") and not callable(model))
    )


class _Runtime(NamedTuple):
    """A row of the table: a test for a kind of model, and the class that runs it."""

    accepts: Callable[[Any], bool]
    wrap: Callable[[Any], RawModel]


#: All kinds of models: the first row that accepts a model wraps it.
_RUNTIMES = (
    _Runtime(_is_file(".tflite"), LiteRTModel),
    _Runtime(_is_file(".keras", ".h5", ".hdf5"), KerasModel),
    _Runtime(_is_file(".onnx"), OnnxModel),
    _Runtime(_is_file(".pt", ".pth"), TorchModel),
    _Runtime(_is_saved_model, SavedModel),
    _Runtime(_is_made_by("keras", "Model"), KerasModel),
    _Runtime(_is_made_by("torch", "Module"), TorchModel),
    _Runtime(_is_classifier, ClassifierModel),
    _Runtime(lambda model: callable(model) and not _is_class(model), FunctionModel),
)
_FILES = "a .tflite, .keras, .h5, .onnx or TorchScript file, or a SavedModel folder"


def _explain(model: Any) -> str:
    """Return a message: why the argument is not a model, and what to give instead."""
    if isinstance(model, Path):
        return _explain_path(model)
    name = "None" if model is None else type(model).__name__
    if _is_class(model):
        return f"{model.__name__} is a class, not a model: make one of it, {model.__name__}(...)."
    return (
        f"No model: {name}. Give 'cnn', 'ann', the path of {_FILES}, a keras.Model, a classifier "
        "of scikit-learn, a torch.nn.Module, a function or a Predictor."
    )


def _explain_path(path: Path) -> str:
    names = " or ".join(BUNDLED)
    if path.suffix.lower() in REFUSED_FILES and path.exists():
        return explain_refusal(path)
    if path.is_dir() and path != Path():
        return f"{path} is a folder, and not a SavedModel: give the path of {_FILES}."
    if path.exists():
        return f"{path} is not {_FILES}; or choose {names}."
    meant = get_close_matches(str(path).lower(), BUNDLED, 1)
    choices = f"did you mean {meant[0]!r}? Or " if meant else f"choose {names}, or "
    return f"There is no model {str(path)!r}: {choices}give the path of {_FILES}."
