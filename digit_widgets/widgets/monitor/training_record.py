"""Training record: what a training has told so far, and the weights that it was best with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from digit_widgets.best_weights import BestWeights
from digit_widgets.progress import Pace
from digit_widgets.training_listener import TrainingFacts

__all__ = ["TrainingRecord"]


class TrainingRecord:
    """Counts a training's batches, and keeps the metrics of its whole epochs and its best weights.

    The weights are kept only if Keras runs the training by itself: `fit` does so, too.

    Parameters
    ----------
    model
        The ``keras.Model`` being trained.
    params
        Those of Keras: "epochs" and "steps".
    facts
        The facts from `fit`; None if Keras runs the training by itself.

    Attributes
    ----------
    pace
        `Pace`: counts the batches from the creation of the record on.
    history
        dict: a tuple of floats for each metric, one per whole epoch, also of those before a
        training was resumed; a new dict after each epoch.
    """

    def __init__(self, model: Any, params: Mapping[str, Any], facts: TrainingFacts | None) -> None:
        self._model = model
        self._best = None if facts else BestWeights(model.get_weights())
        self._is_diverged = False
        self.pace = Pace(params, facts.batch_size if facts else None)
        self.history: dict[str, tuple[float, ...]] = dict(facts.history) if facts else {}

    @property
    def is_whole(self) -> bool:
        """True once all epochs are done."""
        return self.pace.whole_share == 1.0

    def count_batch(self, logs: Mapping[str, Any]) -> bool:
        """Count a batch; return False if its loss is no finite number."""
        self.pace.count_batch()
        is_finite = math.isfinite(logs.get("loss", 0.0))
        self._is_diverged = self._is_diverged or not is_finite
        return is_finite

    def end_epoch(self, logs: Mapping[str, Any]) -> None:
        """Add an epoch's metrics if it is complete, and keep the weights if they are the best."""
        if not 0 < self.pace.share < 1:
            self.history = {name: (*self.history.get(name, ()), float(logs[name])) for name in logs}
        loss = logs.get("val_loss", logs.get("loss", math.nan))
        if self._best and not self._is_diverged and self._best.is_best(-loss):
            self._best.weights = self._model.get_weights()

    def restore_best(self) -> None:
        """Give the model its best weights: the initial ones only if its loss became no number."""
        if self._best and (self._is_diverged or self._best.is_of_an_epoch):
            self._model.set_weights(self._best.weights)
