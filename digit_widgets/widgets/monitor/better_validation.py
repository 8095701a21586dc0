"""Better validation: why a network may do better in validation than in training, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from digit_widgets.training_listener import TrainingFacts

__all__ = ["explain_better_validation"]


def explain_better_validation(
    history: Mapping[str, Sequence[float]], model: Any, facts: TrainingFacts | None
) -> str:
    """Say why validation is better than training, in an epoch in which it is; "" in another.

    Parameters
    ----------
    history
        The metrics of each epoch.
    model
        The ``keras.Model``, which may drop out units while it learns.
    facts
        The facts from `fit`, which validates with averaged weights and may distort the images to
        learn from; None if Keras runs the training by itself.
    """
    values = (history.get(name) for name in ("accuracy", "val_accuracy"))
    training, validation = (each[-1] if each else math.nan for each in values)
    if not validation > training:
        return ""
    reasons = ["Training is the mean of a whole epoch of learning, validation is of its end"]
    if any("Dropout" in type(layer).__name__ for layer in getattr(model, "layers", ())):
        reasons.append("dropout switches units off at random, in training only")
    if facts is not None and facts.distorts:
        reasons.append("the images to learn from are distorted, those to validate on are not")
    if facts is not None:
        reasons.append("validation takes an average of the latest weights")
    return f"Why is validation better than training? {'; '.join(reasons)}."
