"""Messages from a drawing surface to a page, as listed in ``frontend/PROTOCOL.md``.

Each class is one kind of message; its fields are the message's.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

__all__ = ["Ack", "Answer", "File", "Focus", "Fresh", "Pong", "Read", "Repaint"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A message to a page."""

    kind: ClassVar[str]

    def content(self) -> dict[str, Any]:
        """Return the message's content as it is sent."""
        return {"kind": self.kind, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Repaint(Answer):
    """The ink has been repainted, in all views."""

    kind: ClassVar[str] = "repaint"


@dataclass(frozen=True, slots=True)
class Focus(Answer):
    """The drawing is read again instead of an image: the button of images gets a lost focus."""

    kind: ClassVar[str] = "focus"


@dataclass(frozen=True, slots=True)
class Ack(Answer):
    """The first `points` points of a stroke are processed; if `end`, no more are accepted."""

    kind: ClassVar[str] = "ack"
    view: int
    stroke: int
    points: int
    end: bool


@dataclass(frozen=True, slots=True)
class Pong(Answer):
    """Everything before a ping is processed."""

    kind: ClassVar[str] = "pong"
    view: int
    number: int


@dataclass(frozen=True, slots=True)
class Fresh(Answer):
    """The prediction shown is for the drawing as it was at a ping, or newer."""

    kind: ClassVar[str] = "fresh"
    view: int
    number: int


@dataclass(frozen=True, slots=True)
class Read(Answer):
    """The prediction for the drawing after the pointer event at `time` is shown."""

    kind: ClassVar[str] = "read"
    view: int
    time: float


@dataclass(frozen=True, slots=True)
class File(Answer):
    """The drawing in a format; its bytes are the message's only buffer."""

    kind: ClassVar[str] = "file"
    view: int
    format: str
    type: str
