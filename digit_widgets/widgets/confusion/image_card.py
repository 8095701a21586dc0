"""Image card: one image of a set, enlarged, with every model's bars in one chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from itertools import cycle

from ipywidgets import HTML, Button, VBox
from numpy import float32
from numpy.typing import NDArray

from digit_widgets.evaluation.confusion import LabeledPredictions
from digit_widgets.widgets.parts.colors import MUTED, PALETTE
from digit_widgets.widgets.parts.model_bars import ModelBars
from digit_widgets.widgets.parts.page_widgets import AriaLabels
from digit_widgets.widgets.parts.preview import DigitPreview

__all__ = ["ImageCard"]


class ImageCard(VBox):  # type: ignore[misc]
    """An image, what it is, a line for each model in the colour of its bars, and these.

    Parameters
    ----------
    classes
        The names of the classes.
    readings
        Each model's predictions, by its name.
    on_put
        Called when the image is to be put on a pad; None offers no button for it.
    """

    def __init__(
        self,
        classes: tuple[str, ...],
        readings: Mapping[str, LabeledPredictions],
        on_put: Callable[[], None] | None,
    ) -> None:
        self._readings = readings
        self._image = DigitPreview(zoom=6)
        self._facts, self._lines = HTML(), HTML()
        self._bars = ModelBars(classes, len(readings))
        # The words must not make the card wider than the bars.
        for words in (self._facts, self._lines):
            words.layout = {"width": "0", "min_width": "100%", "margin": "0", "flex": "none"}
        put = Button(description="Put it on the pad", icon="pencil", layout={"width": "auto"})
        names = AriaLabels(
            {".bqplot": {"role": "img", "aria-label": "Probabilities of each model, as bars"}}
        )
        names.titles = {".axis .tick": self._bars.full_labels}
        parts = [self._image, self._facts, self._lines, self._bars]
        if on_put is not None:
            put.on_click(lambda _: on_put())
            put.layout.flex, put.layout.align_self = "none", "flex-start"
            parts.insert(2, put)
        super().__init__(
            [*parts, names], layout={"flex": "1 1 290px", "overflow": "visible", "min_width": "0"}
        )
        self.add_class("digit-widgets-image-card")

    def show(self, image: NDArray[float32], index: int, facts: str) -> None:
        """Show an image by its index in the set, with what it is, in HTML."""
        self._image.image = image
        self._facts.value = f'<div role="status">{facts}</div>'
        predictions = {name: each.prediction(index) for name, each in self._readings.items()}
        self._bars.show(list(predictions.values()))
        self._lines.value = "".join(
            '<div class="line"><span class="swatch" style="background: '
            f'{MUTED if prediction.is_rejected else color}"></span>'
            f"<span><b>{escape(name)}</b>: {escape(str(prediction))}</span></div>"
            for color, (name, prediction) in zip(cycle(PALETTE), predictions.items(), strict=False)
        )
