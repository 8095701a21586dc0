"""Live pads: pads whose drawing a network in training predicts."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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

    def __len__(self) -> int:
        """Return the number of pads."""
        return len(self._pads)

    @property
    def image(self) -> NDArray[np.float32] | None:
        """The (28, 28) image of the first pad that has a drawing; None if none has."""
        return next((pad.image for pad in self._pads if pad.ink.strokes), None)

    def follow(self, network: WeightSnapshotPredictor | None) -> None:
        """Make the pads use a network's snapshots; None if it cannot read drawings."""
        self._live = network
        for pad in self._pads if network else ():
            pad.model = network

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
