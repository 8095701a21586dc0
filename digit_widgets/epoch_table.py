"""Epoch table: a training's metrics in a terminal or a log, a line an epoch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["EpochTable"]

#: Headings of Keras' usual metrics; others are headed by their own names.
_HEADINGS = {
    "loss": "loss",
    "accuracy": "accuracy",
    "val_loss": "validation loss",
    "val_accuracy": "validation accuracy",
}
_BEST = "best (epoch)"
#: Width of the shortest column.
_NARROWEST = 8


class EpochTable:
    """Formats a table that grows by a line with each epoch, of 80 characters for the usual metrics.

    Parameters
    ----------
    epochs
        Total number of epochs planned.
    validated
        The validation accuracies in 0..1 of the epochs before a training was resumed.
    """

    def __init__(self, epochs: int, validated: Sequence[float] = ()) -> None:
        self._epochs = epochs
        self._validated = list(validated)
        self._headings: list[str] = []

    def add(self, epoch: int, logs: Mapping[str, float], *, stopped: bool = False) -> Iterator[str]:
        """Yield the line of an epoch, after the line of headings if they are new.

        Parameters
        ----------
        epoch
            From 0.
        logs
            The metrics, as Keras names them.
        stopped
            True if the epoch was stopped within.
        """
        if "val_accuracy" in logs:
            self._validated.append(float(logs["val_accuracy"]))
        known = [name for name in _HEADINGS if name in logs]
        names = [*known, *(name for name in logs if name not in _HEADINGS)]
        cells = {_HEADINGS.get(name, name): _figure(name, logs[name]) for name in names}
        if self._validated:
            best = max(self._validated)
            cells[_BEST] = f"{best:.2%} ({self._validated.index(best) + 1})"
        if self._headings != list(cells):
            self._headings = list(cells)
            yield self._align("epoch", self._headings)
        line = self._align(f"{epoch + 1} of {self._epochs}", cells.values())
        yield f"{line}  stopped within" if stopped else line

    def _align(self, first: str, cells: Iterable[str]) -> str:
        widths = [max(len(heading), _NARROWEST) for heading in self._headings]
        aligned = map(str.rjust, cells, widths)
        return "  ".join([first.ljust(_NARROWEST), *aligned])


def _figure(name: str, value: float) -> str:
    return f"{value:.2%}" if name.endswith("accuracy") else f"{value:.4f}"
