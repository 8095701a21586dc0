"""Scorer: a network that scores how much an image looks like a digit, whatever reads it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.ink_dataset import InkDataset, UnlabeledInk
from digit_widgets.errors import ModelError
from digit_widgets.evaluation.metrics import Proportion, area_under_roc
from digit_widgets.evaluation.non_digits import is_accepted
from digit_widgets.evaluation.rows import NonDigitsRow, count_writers
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.predictors.base import THRESHOLD
from digit_widgets.predictors.runtimes.keras_files import load_keras
from digit_widgets.predictors.runtimes.raw_model import PLAIN_INPUT
from digit_widgets.training.calibration import predict_images

__all__ = [
    "SCORER_FILE",
    "find_scorer",
    "hash_weights",
    "is_scorer",
    "join_scorer",
    "load_scorer",
    "measure_scores",
]

#: The scorer's file, beside those of the networks that were saved with its score.
SCORER_FILE = "digit_scorer.keras"
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


def find_scorer(file: Path) -> Any | None:
    """Return the scorer that a network was saved with, from the same folder; None if there is none.

    Parameters
    ----------
    file
        The network's ``.keras`` file; its card beside it names the scorer by the hash of its
        weights.
    """
    try:
        card = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
        wanted = card["scorer"]["weights_sha256"]
        scorer = load_scorer(file.with_name(SCORER_FILE))
    except (OSError, ValueError, KeyError, TypeError, ModelError):
        return None
    return scorer if hash_weights(scorer) == wanted else None


def join_scorer(network: Any, scorer: Any) -> Any:
    """Return a model with both outputs, (N, 10) probabilities and (N, 1) scores.

    It shares its layers with both networks; neither affects the other's output.
    """
    import keras

    image = keras.Input(_INPUT[1:], name=PLAIN_INPUT)
    return keras.Model(image, [network(image), scorer(image)], name=network.name)


def measure_scores(
    scorer: Any, digits: Mapping[str, InkDataset], non_digits: Mapping[str, UnlabeledInk]
) -> dict[str, Any]:
    """Measure how many drawn digits a scorer rejects, and how many non-digits it accepts.

    Returns
    -------
    By the names of the sets, in "digits" and in "not_digits", for JSON. Letters like digits are not
    counted.
    """
    scores = {name: _score(scorer, each.inks) for name, each in digits.items()}
    measured: dict[str, Any] = {"digits": {}, "not_digits": {}}
    for name, each in digits.items():
        rejected = Proportion.of(~is_accepted(scores[name], THRESHOLD), each.writers)
        measured["digits"][name] = {
            "n": rejected.n,
            "writers": count_writers(each.writers),
            "rejected": rejected.value,
            "rejected_interval": list(rejected.interval),
        }
    for name, every in non_digits.items():
        others = every.without_like_digits()
        if not others.inks:
            continue
        scored = _score(scorer, others.inks)
        measured["not_digits"][name] = NonDigitsRow(
            name,
            count_writers(others.writers),
            Proportion.of(is_accepted(scored, THRESHOLD), others.writers),
            area_under_roc(np.concatenate(list(scores.values())), scored) if scores else None,
        ).as_dict()
    return measured


def hash_weights(network: Any) -> str:
    """Return a hash of a network's weights, in hexadecimal."""
    return hashlib.sha256(b"".join(each.tobytes() for each in network.get_weights())).hexdigest()


def _score(scorer: Any, inks: tuple[Ink, ...]) -> NDArray[np.float64]:
    """Return (N,) scores; 0 where nothing is drawn."""
    images = np.stack([normalize_ink(ink) for ink in inks])
    scores = predict_images(scorer, images)[:, 0].astype(np.float64)
    return np.where(images.any(axis=(1, 2)), scores, 0.0)
