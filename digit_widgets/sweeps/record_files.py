"""Record files: a sweep's folder, in which files appear whole or not at all."""

from __future__ import annotations

import json
import os
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from digit_widgets.sweeps.record import RECORDS, RunRecord

__all__ = [
    "PLAN",
    "SCRATCH",
    "RecordReader",
    "read_plan",
    "write_plan",
    "write_record",
    "write_whole",
]

#: The file with what is known of the sweep as a whole.
PLAN = "sweep.json"
#: How a file begins that is still being written.
SCRATCH = ".writing-"
#: Most damaged files to name.
_NAMED = 3


class RecordReader:
    """Reads the records of a sweep's folder; a file that has not changed is read once.

    Parameters
    ----------
    folder
        The sweep's folder; without records if there are none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / RECORDS
        self._known: dict[Path, tuple[int, RunRecord | None]] = {}

    def read(self) -> tuple[tuple[RunRecord, ...], str]:
        """Return the records in the order in which the runs ended, and a sentence about others.

        Files that are damaged are left as they are; without any, the sentence is "".
        """
        found: dict[Path, tuple[int, RunRecord | None]] = {}
        for path in sorted(self._folder.glob("*.json")):
            with suppress(FileNotFoundError):  # it was moved between two looks
                changed = path.stat().st_mtime_ns
                known = self._known.get(path)
                unchanged = known is not None and known[0] == changed
                found[path] = known if known and unchanged else (changed, _read(path))
        self._known = found
        records = [record for _, record in found.values() if record is not None]
        damaged = [path.name for path, (_, record) in found.items() if record is None]
        return tuple(sorted(records, key=lambda each: each.ended_at)), _describe(damaged)


def write_record(folder: Path, record: RunRecord) -> None:
    """Write a record to its file ``records/<key>.json``; one that is there is replaced.

    Raises
    ------
    OSError
        The file cannot be written; what was there is unharmed.
    """
    write_whole(folder / RECORDS / f"{record.key}.json", record.to_json().encode())


def read_plan(folder: Path) -> dict[str, Any]:
    """Return what was written by `write_plan`; empty if it is missing or damaged."""
    try:
        plan = json.loads((folder / PLAN).read_bytes())
    except (OSError, ValueError):
        return {}
    return plan if isinstance(plan, dict) else {}


def write_plan(folder: Path, plan: dict[str, Any]) -> None:
    """Write what is known of a sweep as a whole: its data, and how many runs are planned.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    write_whole(folder / PLAN, (json.dumps(plan, indent=1) + "\n").encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file to a scratch file in its folder, and move it into place.

    Raises
    ------
    OSError
        The file cannot be written; what was there is unharmed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f"{SCRATCH}{uuid.uuid4().hex}")
    try:
        scratch.write_bytes(content)
        os.replace(scratch, path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


def _read(path: Path) -> RunRecord | None:
    try:
        return RunRecord.from_json(path.read_text(encoding="utf-8"))
    except (ValueError, TypeError):
        return None


def _describe(damaged: list[str]) -> str:
    if not damaged:
        return ""
    if len(damaged) == 1:
        return f"{damaged[0]} is no record of a run and is left out."
    more = f" and {len(damaged) - _NAMED} more" if len(damaged) > _NAMED else ""
    return (
        f"{len(damaged)} files are no records of runs and are left out: "
        f"{', '.join(damaged[:_NAMED])}{more}."
    )
