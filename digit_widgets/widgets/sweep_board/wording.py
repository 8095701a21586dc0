"""Wording: a sweep's settings, figures and progress in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from digit_widgets.sweeps import RunRecord, Setting, SweepGroup, SweepProgress

__all__ = [
    "MISSING",
    "describe_failures",
    "describe_group",
    "describe_progress",
    "title_setting",
    "write_accuracy",
    "write_seconds",
    "write_setting",
]

#: Stands for a setting that a model does not have, such as an ANN's filters.
MISSING = "\N{EN DASH}"
_TITLES = {"n_images": "images", "batch_size": "batch"}


def title_setting(name: str) -> str:
    """Return a setting's name as a heading: "learning rate" for "learning_rate"."""
    return _TITLES.get(name, name.replace("_", " "))


def write_setting(value: Setting | None) -> str:
    """Write a setting's value: "16-32", "0.25", "10,000", "yes"; a dash for None."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "-".join(map(str, value)) or "none"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.3g}" if isinstance(value, float) else value


def write_accuracy(value: float) -> str:
    """Write an accuracy in 0..1 with two decimals, as reports do."""
    return f"{value:.2%}"


def write_seconds(seconds: float) -> str:
    """Write a time: "8.3 s", "42 s", "3:05 min", "1:02 h"."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    if seconds < 59.5:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes}:{rest:02d} min"
    return f"{minutes // 60}:{minutes % 60:02d} h"


def describe_group(group: SweepGroup, names: Iterable[str]) -> str:
    """Name a group by its settings, of those that vary: "cnn, filters 16-32, dropout 0.25"."""
    parts = []
    for name in names:
        value = group.settings.get(name)
        if value is not None:
            written = write_setting(value)
            parts.append(written if name == "architecture" else f"{title_setting(name)} {written}")
    return ", ".join(parts) or str(group.settings.get("architecture", "the only model"))


def describe_progress(progress: SweepProgress, records: Sequence[RunRecord]) -> str:
    """Describe how far a sweep is, in a sentence or two without the last full stop."""
    done = f"{progress.done:,}" + (f" of {progress.total:,}" if progress.total else "")
    runs = f"{done} run{'s' * ((progress.total or progress.done) != 1)}"
    parts = [f"{runs} ended"]
    counted = {
        "in training": progress.running,
        "pruned": sum(record.ended == "pruned" for record in records),
        "failed": progress.failed,
    }
    parts += [f"{count:,} {what}" for what, count in counted.items() if count]
    told = ", ".join(parts)
    match progress.state:
        case "running":
            left = progress.seconds_left
            ahead = "" if left is None else f"; about {write_seconds(left)} left"
            return f"Running: {told}{ahead}"
        case "stopping":
            return f"Stopping: {told}. The runs in training are given up, the records stay"
        case "stopped":
            return f"Stopped: {told}. The records stay"
        case "finished":
            return f"Finished: {told}"
        case "failed":
            return f"Failed: {told}. The records stay"
        case "recorded":
            return f"From its records: {told}"


def describe_failures(records: Iterable[RunRecord], names: Iterable[str]) -> str:
    """List the runs that failed, and why, as HTML; "" if none did."""
    failed = [record for record in records if record.ended == "failed"]
    if not failed:
        return ""
    named = tuple(names)
    lines = "".join(
        f"<li>{escape(describe_group(SweepGroup(each.settings, (each,)), named))}, "
        f"seed {each.seed}: {escape(each.problem or 'no reason is recorded')}</li>"
        for each in failed
    )
    count = f"{len(failed):,} run{'s' * (len(failed) != 1)} failed"
    return f"<details><summary>{count}: why</summary><ul>{lines}</ul></details>"
