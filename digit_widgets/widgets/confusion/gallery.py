"""Image gallery: pages of thumbnails with captions, and one image beside them, enlarged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import numpy as np
from ipywidgets import HTML, Box, Button, HBox, VBox
from numpy.typing import NDArray
from traitlets import Int, TraitError, observe, validate

from digit_widgets.evaluation.confusion import LabeledPredictions
from digit_widgets.predictors import DIGITS
from digit_widgets.recognition import Prediction
from digit_widgets.recognition.wording import count_images, percent
from digit_widgets.widgets.confusion.image_card import ImageCard
from digit_widgets.widgets.confusion.thumbnail_grid import PLACES, ThumbnailGrid, fit_label

__all__ = ["DigitGallery"]


class DigitGallery(VBox):  # type: ignore[misc]
    """Pages of images, each a button with a caption; a pressed one is shown large beside them.

    Arrow keys walk from image to image, Home and End to the first and the last of a page.

    If a model rejects an image, with a score below `THRESHOLD`, the gallery says so and its bars
    are grey; in the indices and counts, the image still counts as the most probable digit.

    Parameters
    ----------
    images, labels
        A labelled set, as `check_images` returns it.
    readings
        Each model's predictions for it, by the model's name.
    on_put
        Called with the index of an image that is to be put on a pad; None if there is no pad.

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
        on_put: Callable[[int], None] | None = None,
        **kwargs: Any,
    ) -> None:
        self._on_put = on_put
        self._reader: str | None = None
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
        return max(1, -(-len(self.indices) // PLACES))

    def show(self, indices: NDArray[np.int64], title: str, reader: str | None) -> None:
        """Show new images, from the first page on, under a title in plain text.

        Their captions say what a model reads, the `reader`.
        """
        self._reader = reader
        self._title, self.indices = title, tuple(indices.tolist())
        self.selected = None
        if self.page != 1:
            self.page = 1
        else:
            self._show_page()

    def _parts(self) -> list[Any]:
        self._status = HTML()
        self._grid = ThumbnailGrid(self._on_thumb)
        turn = {"width": "auto", "flex": "0 1 148px", "min_width": "0"}
        self._previous = Button(description="Previous page", icon="arrow-left", layout=turn)
        self._next = Button(description="Next page", icon="arrow-right", layout=turn)
        self._previous.on_click(lambda _: self.set_trait("page", self.page - 1))
        self._next.on_click(lambda _: self.set_trait("page", self.page + 1))
        self._turning = HBox([self._previous, self._next])
        # Added at the first choice: a page cannot lay out charts while they are hidden.
        self._card = ImageCard(self._classes, self._readings, self._put if self._on_put else None)
        whole = {"overflow": "visible", "min_width": "0"}
        pages = VBox([self._grid, self._turning], layout={**whole, "flex": "1 1 244px"})
        self._beside = Box(
            [pages],
            layout={
                **whole,
                "flex_flow": "row wrap",
                "grid_gap": "16px",
                "align_items": "flex-start",
            },
        )
        return [self._status, self._beside]

    def _put(self) -> None:
        if self._on_put is not None and self.selected is not None:
            self._on_put(self.selected)

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
        # First what is looked for.
        self._show_selected()
        self._mark_selected()

    def _show_page(self) -> None:
        start = (self.page - 1) * PLACES
        self._shown = self.indices[start : start + PLACES]
        images = count_images(len(self.indices))
        self._status.value = (
            f'<div role="status">{escape(self._title)}: {images}, page {self.page} of '
            f"{self.pages}</div>"
            if self._title
            else '<div role="status">Choose a cell of the matrix to see its images.</div>'
        )
        self._grid.show(self._images[list(self._shown)], list(map(self._caption, self._shown)))
        self._turning.layout.display = "none" if self.pages == 1 else ""
        self._previous.disabled = self.page == 1
        self._next.disabled = self.page == self.pages
        self._mark_selected()
        self._grid.describe(map(self._describe, self._shown))

    def _mark_selected(self) -> None:
        is_shown = self.selected in self._shown
        self._grid.mark(self._shown.index(self.selected) if is_shown else None)

    def _show_selected(self) -> None:
        index = self.selected
        self._card.layout.display = "none" if index is None else ""
        if index is None:
            return
        if self._card not in self._beside.children:
            self._beside.children = [*self._beside.children, self._card]
        true = escape(self._classes[self._labels[index]])
        facts = f"True {self._kind}: <b>{true}</b><br>Image {index} of the set"
        self._card.show(self._images[index], index, facts)

    def _caption(self, index: int) -> list[str]:
        """Return what an image is, what it is read as and how surely, in lines."""
        true = fit_label(self._classes[self._labels[index]])
        if self._reader is None:
            return [true]
        prediction = self._readings[self._reader].prediction(index)
        if prediction.label is None:
            return [true, "rejected"]
        arrow = "\N{RIGHTWARDS ARROW}"
        return [f"{true} {arrow} {fit_label(prediction.label)}", percent(prediction.confidence)]

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
