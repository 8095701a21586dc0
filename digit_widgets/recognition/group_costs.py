"""Group costs: a weighted sum of the evidence against a group of strokes being one digit."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.recognition.segmentation import GEOMETRY, Groups
from digit_widgets.resources import resource_path

__all__ = ["FEATURES", "group_costs", "group_features"]

#: Features of a group, in the order of the columns: the geometry's, then the model's.
FEATURES = (*GEOMETRY, "unsure", "several strokes for one", "unlike a digit")
#: Which features tell nothing of a sign: all but those of the border to the next group.
_OF_DIGITS = [name not in GEOMETRY[GEOMETRY.index("cut") :] for name in FEATURES]
#: The fitted weights, and how they were fitted.
_FILE = "models/number_grouping.json"
#: Labels that people draw without lifting the pen: less likely for a group of several strokes.
_ONE_STROKE = frozenset("0123689")
#: Smaller probabilities and scores are raised to this: no single one may decide alone.
_LEAST = 0.02


def group_costs(
    groups: Groups,
    labels: tuple[str, ...],
    probabilities: NDArray[np.float32],
    scores: NDArray[np.float32] | None,
    signs: Collection[int] = (),
) -> NDArray[np.float64]:
    """Return (groups,) float64, each group's cost.

    Parameters
    ----------
    groups, labels, probabilities, scores
        As in `group_features`.
    signs
        The indices of strokes that may be signs. One alone costs only its border to the next
        group: neither a digit's size nor the model tells anything of a sign.

    Raises
    ------
    ModelError
        The file of the weights is missing: the installation is damaged.
    """
    features = group_features(groups, labels, probabilities, scores)
    alone = [len(strokes) == 1 and strokes[0] in signs for strokes in groups.strokes]
    features[np.ix_(alone, _OF_DIGITS)] = 0.0
    return features @ _load_weights()


def group_features(
    groups: Groups,
    labels: tuple[str, ...],
    probabilities: NDArray[np.float32],
    scores: NDArray[np.float32] | None,
) -> NDArray[np.float64]:
    """Return each group's features: its geometry, and the model's evidence.

    Parameters
    ----------
    groups
        The groups of a drawing.
    labels
        The model's labels.
    probabilities, scores
        (groups, classes) and (groups,) float32 in 0..1, or None for the scores: for a model without
        scores, the last feature is 0.

    Returns
    -------
    (groups, len(FEATURES)) float64.
    """
    several = np.array([len(strokes) > 1 for strokes in groups.strokes])
    one_stroke = np.array([label in _ONE_STROKE for label in labels])
    unsure = -np.log(np.maximum(probabilities.max(axis=1), _LEAST))
    unlike = np.zeros(len(several)) if scores is None else -np.log(np.maximum(scores, _LEAST))
    odd = several * (probabilities @ one_stroke)
    return np.column_stack([groups.geometry, unsure, odd, unlike])


@cache
def _load_weights() -> NDArray[np.float64]:
    file = resource_path(_FILE)
    try:
        weights = json.loads(file.read_text(encoding="utf-8"))["weights"]
    except OSError:
        raise ModelError(f"The file {file.name} is missing. Reinstall digit-widgets.") from None
    return np.array([weights[name] for name in FEATURES])
