"""Problems of a pad: messages about its parts, each shown next to its cause."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Literal

from digit_widgets.widgets.parts.message import AS_WIDE_AS_ITS_PART, Message

__all__ = ["Problems"]

_Place = Literal["canvas", "model", "observer"]
#: Place of each source's problems. A source may be followed by a model's name.
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
    """Shows each source's problem in the message at its place; thread-safe.

    Attributes
    ----------
    messages
        The `Message` for each place: "canvas", "model" and "observer".
    """

    def __init__(self) -> None:
        self.messages: Mapping[_Place, Message] = {
            "canvas": Message(layout=AS_WIDE_AS_ITS_PART),
            "model": Message(layout=AS_WIDE_AS_ITS_PART),
            "observer": Message(layout=AS_WIDE_AS_ITS_PART),
        }
        self._said: dict[str, str] = {}
        self._lock = threading.Lock()

    def say(self, source: str, problem: str) -> str:
        """Set the problem of one source, replacing its previous one; other sources keep theirs.

        Parameters
        ----------
        source
            "canvas", "image", "model", "reading", "ink", "observer" or "link", optionally followed
            by a space and a model's name.
        problem
            The problem; "" if there is none.

        Returns
        -------
        All current problems, one per line.
        """
        with self._lock:
            if self._said.get(source, "") != problem:  # a change is rare
                self._said[source] = problem
                place = _place(source)
                beside = (each for name, each in self._said.items() if _place(name) == place)
                self.messages[place].say("\n".join(filter(None, beside)))
            return "\n".join(filter(None, self._said.values()))


def _place(source: str) -> _Place:
    return _PLACES[source.split(maxsplit=1)[0]]
