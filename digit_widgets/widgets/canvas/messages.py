"""Messages between a page and a drawing surface, as ``frontend/PROTOCOL.md`` lists them.

Each class is one kind of message; its fields are those of the message.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink import Ink

__all__ = [
    "TOOLS",
    "Ack",
    "Answer",
    "Backup",
    "Command",
    "File",
    "FileRequest",
    "Fresh",
    "InkBatch",
    "Latency",
    "Message",
    "Ping",
    "Pong",
    "Read",
    "Repaint",
    "Restore",
    "Tool",
    "ToolChoice",
    "WidthChoice",
]

Tool = Literal["pen", "eraser", "stroke eraser"]
TOOLS: tuple[Tool, ...] = ("pen", "eraser", "stroke eraser")


# From a page ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a page.

    Attributes
    ----------
    view
        Which view of the surface sent it, by a number of the page's own.
    """

    kind: ClassVar[str]
    view: int


@dataclass(frozen=True, slots=True)
class InkBatch(Message):
    """Points of a stroke, in the order in which the pointer was there.

    Attributes
    ----------
    stroke
        Which of the view's strokes.
    tool
        What is drawn with.
    first
        How many points of the stroke came before.
    points
        (N, 2) float64 in CSS pixels, perhaps beside the surface.
    end
        "" if the stroke goes on; "lifted"; "discarded" if it was none: a palm, say.
    time
        When the newest point came, in milliseconds of the page's own clock.
    """

    kind: ClassVar[str] = "ink"
    stroke: int
    tool: Tool
    first: int
    points: NDArray[np.float64]
    end: str
    time: float

    @property
    def key(self) -> tuple[int, int]:
        """Which stroke of which view."""
        return self.view, self.stroke


@dataclass(frozen=True, slots=True)
class Command(Message):
    """A key or a button: `what` is "undo", "redo" or "clear"."""

    kind: ClassVar[str] = "command"
    what: str


@dataclass(frozen=True, slots=True)
class ToolChoice(Message):
    """A tool is chosen."""

    kind: ClassVar[str] = "tool"
    tool: Tool


@dataclass(frozen=True, slots=True)
class WidthChoice(Message):
    """A tool's width is chosen, in CSS pixels."""

    kind: ClassVar[str] = "width"
    tool: Tool
    width: float


@dataclass(frozen=True, slots=True)
class FileRequest(Message):
    """The drawing is wanted in a format: "png", "svg", "json" or "28x28"."""

    kind: ClassVar[str] = "file"
    format: str


@dataclass(frozen=True, slots=True)
class Ping(Message):
    """A page asks whether all that it has sent is dealt with, and to have all painted anew."""

    kind: ClassVar[str] = "ping"
    number: int


@dataclass(frozen=True, slots=True)
class Backup(Message):
    """A page gives back what it has kept over a reload."""

    kind: ClassVar[str] = "backup"
    ink: Ink


@dataclass(frozen=True, slots=True)
class Restore(Message):
    """A person has what a page has kept brought back."""

    kind: ClassVar[str] = "restore"
    ink: Ink


@dataclass(frozen=True, slots=True)
class Latency(Message):
    """A page's latency: median and 95th percentile in milliseconds, and readings a second."""

    kind: ClassVar[str] = "latency"
    figures: tuple[float, float, float]


# To a page ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """A message to a page."""

    kind: ClassVar[str]

    def content(self) -> dict[str, Any]:
        """Return it as it is sent."""
        return {"kind": self.kind, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Repaint(Answer):
    """All ink is painted anew, in all views."""

    kind: ClassVar[str] = "repaint"


@dataclass(frozen=True, slots=True)
class Ack(Answer):
    """So many points of a stroke are dealt with; with `end`, all that is taken of it."""

    kind: ClassVar[str] = "ack"
    view: int
    stroke: int
    points: int
    end: bool


@dataclass(frozen=True, slots=True)
class Pong(Answer):
    """All that came before a ping is dealt with."""

    kind: ClassVar[str] = "pong"
    view: int
    number: int


@dataclass(frozen=True, slots=True)
class Fresh(Answer):
    """What is shown is read of the drawing as it was at a ping, or later."""

    kind: ClassVar[str] = "fresh"
    view: int
    number: int


@dataclass(frozen=True, slots=True)
class Read(Answer):
    """The reading of the drawing that came of a pointer event at `time` is shown."""

    kind: ClassVar[str] = "read"
    view: int
    time: float


@dataclass(frozen=True, slots=True)
class File(Answer):
    """The drawing in a format; its bytes are in the message's one buffer."""

    kind: ClassVar[str] = "file"
    view: int
    format: str
    type: str
