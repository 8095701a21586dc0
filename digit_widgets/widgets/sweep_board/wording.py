"""Wording: a sweep's models, progress and problems in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from digit_widgets.sweeps import RunRecord, SweepGroup, SweepProgress
from digit_widgets.sweeps.wording import describe_settings, write_seconds

__all__ = [
    "INTERVALS",
    "NO_RECORDS",
    "describe_group",
    "describe_problems",
    "describe_progress",
    "describe_run",
]

NO_RECORDS = "No run has ended yet: what has been trained appears here by itself."
#: What the columns of the accuracy and its interval are.
INTERVALS = (
    "Accuracy on the same images, which no run has learnt from: the mean over the seeds, and an "
    "interval for the mean over all possible seeds (Student). * one run: for its accuracy on all "
    "such images (Wilson)."
)


def describe_group(group: SweepGroup, names: Iterable[str]) -> str:
    """Name a group by its settings, of those that vary: "cnn, filters 16-32, dropout 0.25"."""
    architecture = group.settings.get("architecture", "the only model")
    return describe_settings(group.settings, names) or str(architecture)


def describe_run(record: RunRecord, names: Iterable[str]) -> str:
    """Name the group of a run, as `describe_group` does."""
    return describe_group(SweepGroup(record.settings, (record,)), names)


def describe_progress(progress: SweepProgress, records: Sequence[RunRecord]) -> str:
    """Describe how far a sweep is, in a sentence or two without the last full stop."""
    done = f"{progress.done:,}" + (f" of {progress.total:,}" if progress.total else "")
    runs = f"{done} run{'s' * ((progress.total or progress.done) != 1)}"
    parts = [f"{runs} ended"]
    counted = {
        "in training": progress.running,
        "pruned": sum(record.ended == "pruned" for record in records),
        "diverged": sum(record.ended == "diverged" for record in records),
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


def describe_problems(records: Iterable[RunRecord], names: Iterable[str]) -> str:
    """List the runs that failed or diverged, and why, as HTML; "" if none did."""
    named, every = tuple(names), tuple(records)
    return "".join(
        _list_problems([record for record in every if record.ended == ended], named)
        for ended in ("failed", "diverged")
    )


def _list_problems(records: Sequence[RunRecord], names: Sequence[str]) -> str:
    if not records:
        return ""
    lines = "".join(
        f"<li>{escape(describe_run(each, names))}, "
        f"seed {each.seed}: {escape(each.problem or 'no reason is recorded')}</li>"
        for each in records
    )
    count = f"{len(records):,} run{'s' * (len(records) != 1)} {records[0].ended}"
    return f"<details><summary>{count}: why</summary><ul>{lines}</ul></details>"
