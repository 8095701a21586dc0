"""Patience: how long a page's message waits for the prediction of the drawing that it brings."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

__all__ = ["Patience"]

#: Seconds that a page's message waits for its prediction, at most. Output widgets, and so
#: `interact`, capture what observers print only until the message is handled.
_PATIENCE = 0.5
#: Seconds of a prediction for which messages wait while the pen is down; when it lifts, those that
#: take up to `_PATIENCE`. The quickest of the last few counts: on a busy machine, a quick model is
#: late now and then, and what its observers print then must not be lost.
_QUICK = 0.03
_FEW = 5


class Patience:
    """Waits for quick predictions, and not for slow ones: a slow model must not hold up the pen."""

    def __init__(self) -> None:
        self._last_seconds: deque[float] = deque(maxlen=_FEW)
        self._is_overdue = False

    def note(self, seconds: float) -> None:
        """Note how many seconds a prediction has taken, with its observers."""
        self._last_seconds.append(seconds)
        self._is_overdue = False

    def wait_for(self, wait: Callable[[float], bool], *, is_drawing: bool) -> None:
        """Wait for the newest prediction, if the last few were quick.

        Parameters
        ----------
        wait
            Waits for so many seconds at most; returns False if that was not enough.
        is_drawing
            True while the pen is down: then only the quickest are waited for, and no prediction
            holds up two messages.
        """
        is_held_up = is_drawing and self._is_overdue
        longest = _QUICK if is_drawing else _PATIENCE
        if min(self._last_seconds, default=0.0) < longest and not is_held_up:
            self._is_overdue = not wait(_PATIENCE)
