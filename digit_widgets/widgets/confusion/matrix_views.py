"""Matrix views: the matrix of one model, those of two models, or the difference of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from ipywidgets import HTML, Box, ToggleButtons, VBox, Widget

from digit_widgets.evaluation.confusion import LabeledPredictions
from digit_widgets.widgets.confusion.matrix import ConfusionMatrix

__all__ = ["VIEWS", "MatrixViews"]

VIEWS = ("one", "two", "difference")
_KEY = "Blue: read right. Orange: mistakes, on a colour scale of their own."


class MatrixViews(VBox):  # type: ignore[misc]
    """One matrix or two, in counts or in percent of the rows, and what their colours mean.

    Parameters
    ----------
    classes
        The names of the classes.
    readings
        Each model's predictions, by its name.
    on_cell
        Called with (true, read) when a cell is clicked, and with the name of the model whose
        matrix it is; None for a difference.
    """

    def __init__(
        self,
        classes: Sequence[str],
        readings: Mapping[str, LabeledPredictions],
        on_cell: Callable[[tuple[int, int], str | None], None],
    ) -> None:
        self._classes, self._readings, self._on_cell = classes, readings, on_cell
        self._view, self._names = VIEWS[0], ("", "")
        self._unit = ToggleButtons(
            options=["Counts", "Row percent"],
            style={"button_width": "130px"},
            layout={"width": "auto"},
        )
        self._unit.observe(lambda _: self._draw(), "value")
        self._headings = (HTML(), HTML())
        self._key = HTML()
        self._matrices = [self._make_matrix(0)]
        super().__init__(layout={"overflow": "visible", "flex": "none"})
        self._key.value = _KEY
        self._lay_out()

    def show(self, view: str, names: tuple[str, str]) -> None:
        """Show a view: the first model's matrix, both, or the first's less the second's."""
        was, self._view, self._names = self._view, view, names
        for heading, name in zip(self._headings, names, strict=True):
            heading.value = f"<b>{escape(name)}</b>"
        if was != view:
            self._lay_out()
        self._draw()

    def mark(self, cell: tuple[int, int] | None) -> None:
        """Frame a cell, as (true, read), or none."""
        for matrix in self._matrices:
            matrix.selected = cell

    def _lay_out(self) -> None:
        parts: list[Widget] = [_scroll(self._matrices[0])]
        if self._view == "two":
            if len(self._matrices) == 1:
                self._matrices.append(self._make_matrix(1))
                self._matrices[1].selected = self._matrices[0].selected
            second = [self._headings[1], _scroll(self._matrices[1])]
            parts = [self._headings[0], *parts, *second]
        self.children = [self._unit, *parts, self._key]

    def _make_matrix(self, place: int) -> ConfusionMatrix:
        return ConfusionMatrix(self._classes, lambda cell: self._on_click(place, cell))

    def _on_click(self, place: int, cell: tuple[int, int]) -> None:
        self._on_cell(cell, None if self._view == "difference" else self._names[place] or None)

    def _draw(self) -> None:
        if self._names[0] not in self._readings:
            return
        percent = self._unit.value == "Row percent"
        first, second = (self._readings[name] for name in self._names)
        self._key.value = _KEY
        if self._view == "difference":
            self._matrices[0].show_difference(first, second, percent=percent)
            better, worse = (escape(name) for name in self._names)
            self._key.value = (
                f"{better} less {worse}. Blue: {better} is better, with more right or fewer "
                f"mistakes. Orange: {worse} is better."
            )
            return
        self._matrices[0].show(first, percent=percent)
        if self._view == "two":
            self._matrices[1].show(second, percent=percent)


def _scroll(matrix: ConfusionMatrix) -> Box:
    """Wrap a matrix, which scrolls sideways where it is wider than the page."""
    return Box([matrix], layout={"overflow": "auto hidden", "max_width": "100%", "flex": "none"})
