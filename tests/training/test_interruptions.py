"""A training on the command line that is interrupted by Ctrl-C, killed, and resumed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from digit_widgets.app.cli import app
from digit_widgets.data import load_mnist
from digit_widgets.errors import ModelError
from digit_widgets.predictors import KerasPredictor
from digit_widgets.training import DEFAULT_SETTINGS, fit
from tests.support.waiting import LONG, wait_until

EPOCHS = 20

#: The command line, whose training waits in the middle of the epoch after its first checkpoint.
COMMAND = """
import time
from digit_widgets.app.cli import main
from digit_widgets.training import trainer

class Waiting(trainer.BestWeightsCheckpoint):
    epochs = 0

    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        self.epochs += 1

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        if self.epochs and batch == 5:
            time.sleep(600)

trainer.BestWeightsCheckpoint = Waiting
main()
"""

pytestmark = pytest.mark.usefixtures("ctrl_c")


class Training:
    """``digit-widgets train ann`` in a process of its own, in a folder, until it is interrupted."""

    def __init__(self, mnist: Path, folder: Path, *further: str) -> None:
        self.checkpoint = folder / "digit_ann.checkpoint.npz"
        command = [sys.executable, "-c", COMMAND, "train", "ann", "--mnist", str(mnist)]
        hidden = {"DIGIT_WIDGETS_DATA", "PYTHONWARNINGS"}
        self._process = subprocess.Popen(
            [*command, "--epochs", str(EPOCHS), "--out", str(folder), *further],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={key: value for key, value in os.environ.items() if key not in hidden},
        )

    def ended(self) -> str:
        """Wait for the end and return the output."""
        output, _ = self._process.communicate(timeout=LONG)
        return output

    def end_by(self, number: signal.Signals) -> str:
        """Send a signal once the checkpoint has been rewritten, and return the output."""
        before = self._written()
        wait_until(
            lambda: self._written() != before or self._process.poll() is not None,
            "no checkpoint is written",
        )
        self._process.send_signal(number)
        return self.ended()

    def _written(self) -> int:
        return self.checkpoint.stat().st_mtime_ns if self.checkpoint.exists() else 0


def test_an_interrupted_and_a_killed_training_go_on_to_the_same_weights(
    tiny_npz: Path, tmp_path: Path
) -> None:
    said = Training(tiny_npz, tmp_path).end_by(signal.SIGINT)
    assert "Stopped after" in said
    assert "--resume" in said
    stopped_early = (tmp_path / "digit_ann.keras").read_bytes()

    command = ["train", "ann", "--mnist", str(tiny_npz), "--out", str(tmp_path)]
    anew = CliRunner().invoke(app, command)
    assert isinstance(anew.exception, ModelError)
    assert "resume it, or remove the file" in str(anew.exception)

    killed = Training(tiny_npz, tmp_path, "--resume")
    assert "Saved in" not in killed.end_by(signal.SIGKILL)
    assert (tmp_path / "digit_ann.keras").read_bytes() == stopped_early
    assert killed.checkpoint.exists()

    resumed = CliRunner().invoke(app, [*command, "--epochs", str(EPOCHS), "--resume"])
    assert f"Finished after {EPOCHS} epoch(s)" in resumed.output
    assert not killed.checkpoint.exists()

    data = load_mnist(tiny_npz)
    unbroken = fit("ann", data, replace(DEFAULT_SETTINGS["ann"], epochs=EPOCHS)).model
    np.testing.assert_array_equal(
        KerasPredictor(tmp_path / "digit_ann.keras").predict_proba(data.x_test),
        KerasPredictor(unbroken).predict_proba(data.x_test),
    )
