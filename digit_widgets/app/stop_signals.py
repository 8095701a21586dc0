"""Stop signals: Ctrl-C, SIGTERM and SIGHUP, of which a first one ends a command in good order."""

from __future__ import annotations

import os
import signal
from types import FrameType
from typing import Any

__all__ = ["StopSignals"]


class StopSignals:
    """Notes a first signal, wherever the program is; a second one raises `KeyboardInterrupt`.

    Where one is ignored, as Ctrl-C in a background job and SIGHUP below nohup, it stays so. With
    SIGHUP, the terminal is gone: what is written to it from then on is dropped.

    Attributes
    ----------
    number
        The number of the first one; 0 until then.
    """

    def __init__(self) -> None:
        self.number = 0
        self._before: dict[int, Any] = {}
        self._terminals = [stream for stream in (1, 2) if os.isatty(stream)]

    def __enter__(self) -> StopSignals:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            before = signal.getsignal(number)
            if before in (signal.SIG_DFL, signal.default_int_handler):
                self._before[number] = before
                signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if number == signal.SIGHUP:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for stream in self._terminals:
                os.dup2(nowhere, stream)
            os.close(nowhere)
        if self.number:
            signal.default_int_handler(number, frame)
        self.number = number
