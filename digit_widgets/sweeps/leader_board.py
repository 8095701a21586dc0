"""Leader board: a sweep's groups of runs as lines of text, the best first."""

from __future__ import annotations

from collections.abc import Sequence

from digit_widgets.sweeps.record import RunRecord
from digit_widgets.sweeps.summary import SweepGroup, rank_groups, varied_settings
from digit_widgets.sweeps.text_table import ONE_RUN, align_columns, mark
from digit_widgets.sweeps.wording import (
    MISSING,
    title_setting,
    write_accuracy,
    write_seconds,
    write_setting,
)

__all__ = ["leader_board"]


def leader_board(records: Sequence[RunRecord], most: int = 20) -> list[str]:
    """Return a table of the groups of runs that differ only in the seed: a line each.

    Parameters
    ----------
    records
        The records.
    most
        Most groups to list; how many more there are is said in a last line.
    """
    names = varied_settings(records)
    groups = rank_groups(records)
    titles = map(title_setting, names)
    rows = [("accuracy", "95% interval", "seeds", "parameters", "training", *titles)]
    rows += [_row(group, names) for group in groups[:most]]
    lines = align_columns(rows)
    if any(group.interval_of == "images" for group in groups[:most] if group.ended != "failed"):
        lines.append(ONE_RUN)
    if len(groups) > most:
        lines.append(f"and {len(groups) - most} more")
    return lines


def _row(group: SweepGroup, names: Sequence[str]) -> tuple[str, ...]:
    low, high = group.interval
    ended, is_failed = group.ended, group.ended == "failed"
    return (
        ended if is_failed else write_accuracy(group.accuracy),
        ended if ended != "finished" else f"{low:.2%} to {high:.2%}{mark(group.interval_of)}",
        str(len(group.measured)),
        f"{group.parameters:,}" if group.parameters else MISSING,
        MISSING if is_failed else write_seconds(group.seconds),
        *(write_setting(group.settings.get(name)) for name in names),
    )
