"""Leader board: the models of a sweep in a table, best first, whose rows can be pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from traitlets import Tuple, Unicode

from digit_widgets.sweeps import Setting, SweepGroup
from digit_widgets.sweeps.record import run_key
from digit_widgets.sweeps.wording import (
    MISSING,
    title_setting,
    write_accuracy,
    write_seconds,
    write_setting,
)
from digit_widgets.widgets.parts.page_widgets import STATIC, PageWidget
from digit_widgets.widgets.sweep_board.axes import order_setting
from digit_widgets.widgets.sweep_board.wording import describe_group

__all__ = ["LeaderBoard", "group_key"]

_FIGURES = ("Accuracy", "95% interval")
_COSTS = ("Parameters", "Training", "Seeds")


class LeaderBoard(PageWidget):
    """A table of the groups of a sweep's runs, in the order in which they are given.

    A press on a row, or on its number by keys, chooses it; its second button compares it. Arrow
    keys, Home and End walk from row to row. The page asks by messages; `chosen` and `compared` say
    which rows are marked. A press on a heading sorts the rows in that page, without the kernel.

    Parameters
    ----------
    choose, compare
        Called with the key of the row that a person has pressed.

    Attributes
    ----------
    columns
        Tuple of the headings after the row's number and its button.
    rows
        Tuple of dicts: "key"; "name", for screen readers; "ended", as in `SweepGroup.ended`;
        "cells", a tuple of str, one for each column; and "places", a tuple of where the value of
        each cell lies among the distinct ones of its column, from 0, or None where it has none.
    chosen, compared
        str: the keys of the marked rows; "" for none.
    """

    _esm = STATIC / "leader_board.js"
    columns = Tuple().tag(sync=True)
    rows = Tuple().tag(sync=True)
    chosen = Unicode("").tag(sync=True)
    compared = Unicode("").tag(sync=True)

    def __init__(self, choose: Callable[[str], None], compare: Callable[[str], None]) -> None:
        super().__init__(layout={"margin": "0"})
        self._choose, self._compare = choose, compare
        self.on_msg(self._on_page)

    def show(self, groups: Sequence[SweepGroup], names: Sequence[str]) -> None:
        """Show groups with the settings of these names."""
        titles = (title_setting(name).capitalize() for name in names)
        columns = (*_FIGURES, *titles, *_COSTS)
        values = [_find_values(group, names) for group in groups]
        places = zip(*map(_place, zip(*values, strict=True)), strict=True)
        rows = tuple(
            {**_write_row(group, names), "places": each}
            for group, each in zip(groups, places, strict=True)
        )
        with self.hold_sync():
            self.columns, self.rows = columns, rows

    def _on_page(self, _: Any, content: Any, __: Any) -> None:
        """Handle a page's message; ignore anything that no page of this package sends."""
        match content:
            case {"choose": str(key)}:
                self._choose(key)
            case {"compare": str(key)}:
                self._compare(key)


def group_key(group: SweepGroup) -> str:
    """Return what a group is known by, whichever of its runs have ended."""
    return run_key(group.settings, 0, "")


def _find_values(group: SweepGroup, names: Sequence[str]) -> tuple[Setting | None, ...]:
    """Return what a group's row is sorted by, for each column; None for an unknown figure."""
    is_measured = group.ended != "failed"
    return (
        group.accuracy if is_measured else None,
        group.interval[0] if is_measured else None,
        *(group.settings.get(name) for name in names),
        group.parameters or None,
        group.seconds if is_measured else None,
        len(group.measured),
    )


def _place(values: Sequence[Setting | None]) -> list[int | None]:
    """Return where each value lies among the distinct ones, from 0; None for None."""
    known = sorted({each for each in values if each is not None}, key=order_setting)
    places = {each: at for at, each in enumerate(known)}
    return [None if each is None else places[each] for each in values]


def _write_row(group: SweepGroup, names: Sequence[str]) -> dict[str, Any]:
    accuracy, interval = "failed", MISSING
    seconds = MISSING
    if group.ended != "failed":
        low, high = group.interval
        accuracy = write_accuracy(group.accuracy)
        interval = f"{100 * low:.2f}\N{EN DASH}{high:.2%}"
        # One run has no spread over seeds: its interval is of other images.
        interval += "" if group.interval_of == "seeds" else "*"
        seconds = write_seconds(group.seconds)
        if group.ended != "finished":
            accuracy = f"{group.ended} {accuracy}"
    measured, every = len(group.measured), len(group.records)
    return {
        "key": group_key(group),
        "name": f"{describe_group(group, names)}, {accuracy}",
        "ended": group.ended,
        "cells": (
            accuracy,
            interval,
            *(write_setting(group.settings.get(name)) for name in names),
            f"{group.parameters:,}" if group.parameters else MISSING,
            seconds,
            f"{measured}" if measured == every else f"{measured} of {every}",
        ),
    }
