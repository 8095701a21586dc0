"""Recent mean: a training metric's mean over the latest batches, from Keras' running means."""

from __future__ import annotations

__all__ = ["RecentMean"]


class RecentMean:
    """Turns means since the epoch began into means since the last value.

    Keras passes the mean over the epoch so far: it lags behind at an epoch's end, and jumps at the
    next one's beginning, where it is of very few batches.

    Parameters
    ----------
    least
        Fewest batches that make a mean, unless the epoch has no more.
    """

    def __init__(self, least: int = 20) -> None:
        self._least = least
        self._done, self._sum = 0, 0.0

    def add(self, batches: int, running: float, *, is_end: bool) -> float | None:
        """Return the mean over the batches since the last one; None if they are too few.

        Parameters
        ----------
        batches
            Batches of the epoch so far.
        running
            The mean over all of them.
        is_end
            Whether the epoch ends with them.
        """
        if batches < self._done:
            self._done, self._sum = 0, 0.0
        new = batches - self._done
        is_enough = new >= self._least or (is_end and new > 0 and self._done == 0)
        mean = (running * batches - self._sum) / new if is_enough else None
        if is_end:
            self._done, self._sum = 0, 0.0
        elif is_enough:
            self._done, self._sum = batches, running * batches
        return mean
