"""Overhead of watching a training: ``python -m benchmarks.monitor [MNIST_NPZ]``.

A `TrainingMonitor` watches a training of the convolutional network in the background of a real
kernel, whose client takes every message, as the hosts' servers do; no browser is open. The monitor
sleeps in every other block of batches: a block's time is compared with those of the neighbouring
blocks, because a machine's speed varies more over minutes than the monitor costs. Everything
between one batch's begin and the next one's counts, in the background too. A second training is
watched by a monitor with a pad that has a drawing, which the network predicts ten times a second. A
monitor updates at once when it wakes, which is once too often: its cost is overstated rather than
understated.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from nbclient import NotebookClient
from numpy.typing import NDArray

from benchmarks._notebooks import mnist_argument, notebook
from benchmarks._table import print_table
from digit_widgets import TrainingMonitor

#: Epochs of a training; the first is its warm-up, and not counted.
EPOCHS = 9
#: Batches per block: more than half a second on two cores, enough for the monitor to update several
#: times. Batches left over at an epoch's end, and the validation after them, are not counted.
BLOCK = 40
_ROOT = Path(__file__).parent.parent

_CELLS = (
    """
    from dataclasses import replace

    import numpy as np

    from benchmarks.monitor import DozingMonitor
    from digit_widgets import DigitPad, Ink, load_mnist
    from digit_widgets.training import FitSettings, fit
    from tests.support.digits import DIGITS

    data = load_mnist({mnist!r})
    # As many as MNIST has, whatever is at hand: an epoch must hold some blocks.
    images, labels = np.resize(data.x_train, (60_000, 28, 28)), np.resize(data.y_train, 60_000)
    data = replace(data, x_train=images, y_train=labels)
    pads = [DigitPad(ink=Ink.from_strokes(DIGITS["3"], width=16)) for _ in range({n_pads})]
    monitor = DozingMonitor(pads)
    monitor.start(fit, "cnn", data, FitSettings(epochs={epochs}))
    display(monitor, *pads)
    """,
    "result = await monitor.wait_finished()",
    "import json; print(json.dumps(monitor.begins))",
)


class DozingMonitor(TrainingMonitor):
    """A monitor that watches in every other block of batches, and records when batches begin.

    Attributes
    ----------
    begins
        The times in seconds at which the batches began, for each epoch.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.begins: list[list[float]] = []
        super().__init__(*args, **kwargs)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Start a new list."""
        self.begins.append([])
        super().on_epoch_begin(epoch, logs)

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Record the time."""
        self.begins[-1].append(time.perf_counter())

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Watch, or sleep."""
        if watches(len(self.begins) - 1, batch // BLOCK):
            super().on_train_batch_end(batch, logs)


def watches(epoch: int, block: int) -> bool:
    """Return True if the monitor watches in a block; the first block alternates by epoch."""
    return (epoch + block) % 2 == 0


def main() -> None:
    """Measure both and print a table."""
    rows = [_row("monitor", 0), _row("monitor and a pad with a drawing", 1)]
    head = ["watched by", "time more, median", "95 % interval of it", "quartiles", "blocks"]
    print_table([*head, "ms a batch, unwatched"], rows)


def _row(name: str, n_pads: int) -> list[str]:
    epochs = [np.array(begins) for begins in _begins(n_pads)][1:]
    shares, alone = [], []
    for number, begins in enumerate(epochs, start=1):
        blocks = np.diff(begins[::BLOCK])
        awake = [watches(number, block) for block in range(len(blocks))]
        alone += [seconds for seconds, watched in zip(blocks, awake, strict=True) if not watched]
        shares += [
            blocks[i] / ((blocks[i - 1] + blocks[i + 1]) / 2) - 1
            for i in range(1, len(blocks) - 1)
            if awake[i]
        ]
    values = np.array(shares)
    low, high = _interval(values)
    first, third = np.percentile(values, [25, 75])
    return [
        name,
        f"{np.median(values):+.1%}",
        f"{low:+.1%} to {high:+.1%}",
        f"{first:+.1%}, {third:+.1%}",
        str(len(values)),
        f"{np.median(alone) / BLOCK * 1000:.1f}",
    ]


def _interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 95 % interval of the median, by bootstrap."""
    drawn = np.random.default_rng(0).choice(values, (10_000, len(values)))
    low, high = np.percentile(np.median(drawn, axis=1), [2.5, 97.5])
    return float(low), float(high)


def _begins(n_pads: int) -> list[list[float]]:
    """Train in a kernel; return when each epoch's batches began."""
    filled = [cell.format(n_pads=n_pads, mnist=mnist_argument(), epochs=EPOCHS) for cell in _CELLS]
    made = notebook(filled)
    resources = {"metadata": {"path": str(_ROOT)}}
    NotebookClient(made, timeout=None, resources=resources).execute()
    said = "".join(output.get("text", "") for output in made.cells[-1].outputs)
    begins: list[list[float]] = json.loads(said)
    return begins


if __name__ == "__main__":
    main()
