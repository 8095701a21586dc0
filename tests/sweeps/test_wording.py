"""Wording: settings, times and progress, as the terminal and the board write them."""

from __future__ import annotations

import math

import pytest

from digit_widgets.sweeps import Setting, SweepProgress
from digit_widgets.sweeps.leader_board import leader_board
from digit_widgets.sweeps.wording import describe_settings, write_seconds, write_setting
from tests.support.sweep_records import make_record


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "\N{EN DASH}"),
        ((16, 32), "16-32"),
        ((), "none"),
        (10_000, "10,000"),
        (0.25, "0.25"),
        (1 / 300, "0.00333"),
        ("adam", "adam"),
    ],
)
def test_a_setting_is_written(value: Setting | None, written: str) -> None:
    assert write_setting(value) == written


def test_settings_are_named_but_the_architecture_and_those_that_a_run_lacks() -> None:
    settings: dict[str, Setting] = {"architecture": "cnn", "learning_rate": 0.01, "n_images": 3_000}
    names = ("architecture", "filters", "learning_rate", "n_images")
    assert describe_settings(settings, names) == "cnn, learning rate 0.01, images 3,000"
    assert describe_settings(settings, ()) == ""


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(8.31, "8.3 s"), (9.96, "10 s"), (42.2, "42 s"), (185, "3:05 min"), (3720, "1:02 h")],
)
def test_a_time_is_written(seconds: float, written: str) -> None:
    assert write_seconds(seconds) == written


def test_progress_is_told_in_a_line() -> None:
    progress = SweepProgress("running", total=16, done=3, running=2, failed=1, seconds_left=65)
    told = "3 of 16 runs, 2 in training, 1 failed \N{MIDDLE DOT} 1:05 min left"
    assert str(progress) == told


def test_the_leader_board_says_how_a_group_ended_that_did_not_finish() -> None:
    records = [
        make_record(0, {"dropout": 0.1}),
        make_record(0, {"dropout": 0.2}, ended="diverged", accuracy=0.5),
        make_record(0, {"dropout": 0.3}, ended="failed", accuracy=math.nan, parameters=0),
    ]
    finished, diverged, failed = (line.split() for line in leader_board(records)[1:4])
    assert finished[0] == "90.00%"
    assert diverged[:2] == ["50.00%", "diverged"]
    assert failed == ["failed", "failed", "1", "\N{EN DASH}", "\N{EN DASH}", "0.3"]
