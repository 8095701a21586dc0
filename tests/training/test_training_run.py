"""A training's options, and the command line that repeats it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from digit_widgets.errors import DataError
from digit_widgets.training import DEFAULT_SETTINGS, TrainingRun
from digit_widgets.training.settings import FINE_TUNING


def test_the_command_names_what_differs_from_a_plain_training() -> None:
    assert TrainingRun("cnn").command == "digit-widgets train cnn --epochs 24 --seed 0"
    run = TrainingRun(
        "ann",
        epochs=3,
        seed=7,
        folder=Path("somewhere"),
        resume=True,
        start=Path("models/digit_ann.keras"),
        ink=[Path("data/pen.npz"), Path("more.npz")],
        not_digits=[Path("data/letters.npz")],
        keep_writers="25-30",
        keep_alphabets=["Greek", "Balinese"],
    )
    assert run.command == (
        "digit-widgets train ann --epochs 3 --seed 7 --start digit_ann.keras --ink pen.npz "
        "--ink more.npz --not-digits letters.npz --keep-writers 25-30 --keep-alphabet Greek "
        "--keep-alphabet Balinese"
    )


def test_settings_follow_the_architecture_the_start_and_the_epochs() -> None:
    assert TrainingRun("ann").settings == DEFAULT_SETTINGS["ann"]
    tuned = TrainingRun("cnn", epochs=2, start=Path("digit_cnn.keras")).settings
    assert tuned == dataclasses.replace(FINE_TUNING["cnn"], epochs=2)


def test_options_are_checked_before_anything_is_loaded() -> None:
    for options in ({"calibration": Path("card.json")}, {"not_digits": [Path("letters.npz")]}):
        with pytest.raises(DataError, match="need digits drawn: --ink"):
            TrainingRun("ann", **options)
    with pytest.raises(DataError, match="name writers too"):
        TrainingRun("ann", ink=[Path("pen.npz")], keep_alphabets=["Greek"])
