"""Image gallery: pages of thumbnails, and one image enlarged with every model's prediction."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np
from ipywidgets import HTML, Box, Button, ButtonStyle, HBox, Layout, VBox
from numpy.typing import NDArray
from traitlets import Int, TraitError, observe, validate

from digit_widgets.evaluation.confusion import LabeledPredictions
from digit_widgets.imaging.png import grey_png
from digit_widgets.predictors import DIGITS
from digit_widgets.recognition import Prediction
from digit_widgets.recognition.wording import count_images, percent
from digit_widgets.widgets.parts.preview import DigitPreview
from digit_widgets.widgets.parts.probability_chart import ProbabilityChart

__all__ = ["DigitGallery"]

#: Images per page, and an image's side in CSS pixels: a multiple of 28, for even pixels.
_PER_PAGE = 40
_SIDE = 56


class DigitGallery(VBox):  # type: ignore[misc]
    """Pages of images, each a button; a pressed one is enlarged with every model's bars.

    The buttons are created and shown once: a page is a single image, each button shows a piece of
    it, and unused buttons are hidden. Another page thus needs one style rule, not forty views.

    If a model rejects an image, with a score below `THRESHOLD`, the gallery says so and its bars
    are grey; in the indices and counts, the image still counts as the most probable digit.

    Parameters
    ----------
    images, labels
        A labelled set, as `check_images` returns it.
    readings
        Each model's predictions for it, by the model's name.

    Attributes
    ----------
    indices
        Tuple of int: the images to page through, as passed to `show`.
    page
        int from 1: the current page, limited to the last one.
    selected
        int or None: the enlarged image, by its index in the set.
    """

    page = Int(1)
    selected = Int(None, allow_none=True)

    def __init__(
        self,
        images: NDArray[np.float32],
        labels: NDArray[np.int64],
        readings: Mapping[str, LabeledPredictions],
        **kwargs: Any,
    ) -> None:
        self._images, self._labels, self._readings = images, labels, readings
        self._classes = next((each.classes for each in readings.values()), DIGITS)
        self._kind = "digit" if self._classes == DIGITS else "class"
        self.indices: tuple[int, ...] = ()
        self._shown: tuple[int, ...] = ()
        self._title = ""
        super().__init__(self._parts(), **kwargs)
        self.layout.overflow = "visible"
        self._show_page()
        self._show_selected()

    @property
    def pages(self) -> int:
        """The number of pages, 1 if there are no images."""
        return max(1, -(-len(self.indices) // _PER_PAGE))

    def show(self, indices: NDArray[np.int64], title: str) -> None:
        """Show new images, from the first page on, under a title in plain text."""
        self._title, self.indices = title, tuple(indices.tolist())
        self.selected = None
        if self.page != 1:
            self.page = 1
        else:
            self._show_page()

    def _parts(self) -> list[Any]:
        self._sprite = HTML()
        self._sprite.add_class("digit-widgets-sheet")
        self._status = HTML()
        layout = Layout(width=f"{_SIDE}px", height=f"{_SIDE}px", padding="0", margin="2px")
        style = ButtonStyle()
        self._thumbs = [Button(layout=layout, style=style) for _ in range(_PER_PAGE)]
        for place, thumb in enumerate(self._thumbs):
            thumb.add_class("digit-widgets-thumb")
            thumb.on_click(lambda _, place=place: self._on_thumb(place))
        self._grid = Box(self._thumbs, layout={"flex_flow": "row wrap", "overflow": "visible"})
        self._grid.add_class(f"digit-widgets-sprite-{self._grid.model_id}")
        turn = {"width": "auto", "flex": "0 1 148px", "min_width": "0"}
        self._previous = Button(description="Previous page", icon="arrow-left", layout=turn)
        self._next = Button(description="Next page", icon="arrow-right", layout=turn)
        self._previous.on_click(lambda _: self.set_trait("page", self.page - 1))
        self._next.on_click(lambda _: self.set_trait("page", self.page + 1))
        self._turning = HBox([self._previous, self._next])
        self._large = DigitPreview(zoom=6)
        self._facts = HTML()
        self._charts = {name: ProbabilityChart(self._classes) for name in self._readings}
        # The words must not make the column wider than the bars, and always take the same height.
        room = {"width": "0", "min_width": "100%", "min_height": "52px", "margin": "0"}
        self._read = {name: HTML(layout=room) for name in self._readings}
        bars = [
            VBox(
                [HTML(f"<b>{escape(name)}</b>"), self._read[name], chart],
                layout={"overflow": "visible"},
            )
            for name, chart in self._charts.items()
        ]
        seen = VBox([self._large, self._facts], layout={"overflow": "visible"})
        flow = {"flex_flow": "row wrap", "overflow": "visible", "grid_gap": "16px"}
        beside = Box(bars, layout={**flow, "flex": "1 1 248px", "min_width": "0"})
        # Added at the first choice: a page cannot lay out charts while they are hidden.
        self._chosen = (seen, beside)
        self._detail = Box(layout={**flow, "margin": "8px 0 0"})
        return [self._sprite, self._status, self._grid, self._turning, self._detail]

    def _on_thumb(self, place: int) -> None:
        # The gallery may show another page by now.
        if place < len(self._shown):
            self.selected = self._shown[place]

    def nearest_page(self, page: int) -> int:
        """Limit a page number to the existing pages."""
        return min(max(1, page), self.pages)

    def check_index(self, index: int | None) -> int | None:
        """Return an index if the set has it, or None for None; raise a TraitError otherwise."""
        if index is not None and not 0 <= index < len(self._images):
            raise TraitError(
                f"There is no image {index}: the set has 0 to {len(self._images) - 1}."
            )
        return index

    @validate("page")
    def _check_page(self, proposal: Any) -> int:
        return self.nearest_page(proposal["value"])

    @validate("selected")
    def _check_selected(self, proposal: Any) -> int | None:
        return self.check_index(proposal["value"])

    @observe("page")
    def _on_page(self, _: Any) -> None:
        self._show_page()

    @observe("selected")
    def _on_selected(self, _: Any) -> None:
        self._mark_selected()
        self._show_selected()

    def _show_page(self) -> None:
        start = (self.page - 1) * _PER_PAGE
        self._shown = self.indices[start : start + _PER_PAGE]
        images = count_images(len(self.indices))
        self._status.value = (
            f'<div role="status">{escape(self._title)}: {images}, page {self.page} of '
            f"{self.pages}</div>"
            if self._title
            else '<div role="status">Choose a cell of the matrix to see its images.</div>'
        )
        self._sprite.value = self._thumbnail_rules()
        self._turning.layout.display = "none" if self.pages == 1 else ""
        self._previous.disabled = self.page == 1
        self._next.disabled = self.page == self.pages
        self._mark_selected()
        # Last, because these are many messages, and the images must not wait for them.
        for thumb, index in zip(self._thumbs, self._shown, strict=False):
            thumb.tooltip = self._describe(index)

    def _thumbnail_rules(self) -> str:
        """Return CSS rules that give each button its piece of one image, and hide the others."""
        scope = f".digit-widgets-sprite-{self._grid.model_id} > .digit-widgets-thumb"
        hidden = f"{scope}:nth-child(n + {len(self._shown) + 1}) {{ display: none; }}"
        if not self._shown:
            return f"<style>{hidden}</style>"
        thumbnails = self._images[list(self._shown)].reshape(-1, self._images.shape[2])
        data = base64.b64encode(grey_png(thumbnails)).decode()
        rules = [hidden, f"{scope} {{ background-image: url(data:image/png;base64,{data}); }}"]
        rules += [
            f"{scope}:nth-child({place + 1}) {{ background-position: 0 {-place * _SIDE}px; }}"
            for place in range(len(self._shown))
        ]
        return f"<style>{''.join(rules)}</style>"

    def _mark_selected(self) -> None:
        for place, thumb in enumerate(self._thumbs):
            chosen = place < len(self._shown) and self._shown[place] == self.selected
            (thumb.add_class if chosen else thumb.remove_class)("digit-widgets-chosen")

    def _show_selected(self) -> None:
        index = self.selected
        self._detail.layout.display = "none" if index is None else ""
        if index is None:
            return
        self._detail.children = self._chosen
        self._large.image = self._images[index]
        self._facts.value = (
            f'<div role="status">True {self._kind}: '
            f"<b>{escape(self._classes[self._labels[index]])}</b><br>"
            f"Image {index} of the set</div>"
        )
        for name, chart in self._charts.items():
            prediction = self._readings[name].prediction(index)
            self._read[name].value = escape(str(prediction))
            chart.muted = prediction.is_rejected
            chart.probabilities = prediction.probabilities

    def _describe(self, index: int) -> str:
        """Describe an image in plain text, as its button's name."""
        readings = "; ".join(
            f"{name}: {_answer(model.prediction(index))}" for name, model in self._readings.items()
        )
        true = self._classes[self._labels[index]]
        return f"Image {index}, true {self._kind} {true}; {readings}"


def _answer(prediction: Prediction) -> str:
    if prediction.label is None:
        return prediction.answer
    return f"{prediction.label}, {percent(prediction.confidence)}"
