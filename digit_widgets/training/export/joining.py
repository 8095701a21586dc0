"""Joining: one Keras network that gives the mean of an ensemble's members."""

from __future__ import annotations

from typing import Any, NamedTuple

from digit_widgets.errors import ModelError
from digit_widgets.predictors import (
    BundledPredictor,
    Ensemble,
    InputFormat,
    ModelInfo,
    ModelPredictor,
    Predictor,
)
from digit_widgets.predictors.base import INPUT_SHAPES
from digit_widgets.predictors.runtimes.keras import KerasModel
from digit_widgets.predictors.runtimes.keras_files import load_keras
from digit_widgets.predictors.runtimes.raw_model import PLAIN_INPUT
from digit_widgets.training.scorer import find_scorer, hash_weights

__all__ = ["join_members"]

_IMAGE = (28, 28, 1)


class _Part(NamedTuple):
    """A member's network, how it is fed and read, and the scorer that was saved with it."""

    network: Any
    input: InputFormat
    output: str
    scorer: Any | None


def join_members(ensemble: Ensemble) -> Any:
    """Return a ``keras.Model`` that reads as an ensemble does.

    It takes (N, 28, 28, 1) in 0..1 and shares its layers with the members. It gives (N, classes)
    probabilities and, if a member has a score, (N, 1) scores. A scorer that several members have in
    common runs once.

    Raises
    ------
    ModelError
        A member is no Keras network, or one of unknown inputs; or it takes or gives what is not
        computed within a network here.
    """
    import keras

    image = keras.Input(_IMAGE, name=PLAIN_INPUT)
    probabilities, scores = [], list[Any]()
    scored: dict[str, Any] = {}  # by the hash of the scorer's weights
    for place, (name, member) in enumerate(ensemble.members.items(), 1):
        part = _open_member(name, member)
        # Members may have the same name, which no two layers of a network may.
        network = keras.Model(part.network.inputs, part.network.outputs, name=f"member_{place}")
        given = network(_feed(image, part.input))
        given, *score = given if isinstance(given, list | tuple) else [given]
        probabilities.append(keras.layers.Softmax()(given) if part.output == "logits" else given)
        if part.scorer is not None:
            key = hash_weights(part.scorer)
            if key not in scored:
                scored[key] = part.scorer(image)
            score = [scored[key]]
        scores += score
    outputs = [_mean(probabilities), *([_mean(scores)] if scores else [])]
    return keras.Model(image, outputs, name="ensemble")


def _open_member(name: str, member: Predictor) -> _Part:
    """Return a member's network.

    Raises
    ------
    ModelError
        For the reasons given in `join_members`.
    """
    if isinstance(member, Ensemble):
        return _Part(join_members(member), InputFormat(_IMAGE), "probabilities", None)
    if isinstance(member, BundledPredictor):
        file = member.path.with_suffix(".keras")
        return _Part(load_keras(file), InputFormat(_IMAGE), "probabilities", find_scorer(file))
    if not (isinstance(member, ModelPredictor) and isinstance(member.model, KerasModel)):
        raise ModelError(
            f"The ensemble's member {name} cannot be joined to the others in one file: it is no "
            "Keras network. Give its .keras or .h5 file, or the keras.Model."
        )
    network, info = member.model.model, member.info
    if not getattr(network, "inputs", None) or not network.outputs:
        raise ModelError(
            f"The ensemble's member {name} cannot be joined to the others in one file: its input "
            "is not stated. Begin it with keras.Input, or call it once on images."
        )
    if problem := _find_problem(info):
        raise ModelError(
            f"The ensemble's member {name} cannot be joined to the others in one file: {problem}."
        )
    return _Part(network, info.input, info.output, None)


def _find_problem(info: ModelInfo) -> str:
    """Return what a member takes or gives that is not computed within a network; or ""."""
    if info.input.shape not in INPUT_SHAPES or info.input.dtype != "float32":
        return f"it takes {info.input.dtype} of shape {info.input.shape}, not float32 of 28×28"
    if info.output not in {"probabilities", "logits"}:
        return f"it gives {info.output}: end it with a softmax"
    return ""


def _feed(image: Any, wanted: InputFormat) -> Any:
    """Return what a member takes for (N, 28, 28, 1) in 0..1: `InputFormat.encode` in layers."""
    import keras

    paper, ink = wanted.range
    if (paper, ink) != (0.0, 1.0):
        image = keras.layers.Rescaling(ink - paper, paper)(image)
    if wanted.transposed:
        image = keras.layers.Permute((2, 1, 3))(image)
    return image if wanted.shape == _IMAGE else keras.layers.Reshape(wanted.shape)(image)


def _mean(values: list[Any]) -> Any:
    import keras

    # Several members may have the same scorer, whose mean is what it gives itself.
    if all(each is values[0] for each in values):
        return values[0]
    return keras.layers.Average()(values)
