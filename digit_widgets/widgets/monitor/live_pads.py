"""Live pads: pads whose drawing a network in training predicts."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

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

    Attributes
    ----------
    network
        The network's snapshots; None before there is one, or if it cannot read drawings.
    problem
        str: why the pads cannot be read; "" if they can, or if there are none.
    """

    def __init__(self, pads: Sequence[DigitPad]) -> None:
        if isinstance(pads, DigitPad):
            raise ModelError("Give a list of pads, such as TrainingMonitor([pad]).")
        try:
            listed = list(pads)
        except TypeError:
            raise ArgumentError(f"Give pads in a list, not a {type(pads).__name__}.") from None
        self._pads = tuple(map(check_pad, listed))
        self._read_at = 0.0
        self.network: WeightSnapshotPredictor | None = None
        self.problem = ""

    @property
    def image(self) -> NDArray[np.float32] | None:
        """The (28, 28) image of the first pad that has a drawing; None if none has."""
        return next((pad.image for pad in self._pads if pad.ink.strokes), None)

    def follow(self, model: Any) -> None:
        """Make the pads use snapshots of a ``keras.Model``, if it can read drawings."""
        self.network, self.problem = None, ""
        try:
            self.network = WeightSnapshotPredictor(model)
        except Exception as error:  # noqa: BLE001 - Keras raises whatever its layers raise
            if self._pads:
                self.problem = f"The pads cannot be read by this model: {error}"
            return
        for pad in self._pads:
            pad.model = self.network

    def read(self, *, now_and_then: bool = False) -> None:
        """Copy the current weights, and refresh the predictions on pads with a drawing."""
        now = time.monotonic()
        if self.network is None or (now_and_then and now - self._read_at < _REFRESH):
            return
        self._read_at = now
        self.network.update()
        for pad in self._pads:
            if pad.ink.strokes:
                pad.refresh()
