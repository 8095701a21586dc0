"""Training watch: tells how far several trainings are, one after the other, and stops them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from digit_widgets.progress import Pace
from digit_widgets.training_listener import KerasHooks

__all__ = ["TrainingWatch"]

#: Seconds between two updates of the page: more often slows the training.
_REFRESH = 0.25


class TrainingWatch(KerasHooks):
    """Keras callback that tells how far the trainings are, and stops them.

    Parameters
    ----------
    show
        Takes the share of all trainings that is done, in 0..1, and the pace of the current one.

    Attributes
    ----------
    is_stopped
        bool: True, once assigned, ends the current training after its batch.
    """

    def __init__(self, show: Callable[[float, Pace], None]) -> None:
        self._show, self._shown = show, 0.0
        self._pace = Pace({})
        self._before, self._share = 0.0, 1.0
        self.is_stopped = False

    def begin(self, before: float, share: float) -> None:
        """Begin a training that is a share of all, after those before it."""
        self._before, self._share = before, share

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        """Start counting the training's batches."""
        self._pace = Pace(self.params, self.facts.batch_size if self.facts else None)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Start counting the epoch's batches."""
        self._pace.begin_epoch(epoch)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Count the batch, tell of it now and then, and stop if requested."""
        self._pace.count_batch()
        if self.is_stopped:
            self.model.stop_training = True
        now = time.monotonic()
        if now - self._shown >= _REFRESH:
            self._shown = now
            self._show(self._before + self._share * self._pace.whole_share, self._pace)
