"""Charts: both charts of a sweep's models, and the line that says which one is pointed at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from ipywidgets import HTML, Box, VBox

from digit_widgets.sweeps import SweepGroup
from digit_widgets.sweeps.wording import write_accuracy
from digit_widgets.widgets.sweep_board.cost_chart import CostChart
from digit_widgets.widgets.sweep_board.parallel_chart import ParallelChart
from digit_widgets.widgets.sweep_board.wording import describe_group

__all__ = ["CHART_NAMES", "Charts"]

_INVITATION = "A press on a line, a dot or a row puts that model on the pad."
#: The charts' names for screen readers, which have the table, as `AriaLabels` takes them.
CHART_NAMES = {
    ".digit-widgets-parallel .bqplot, .bqplot.digit-widgets-parallel": {
        "role": "img",
        "aria-label": "Settings and accuracy of each model, as lines; the table has the figures",
    },
    ".digit-widgets-costs .bqplot, .bqplot.digit-widgets-costs": {
        "role": "img",
        "aria-label": "Accuracy of each model over its cost, as dots; the table has the figures",
    },
    ".digit-widgets-wide": {
        "role": "group",
        "aria-label": "Settings and accuracy",
        "tabindex": "0",
    },
}


class Charts(VBox):  # type: ignore[misc]
    """Parallel coordinates of the settings, and accuracies over costs.

    Parameters
    ----------
    choose
        Called with the group whose line or dot is pressed.
    """

    def __init__(self, choose: Callable[[SweepGroup], None]) -> None:
        self._choose = choose
        self._groups: Sequence[SweepGroup] = ()
        self._names: Sequence[str] = ()
        self._parallel = ParallelChart(self._press, self._point)
        self._costs = CostChart(self._press, self._point)
        wide = Box(
            [self._parallel],
            layout={"overflow": "auto hidden"},
            _dom_classes=("digit-widgets-wide",),
        )
        self._pointed = HTML(_INVITATION, _dom_classes=("digit-widgets-note",))
        super().__init__(
            [wide, self._costs, self._pointed],
            layout={"overflow": "visible", "min_width": "0"},
            _dom_classes=("digit-widgets-charts",),
        )

    def show(self, groups: Sequence[SweepGroup], names: Sequence[str]) -> None:
        """Draw groups, best first, with the settings of these names."""
        self._groups, self._names = groups, names
        self._parallel.show(groups, names)
        self._costs.show(groups)

    def mark(self, chosen: int | None, compared: int | None) -> None:
        """Mark the model on the pad, and the one beside it, by their places among the groups."""
        self._parallel.mark(chosen, compared)
        self._costs.mark(chosen, compared)

    def _press(self, place: int) -> None:
        if place < len(self._groups):
            self._choose(self._groups[place])

    def _point(self, place: int) -> None:
        """Say which model is under the pointer."""
        if place < len(self._groups):
            group = self._groups[place]
            told = f"Pointed at {place + 1}: {describe_group(group, self._names)}, "
            self._pointed.value = escape(told + write_accuracy(group.accuracy))
