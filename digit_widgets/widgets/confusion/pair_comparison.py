"""Pair comparison: on how many images two models are both right, both wrong, or only one right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ipywidgets import HTML, Button, Dropdown, GridBox

from digit_widgets.evaluation.confusion import (
    LabeledPredictions,
    count_agreements,
    indices_of_disagreement,
)
from digit_widgets.widgets.confusion.chosen_images import ChosenImages

__all__ = ["Field", "PairComparison"]

#: Whether the first and the second model are right.
Field = tuple[bool, bool]
#: Row by row; rows belong to the first model.
_FIELDS: tuple[Field, ...] = ((True, True), (True, False), (False, True), (False, False))


class PairComparison:
    """A choice of two models, and a button for each of the four fields of their comparison.

    Parameters
    ----------
    readings
        The predictions of each model, by its name; with fewer than two there is nothing to compare.
    on_pair
        Called when another model is chosen, after the fields are counted anew.
    on_field
        Called with the field whose button is pressed.

    Attributes
    ----------
    parts
        The widgets, from top to bottom.
    """

    def __init__(
        self,
        readings: Mapping[str, LabeledPredictions],
        on_pair: Callable[[], None],
        on_field: Callable[[Field], None],
    ) -> None:
        self._readings, self._on_pair = readings, on_pair
        names = list(readings)
        self._pair = [
            Dropdown(options=names, index=min(place, len(names) - 1) if names else None)
            for place in range(2)
        ]
        for which in self._pair:
            which.observe(lambda _: self._on_choice(), "value")
            which.layout.width = "auto"
            which.layout.display = "" if len(names) > 2 else "none"
        self._buttons = {field: Button(layout={"width": "auto"}) for field in _FIELDS}
        for field, button in self._buttons.items():
            button.on_click(lambda _, field=field: on_field(field))
        grid = GridBox(list(self._buttons.values()), layout={"grid_template_columns": "1fr 1fr"})
        grid.add_class("digit-widgets-fields")
        self.parts: list[Any] = [HTML("<b>Compare two models</b>"), *self._pair, grid]
        self._count()

    @property
    def names(self) -> tuple[str, str]:
        """The names of the two models; of two at least."""
        first, second = (which.value for which in self._pair)
        return first, second

    def find_images(self, field: Field) -> ChosenImages:
        """Return a field's images; where one model is wrong, that mistake is what is told."""
        indices = indices_of_disagreement(*self._get_pair(), field)
        return ChosenImages(
            indices, self._name_field(field), self.names[int(field == (True, False))]
        )

    def mark(self, chosen: Field | None) -> None:
        """Highlight the button of a field, or none."""
        for field, button in self._buttons.items():
            mark = button.add_class if field == chosen else button.remove_class
            mark("digit-widgets-chosen")

    def _name_field(self, field: Field) -> str:
        if field[0] == field[1]:
            return "Both right" if field[0] else "Both wrong"
        return f"Only {self._pair[field.index(True)].value} right"

    def _get_pair(self) -> tuple[LabeledPredictions, LabeledPredictions]:
        first, second = self.names
        return self._readings[first], self._readings[second]

    def _on_choice(self) -> None:
        self._count()
        self._on_pair()

    def _count(self) -> None:
        if len(self._readings) < 2:
            return
        counts = count_agreements(*self._get_pair())
        for field, button in self._buttons.items():
            number = int(counts[int(field[0]), int(field[1])])
            button.description = button.tooltip = f"{self._name_field(field)}: {number:,}"
