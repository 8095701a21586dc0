"""Cell choice: a cell of the confusion matrix by its true class and the class read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ipywidgets import Dropdown

from digit_widgets.predictors import DIGITS

__all__ = ["CellChoice"]

#: Not None: ipywidgets would treat it as "no option" and show nothing.
_UNCHOSEN = -1


class CellChoice:
    """Two drop-down lists, which reach every cell without a pointer.

    Parameters
    ----------
    classes
        The names of the classes.
    on_cell
        Called with (true, read) when a person has chosen both.

    Attributes
    ----------
    parts
        The widgets, from top to bottom.
    """

    def __init__(self, classes: Sequence[str], on_cell: Callable[[tuple[int, int]], None]) -> None:
        self._on_cell = on_cell
        self._following = False
        choices = [("choose", _UNCHOSEN), *zip(classes, range(len(classes)), strict=True)]
        true = "True digit" if tuple(classes) == DIGITS else "True class"
        self.parts = [
            Dropdown(options=choices, description=description, layout={"width": "auto"})
            for description in (true, "Read as")
        ]
        for part in self.parts:
            part.observe(self._on_value, "value")

    def show(self, cell: tuple[int, int] | None) -> None:
        """Show a cell as chosen, or none."""
        self._following = True
        for part, place in zip(self.parts, cell or (_UNCHOSEN, _UNCHOSEN), strict=True):
            part.value = place
        self._following = False

    def _on_value(self, _: Any) -> None:
        true, read = (part.value for part in self.parts)
        if not self._following and _UNCHOSEN not in (true, read):
            self._on_cell((true, read))
