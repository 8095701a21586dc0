"""Moment view: the drawing at one moment, what the network saw of it, and what it read."""

from __future__ import annotations

from html import escape

import numpy as np
from ipywidgets import HTML, Box, VBox
from numpy.typing import NDArray

from digit_widgets.ink import Ink
from digit_widgets.ink.playback import place
from digit_widgets.predictors import DIGITS
from digit_widgets.recognition import Prediction
from digit_widgets.recognition.timeline import Timeline
from digit_widgets.widgets.parts.headline import Headline
from digit_widgets.widgets.parts.preview import DigitPreview
from digit_widgets.widgets.parts.probability_chart import ProbabilityChart
from digit_widgets.widgets.timeline.thumbnail import InkThumbnail

__all__ = ["MomentView"]

#: Height of the drawing on the page if compact, the same as a `DigitPreview`'s, in CSS pixels.
_SKETCH = 112
_BLACK = np.zeros((28, 28), np.float32)


class MomentView(Box):  # type: ignore[misc]
    """The drawing so far, its 28×28 image, the answer and the bars of one moment.

    Parameters
    ----------
    width, height
        Size of the drawing surface, in the ink's unit.
    compact
        True leaves out the bars, and shows the drawing as high as its 28×28 image.

    Attributes
    ----------
    place
        `HTML`: which point of the drawing it is, in words, to stand beside the player.
    """

    def __init__(self, width: float, height: float, *, compact: bool) -> None:
        self._sketch = InkThumbnail(width, height, _SKETCH if compact else height)
        self._preview = DigitPreview()
        self._headline = Headline("Nothing to read yet")
        self._chart = None if compact else ProbabilityChart()
        self.place = HTML()
        flow = {"flex_flow": "row wrap", "overflow": "visible", "align_items": "center"}
        read = Box([self._preview, self._headline], layout={**flow, "grid_gap": "4px 12px"})
        super().__init__([self._sketch, read], layout={**flow, "grid_gap": "12px"})
        if self._chart is None:
            read.layout.flex = "1 1 200px"
        else:
            read.layout.flex, read.layout.align_items = "none", "flex-start"
            # A basis, as a pad's answer has it: beside the drawing if there is room.
            layout = {"flex": "1 1 260px", "min_width": "0", "overflow": "visible"}
            self.children = [self._sketch, VBox([read, self._chart], layout=layout)]
            self.layout.align_items = "flex-start"

    def show(self, timeline: Timeline, number: int, threshold: float) -> None:
        """Show a moment of a timeline, from 1, with the threshold below which it is no digit."""
        moment = timeline.moments[number - 1]
        where = _describe_place(timeline.ink, moment.n_points)
        self._sketch.show(timeline, moment.n_points, f"The drawing so far: {where}")
        self._show_reading(moment.prediction, moment.image, threshold)
        self.place.value = where + (f": {escape(moment.number)}" if moment.number else "")

    def show_nothing(self, threshold: float, *, failed: bool) -> None:
        """Show that nothing is drawn, or that the model has failed."""
        self._sketch.show(None, 0, "No time line")
        nothing = Prediction.failed if failed else Prediction.blank
        self._show_reading(nothing(DIGITS), _BLACK, threshold)
        self.place.value = ""

    def _show_reading(
        self, prediction: Prediction, image: NDArray[np.float32], threshold: float
    ) -> None:
        if self._chart is not None:
            self._chart.show(prediction)
        self._headline.threshold = threshold
        self._headline.prediction = prediction
        self._preview.image = image


def _describe_place(ink: Ink, n_points: int) -> str:
    stroke, point = place(ink, n_points)
    return f"Point {point} of stroke {stroke}, {n_points} of {ink.n_points} in all"
