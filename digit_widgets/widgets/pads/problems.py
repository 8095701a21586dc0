"""Problems of a pad: messages about its parts, each shown beside its cause."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Literal

from digit_widgets.widgets.parts.message import Message

__all__ = ["Problems"]

_Place = Literal["canvas", "model", "observer"]
#: Beside what the problems of each source are said. A source's name may go on, with a model's.
_PLACES: Mapping[str, _Place] = {
    "canvas": "canvas",
    "image": "canvas",
    "model": "model",
    "reading": "model",
    "ink": "observer",
    "observer": "observer",
    "link": "observer",
}


class Problems:
    """Shows each source's problem in the message of its place; safe to call from any thread.

    Attributes
    ----------
    messages
        Places, "canvas", "model" and "observer", to the `Message` that is to stand there.
    """

    def __init__(self) -> None:
        self.messages: Mapping[_Place, Message] = {
            "canvas": Message(),
            "model": Message(),
            "observer": Message(),
        }
        self._said: dict[str, str] = {}
        self._lock = threading.Lock()

    def say(self, source: str, problem: str) -> str:
        """Say what is wrong with one source, instead of what was before; the others' stay.

        Parameters
        ----------
        source
            "canvas", "image", "model", "reading", "ink", "observer" or "link", perhaps followed
            by a space and a model's name.
        problem
            "" if nothing is wrong.

        Returns
        -------
        All that is wrong, a line each.
        """
        with self._lock:
            if self._said.get(source, "") != problem:  # as with hardly any reading
                self._said[source] = problem
                place = _place(source)
                beside = (each for name, each in self._said.items() if _place(name) == place)
                self.messages[place].say("\n".join(filter(None, beside)))
            return "\n".join(filter(None, self._said.values()))


def _place(source: str) -> _Place:
    return _PLACES[source.split(maxsplit=1)[0]]
