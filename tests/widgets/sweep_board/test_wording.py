"""Wording of the board: what became of the runs, and why some gave no result."""

from __future__ import annotations

from digit_widgets.sweeps import SweepProgress
from digit_widgets.widgets.sweep_board.wording import describe_problems, describe_progress
from tests.support.sweep_records import make_record


def test_runs_that_diverged_are_counted_and_listed_apart_from_failed_ones() -> None:
    records = [
        make_record(0),
        make_record(1, ended="diverged", problem="The loss became nan in epoch 2."),
        make_record(2, ended="failed", problem="<No memory>"),
    ]
    progress = SweepProgress("finished", total=3, done=3, failed=1)
    assert (
        describe_progress(progress, records) == "Finished: 3 of 3 runs ended, 1 diverged, 1 failed"
    )
    told = describe_problems(records, ("dropout",))
    assert "1 run failed: why" in told
    assert "dropout 0.25, seed 2: &lt;No memory&gt;" in told
    assert "1 run diverged: why" in told
    assert "dropout 0.25, seed 1: The loss became nan in epoch 2." in told
    assert describe_problems(records[:1], ("dropout",)) == ""
