"""Live pads: pads whose drawing a network in training predicts."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from digit_widgets.errors import ArgumentError, ModelError
from digit_widgets.predictors import WeightSnapshotPredictor
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.pads.follower import check_pad

__all__ = ["LivePads"]

#: Seconds between two predictions by the network in training.
_REFRESH = 0.1


class LivePads:
    """Lets pads use a copy of a network in training, which is refreshed now and then.

    Parameters
    ----------
    pads
        The pads; their `model` becomes the copy.
    """

    def __init__(self, pads: Sequence[DigitPad]) -> None:
        if isinstance(pads, DigitPad):
            raise ModelError("Give a list of pads, such as TrainingMonitor([pad]).")
        try:
            listed = list(pads)
        except TypeError:
            raise ArgumentError(f"Give pads in a list, not a {type(pads).__name__}.") from None
        self._pads = tuple(map(check_pad, listed))
        self._live: WeightSnapshotPredictor | None = None
        self._read_at = 0.0

    def follow(self, model: Any) -> str:
        """Make the pads use a ``keras.Model``; return the problem, or "" if there is none."""
        self._live = None
        if not self._pads:
            return ""
        try:
            self._live = WeightSnapshotPredictor(model)
        except Exception as error:  # noqa: BLE001 - Keras raises whatever its layers raise
            return f"The pads cannot be read by this model: {error}"
        for pad in self._pads:
            pad.model = self._live
        return ""

    def read(self, *, now_and_then: bool = False) -> None:
        """Copy the current weights, and refresh the predictions on pads with a drawing."""
        now = time.monotonic()
        if self._live is None or (now_and_then and now - self._read_at < _REFRESH):
            return
        self._read_at = now
        self._live.update()
        for pad in self._pads:
            if pad.ink.strokes:
                pad.refresh()
