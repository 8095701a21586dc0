"""Training progress: its computation, and its display in a terminal."""

from __future__ import annotations

import io
import math
import re
import threading

import pytest
from rich.console import Console

from digit_widgets import progress
from digit_widgets.data import ImageDataset
from digit_widgets.progress import Pace, TerminalProgress
from digit_widgets.training import FitSettings, fit
from digit_widgets.training_listener import TrainingFacts


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the current time in a list of one, which a test may change."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def advance(pace: Pace, batches: int) -> None:
    for _ in range(batches):
        pace.count_batch()


def test_speed_and_the_time_left_follow_what_is_done(clock: list[float]) -> None:
    pace = Pace({"epochs": 4, "steps": 10}, batch_size=128)
    pace.begin_epoch(0)
    advance(pace, 10)
    pace.begin_epoch(1)
    advance(pace, 5)
    clock[0] += 30
    assert pace.share == 0.5
    assert pace.whole_share == pytest.approx(1.5 / 4)
    assert pace.seconds_left == pytest.approx(30 / 1.5 * 2.5)
    assert str(pace) == "epoch 2 of 4 · batch 5 of 10 · 64 images/s · 0:50 left"


def test_pauses_are_left_out(clock: list[float]) -> None:
    pace = Pace({"epochs": 2, "steps": 10})
    pace.begin_epoch(0)
    advance(pace, 10)
    clock[0] += 70
    pace.hold(60)
    assert pace.seconds_left == pytest.approx(10)
    assert "1.0 batches/s" in str(pace)


def test_a_resumed_training_is_reckoned_from_where_it_went_on(clock: list[float]) -> None:
    pace = Pace({"epochs": 10, "steps": 10})
    pace.begin_epoch(8)
    advance(pace, 10)
    clock[0] += 5
    assert pace.first_epoch == 8
    assert pace.whole_share == 0.9
    assert pace.seconds_left == pytest.approx(5)


def test_nothing_is_promised_before_there_is_a_pace() -> None:
    pace = Pace({"epochs": 3})
    assert math.isnan(pace.seconds_left)
    assert "left" not in str(pace)
    advance(pace, 7)
    assert "batch 7 of ?" in str(pace)


def written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def assert_given_back(text: str) -> None:
    """Assert that a terminal's cursor was hidden while there were bars, and is shown after."""
    hidden, shown = text.rfind("\x1b[?25l"), text.rfind("\x1b[?25h")
    assert -1 < hidden < shown
    assert not [each for each in threading.enumerate() if "rich" in type(each).__module__]


def test_a_terminal_shows_bars_of_the_epoch_and_of_the_whole(tiny_mnist: ImageDataset) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=140, force_interactive=True)
    bars = TerminalProgress(console)
    fit("ann", tiny_mnist, FitSettings(epochs=2), callbacks=[bars])
    text = written(console)
    assert "Total" in text
    assert "images/s" in text
    assert "left" in text
    assert "\x1b[2K2 of 2  " in text or "\n2 of 2  " in text
    assert_given_back(text)


def test_a_log_file_gets_a_line_an_epoch_and_no_bars(tiny_mnist: ImageDataset) -> None:
    console = Console(file=io.StringIO())
    fit("ann", tiny_mnist, FitSettings(epochs=2), callbacks=[TerminalProgress(console)])
    lines = written(console).splitlines()
    figure, share = r" +\d\.\d{4}", r" +\d+\.\d\d%"
    heading, *epochs = lines
    assert re.split("  +", heading) == [
        "epoch",
        "loss",
        "accuracy",
        "validation loss",
        "validation accuracy",
        "best (epoch)",
    ]
    for number, line in enumerate(epochs, start=1):
        figures = f"{figure}{share}{figure}{share}{share}"
        assert re.fullmatch(rf"{number} of 2{figures} \([12]\)", line)
    assert len(epochs) == 2
    assert len({len(line) for line in lines}) == 1
    assert len(heading) <= 80


def test_the_best_of_all_epochs_is_told_with_its_epoch() -> None:
    console = Console(file=io.StringIO())
    bars = TerminalProgress(console)
    bars.set_params({"epochs": 4, "steps": 2})
    bars.on_facts(TrainingFacts(128, {"val_accuracy": (0.25, 0.75)}, distorts=True))
    bars.on_train_begin()
    for epoch, (batches, accuracy) in enumerate([(2, 0.5), (1, 0.875)], start=2):
        bars.on_epoch_begin(epoch)
        for batch in range(batches):
            bars.on_train_batch_end(batch)
        bars.on_epoch_end(epoch, {"loss": 1.5, "f1": 0.5, "val_accuracy": accuracy})
    assert written(console).splitlines() == [
        "epoch         loss  validation accuracy        f1  best (epoch)",
        "3 of 4      1.5000               50.00%    0.5000    75.00% (2)",
        "4 of 4      1.5000               87.50%    0.5000    87.50% (4)  stopped within",
    ]


def test_without_callbacks_a_training_shows_how_far_it_is(
    tiny_mnist: ImageDataset, capsys: pytest.CaptureFixture[str]
) -> None:
    fit("ann", tiny_mnist, FitSettings(epochs=1))
    captured = capsys.readouterr()
    assert "\n1 of 1  " in captured.err
    assert captured.out == ""


def test_an_interruption_gives_the_terminal_back(tiny_mnist: ImageDataset) -> None:
    class Impatient(TerminalProgress):
        def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
            super().on_epoch_begin(epoch, logs)
            if epoch == 1:
                raise KeyboardInterrupt

    console = Console(file=io.StringIO(), force_terminal=True, force_interactive=True)
    bars = Impatient(console)
    assert fit("ann", tiny_mnist, FitSettings(epochs=2), callbacks=[bars]).ended == "stopped"
    assert_given_back(written(console))
    # The cursor, hidden while the bars are shown, is visible again.
    assert written(console).endswith("\x1b[?25h") or "\x1b[?25h" in written(console)[-200:]
