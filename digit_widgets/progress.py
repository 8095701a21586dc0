"""Training progress: pace and remaining time, and their display in a terminal."""

from __future__ import annotations

import atexit
import math
import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from digit_widgets.epoch_table import EpochTable
from digit_widgets.training_listener import KerasHooks

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Pace", "TerminalProgress", "in_notebook"]

#: Seconds between two updates of the terminal: more often slows the training.
_REFRESH = 0.2


def in_notebook() -> bool:
    """Return True if widgets can be shown: in a Jupyter kernel, not in a plain terminal."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")


class Pace:
    """Counts a training's batches, from the moment it is created.

    Parameters
    ----------
    params
        Those of Keras: "epochs" and "steps".
    batch_size
        Images per batch, if known.

    Attributes
    ----------
    epoch, first_epoch
        int from 0: the current epoch, and the first one, which is later in a resumed training.
    batches, batches_in_all
        int: batches done in this epoch, and since the moment of creation.
    """

    def __init__(self, params: Mapping[str, Any], batch_size: int | None = None) -> None:
        self._params, self._batch_size = params, batch_size
        self._began = time.monotonic()
        self._held = 0.0
        self.epoch = self.first_epoch = self.batches = self.batches_in_all = 0

    def begin_epoch(self, epoch: int) -> None:
        """Start an epoch: reset its batch count to 0."""
        if not self.batches_in_all:
            self.first_epoch = epoch
        self.epoch, self.batches = epoch, 0

    def count_batch(self) -> None:
        """Count one batch as done."""
        self.batches += 1
        self.batches_in_all += 1

    def hold(self, seconds: float) -> None:
        """Leave a pause of this many seconds out of the pace."""
        self._held += seconds

    @property
    def epochs(self) -> int:
        """Total number of epochs planned."""
        return self._params.get("epochs") or 1

    @property
    def steps(self) -> int:
        """Batches per epoch; 0 if Keras does not know the number."""
        return self._params.get("steps") or 0

    @property
    def share(self) -> float:
        """Share of the current epoch that is done, in 0..1."""
        return min(1.0, self.batches / self.steps) if self.steps else 0.0

    @property
    def whole_share(self) -> float:
        """Share of all epochs that is done, in 0..1."""
        return min(1.0, (self.epoch + self.share) / self.epochs)

    @property
    def batches_so_far(self) -> int:
        """Batches done in the whole training, also before it was resumed, if it was."""
        return self.first_epoch * self.steps + self.batches_in_all

    @property
    def seconds_left(self) -> float:
        """Estimated seconds left at the current pace; NaN if it is too early to tell."""
        done = self.epoch - self.first_epoch + self.share
        return self._seconds * (self.epochs - self.epoch - self.share) / done if done else math.nan

    @property
    def time_left(self) -> str:
        """The estimated time left, as minutes and seconds: "1:05"; "" if it is not known."""
        left = self.seconds_left
        return _format_time(left) if math.isfinite(left) and left > 0 else ""

    @property
    def work(self) -> str:
        """Epoch, batch and speed: "epoch 2 of 3 · batch 15 of 30 · 900 images/s"."""
        rate, size = self.batches_in_all / self._seconds, self._batch_size
        speed = f"{rate * size:,.0f} images/s" if size else f"{rate:,.1f} batches/s"
        return (
            f"epoch {self.epoch + 1} of {self.epochs} · "
            f"batch {self.batches:,} of {self.steps or '?'} · {speed}"
        )

    @property
    def _seconds(self) -> float:
        return max(time.monotonic() - self._began - self._held, 1e-9)

    def __str__(self) -> str:
        return self.work + (f" · {self.time_left} left" if self.time_left else "")


class TerminalProgress(KerasHooks):
    """Keras callback that shows a bar per epoch and a total, and a table with a line an epoch.

    Without a terminal, as in a log file, it writes only the table.

    Parameters
    ----------
    console
        Where to write; by default standard error.
    """

    def __init__(self, console: Console | None = None) -> None:
        from rich.console import Console

        self._console = console or Console(stderr=True)
        self._shown = 0.0

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        """Show the bars."""
        from rich.progress import BarColumn, Progress, TextColumn

        facts = self.facts
        self._pace = Pace(self.params, facts.batch_size if facts else None)
        before = facts.history.get("val_accuracy", ()) if facts else ()
        self._table = EpochTable(self._pace.epochs, before)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[words]}"),
            console=self._console,
            auto_refresh=False,
            transient=True,
        )
        self._epoch, self._whole = (
            self._progress.add_task(name, total=1.0, words="") for name in ("Epoch", "Total")
        )
        if self._console.is_interactive:
            self._progress.start()
            # Ctrl-C in a training that `fit` does not run must not hide the terminal's cursor.
            atexit.register(self._progress.stop)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Start counting the epoch's batches."""
        self._pace.begin_epoch(epoch)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Count the batch, and redraw the bars now and then."""
        self._pace.count_batch()
        now = time.monotonic()
        if now - self._shown >= _REFRESH:
            self._shown = now
            self._render()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Write the epoch's metrics, a line of a table."""
        for line in self._table.add(epoch, logs or {}, stopped=0 < self._pace.share < 1):
            self._progress.console.print(line, soft_wrap=True, highlight=False)
        self._render()

    def on_train_end(self, logs: Any = None) -> None:  # noqa: ARG002
        """Remove the bars; the lines stay."""
        self.close()

    def close(self) -> None:
        """Release the terminal, also after an interruption, when Keras calls no hook."""
        if hasattr(self, "_progress") and self._progress.live.is_started:
            self._progress.stop()
            atexit.unregister(self._progress.stop)

    def _render(self) -> None:
        self._progress.update(self._epoch, completed=self._pace.share)
        self._progress.update(self._whole, completed=self._pace.whole_share, words=str(self._pace))
        if self._console.is_interactive:
            self._progress.refresh()


def _format_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
