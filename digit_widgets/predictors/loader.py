"""Predictor loader: picks the runtime for a name, a path or a model from a table.

Another runtime is one file in ``runtimes``, and one row here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from digit_widgets.errors import ModelError
from digit_widgets.predictors.base import Predictor
from digit_widgets.predictors.bundled import BundledPredictor
from digit_widgets.predictors.feeding.class_labels import check_labels
from digit_widgets.predictors.feeding.format_cache import find_format_once
from digit_widgets.predictors.feeding.model_info import ModelInfo
from digit_widgets.predictors.feeding.stated_format import StatedFormat
from digit_widgets.predictors.model_files import explain_refusal, is_pickle
from digit_widgets.predictors.model_predictor import ModelPredictor
from digit_widgets.predictors.runtimes.function import FunctionModel
from digit_widgets.predictors.runtimes.keras import KerasModel, SavedModel
from digit_widgets.predictors.runtimes.litert import LiteRTModel
from digit_widgets.predictors.runtimes.onnx import OnnxModel
from digit_widgets.predictors.runtimes.raw_model import RawModel
from digit_widgets.predictors.runtimes.scikit_learn import ClassifierModel
from digit_widgets.predictors.runtimes.torch import TorchModel
from digit_widgets.resources import BUNDLED, DEFAULT_MODEL

__all__ = ["load_predictor", "model_info"]


def load_predictor(
    model: Any = DEFAULT_MODEL,
    *,
    labels: Iterable[str] | None = None,
    input_shape: Sequence[int] | None = None,
    input_range: Sequence[float] | None = None,
    transposed: bool | None = None,
    output: str | None = None,
) -> Predictor:
    """Return a `Predictor` for a model, with the format in which it is fed and read.

    The format is found from what the model says of its input, and by trials: it is given real
    digits in each plausible format, and the one in which it reads them is taken; `model_info` tells
    which. What is stated here is taken as stated, even if it reads more digits in another format,
    which its warning then says.

    The trials take about half a second after the first call of the model, which may compile it. If
    the first call takes more than 3 s, or those after it 1 s, the model gets the plainest format,
    untried.

    For a model in memory, what was found is kept as long as the model stays as it is. One that was
    fitted or trained anew since, as on another range, answers its first call otherwise, and is
    tried again when it is given again; a `Predictor` that was returned before keeps its format.

    Parameters
    ----------
    model
        "reader", "cnn" or "ann" for the bundled networks; the path of a ``.tflite``, ``.keras``,
        ``.h5``, ``.hdf5`` or ``.onnx`` file, of TorchScript in a ``.pt`` or ``.pth`` file, or of a
        SavedModel folder; a ``keras.Model``; a fitted classifier or pipeline of scikit-learn; a
        ``torch.nn.Module``; a function from an array of images to an array of (N, classes) numbers;
        or a `Predictor`, an object with ``labels``, two or more strings, and ``predict_proba``,
        which is returned unchanged.
    labels
        The names of the classes, in the order of the model's numbers. By default those that the
        model knows, or else the ten digits for 10 classes, A to Z for 26, and those of EMNIST for
        47 and 62.
    input_shape
        The shape of one image: (28, 28), (28, 28, 1), (1, 28, 28), (784,), with three channels or
        with another side, from 8 on.
    input_range
        The value of blank paper and that of full ink: (0, 1), (0, 255), (-1, 1); (1, 0) is black
        on white.
    transposed
        True if rows and columns are exchanged, as in EMNIST's files.
    output
        What the numbers are: "probabilities", "logits", "log-probabilities", "sigmoids" or
        "decision function".

    Raises
    ------
    ModelError
        There is no such model, it cannot be called in any plausible format, its file is damaged or
        would run code, a package that it needs is not installed, or something stated does not fit.
    """
    stated = StatedFormat.check(labels, input_shape, input_range, transposed, output)
    if isinstance(model, Path) or (isinstance(model, str) and model not in BUNDLED):
        model = Path(os.path.expanduser(model))
    if isinstance(model, str) or _is_predictor(model):
        if keywords := stated.list_keywords():
            what = f"{model!r} is a bundled network"
            if not isinstance(model, str):
                what = f"{_with_article(model)} is a Predictor, with labels and predict_proba"
            raise ModelError(f"{what}: its format is known. Leave out {', '.join(keywords)}.")
        return _share_bundled(model) if isinstance(model, str) else _check_predictor(model)
    for row in _RUNTIMES:
        if row.accepts(model):
            raw = row.wrap(model)
            return ModelPredictor(raw, find_format_once(model, raw, stated))
    raise ModelError(_explain(model))


def model_info(predictor: Predictor) -> ModelInfo | None:
    """Return how a model of `load_predictor` is fed and read.

    None for a bundled network and for a `Predictor` of your own: both take images in 0..1 and give
    probabilities, and are not tried.
    """
    return predictor.info if isinstance(predictor, ModelPredictor) else None


@lru_cache(maxsize=len(BUNDLED))
def _share_bundled(name: str) -> Predictor:
    """Return the network that all pads of a kernel share: a second pad needs no second one."""
    return BundledPredictor(name)


def _check_predictor(predictor: Predictor) -> Predictor:
    labels = predictor.labels
    if not isinstance(labels, tuple | list):
        raise ModelError(
            f"The labels of a {type(predictor).__name__} must be two or more strings in a tuple, "
            f"such as ('a', 'b'), not {labels!r:.80}."
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
_FILES = (
    "a .tflite, .keras, .h5, .hdf5 or .onnx file, of TorchScript in a .pt or .pth file, or of a "
    "SavedModel folder"
)


def _explain(model: Any) -> str:
    """Return a message: why the argument is not a model, and what to give instead."""
    if isinstance(model, Path):
        return _explain_path(model)
    if _is_class(model):
        return f"{model.__name__} is a class, not a model: make one of it, {model.__name__}(...)."
    return (
        f"{_with_article(model)} is not a model: give {', '.join(map(repr, BUNDLED))}, the path of "
        f"{_FILES}, a keras.Model, a classifier of scikit-learn, a torch.nn.Module, a function or "
        "a Predictor."
    )


def _with_article(model: Any) -> str:
    """Return what an object is, to begin a sentence: "An int"."""
    name = type(model).__name__
    return "None" if model is None else f"{'An' if name[0] in 'aeioAEIO' else 'A'} {name}"


def _explain_path(path: Path) -> str:
    names = f"{', '.join(BUNDLED[:-1])} or {BUNDLED[-1]}"
    if is_pickle(path) and path.exists():
        return explain_refusal(path)
    if path.is_dir() and path != Path():
        return f"{path} is a folder, and not a SavedModel: give the path of {_FILES}."
    if path.exists():
        return f"{path} has no known ending: give the path of {_FILES}, or choose {names}."
    meant = get_close_matches(str(path).lower(), BUNDLED, 1)
    choices = f"did you mean {meant[0]!r}? Or " if meant else f"choose {names}, or "
    return f"There is no model {str(path)!r}: {choices}give the path of {_FILES}."
