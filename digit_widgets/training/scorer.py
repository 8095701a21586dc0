"""Scorer: a network that scores how much an image looks like a digit, whatever reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from digit_widgets.errors import ModelError
from digit_widgets.predictors.runtimes.keras_files import load_keras

__all__ = ["is_scorer", "join_scorer", "load_scorer"]

_INPUT = (None, 28, 28, 1)


def is_scorer(network: Any) -> bool:
    """Return whether a Keras model takes images and gives one number each."""
    shapes = getattr(network, "input_shape", None), getattr(network, "output_shape", None)
    return shapes == (_INPUT, (None, 1))


def load_scorer(file: Path) -> Any:
    """Load a scorer's ``.keras`` file.

    Raises
    ------
    ModelError
        The file cannot be loaded, or is of a network with another input or output.
    """
    scorer = load_keras(file)
    if not is_scorer(scorer):
        raise ModelError(
            f"{file.name} is no scorer: it takes {getattr(scorer, 'input_shape', None)} and gives "
            f"{getattr(scorer, 'output_shape', None)}. `digit-widgets train scorer` makes one."
        )
    return scorer


def join_scorer(network: Any, scorer: Any) -> Any:
    """Return a model with both outputs, (N, 10) probabilities and (N, 1) scores.

    It shares its layers with both networks; neither affects the other's output.
    """
    import keras

    image = keras.Input(_INPUT[1:], name="image")
    return keras.Model(image, [network(image), scorer(image)], name=network.name)
