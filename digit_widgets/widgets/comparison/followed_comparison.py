"""Followed comparison: what several models read in the drawing of a pad."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
from traitlets import Dict

from digit_widgets.widgets.comparison.disagreement_search import DisagreementSearch
from digit_widgets.widgets.comparison.model_readings import ModelReadings
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.pads.follower import PadFollower

__all__ = ["FollowedComparison"]


class FollowedComparison(PadFollower):
    """A `ModelComparison` without a drawing of its own: its models read what a pad's model is fed.

    Parameters
    ----------
    pad
        The pad to follow.
    models
        By name, anything that `load_predictor` takes.
    compact
        True leaves out the bars, the facts and the search for a disagreement.

    Attributes
    ----------
    predictions
        dict: a `Prediction` for each name; a new dict each time. Read-only.
    """

    FOLLOWED = ("image",)

    predictions = Dict(read_only=True)

    def __init__(
        self, pad: DigitPad, models: Mapping[str, Any], *, compact: bool = False, **kwargs: Any
    ) -> None:
        self._problems: dict[str, str] = {}
        super().__init__(pad, **kwargs)
        self._models = shown = ModelReadings(models, {}, self._report, compact=compact)
        self._searches: list[DisagreementSearch] = []
        if not compact and shown.n_usable > 1:
            self._searches = [DisagreementSearch(pad, shown.read)]
        bars = [] if compact else [shown.bars, shown.order]
        self._begin(shown.agreement, *bars, shown.readings, *self._searches, shown.names)

    def close(self) -> None:
        """Remove the widget from all pages, stop following the pad and stop its threads."""
        for search in getattr(self, "_searches", []):
            search.close()
        super().close()

    def _facts(self) -> dict[str, Any]:
        return {"labels": {name: each.label for name, each in self.predictions.items()}}

    def _report(self, source: str, problem: str) -> None:
        self._problems[source] = problem
        self.set_trait("error", "\n".join(filter(None, self._problems.values())))

    def _update(self) -> None:
        start, dot = time.perf_counter(), self._pad.prediction.dot
        # No model is asked about a dot.
        image = self._pad.image * np.float32(not dot)
        self.set_trait("predictions", self._models.show(image, start, dot=dot))
