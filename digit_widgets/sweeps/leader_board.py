"""Leader board: a sweep's groups of runs as lines of text, the best first."""

from __future__ import annotations

from collections.abc import Sequence

from digit_widgets.sweeps.record import RunRecord, Setting
from digit_widgets.sweeps.summary import SweepGroup, rank_groups, varied_settings
from digit_widgets.sweeps.text_table import ONE_RUN, align_columns, mark

__all__ = ["describe_setting", "leader_board"]


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
    rows = [("accuracy", "95% interval", "seeds", "parameters", "seconds", *names)]
    rows += [_row(group, names) for group in groups[:most]]
    lines = align_columns(rows)
    if any(group.interval_of == "images" for group in groups[:most] if group.ended != "failed"):
        lines.append(ONE_RUN)
    if len(groups) > most:
        lines.append(f"and {len(groups) - most} more")
    return lines


def describe_setting(value: Setting | None) -> str:
    """Return a setting's value in words: "32, 64" for a list, "none" for an empty one."""
    if value is None:
        return "-"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _row(group: SweepGroup, names: Sequence[str]) -> tuple[str, ...]:
    low, high = group.interval
    ended = group.ended
    return (
        "failed" if ended == "failed" else f"{group.accuracy:.2%}",
        ended if ended != "finished" else f"{low:.2%} to {high:.2%}{mark(group.interval_of)}",
        str(len(group.measured)),
        f"{group.parameters:,}",
        f"{group.seconds:.1f}",
        *(describe_setting(group.settings.get(name)) for name in names),
    )
