"""Messages from a page to a drawing surface, as listed in ``frontend/PROTOCOL.md``.

Each class is one kind of message; its fields are the message's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink import Ink

__all__ = [
    "TOOLS",
    "Backup",
    "Command",
    "FileRequest",
    "ImagePart",
    "InkBatch",
    "Latency",
    "Message",
    "NoImage",
    "Ping",
    "Restore",
    "Tool",
    "ToolChoice",
    "WidthChoice",
]

Tool = Literal["pen", "eraser", "stroke eraser"]
TOOLS: tuple[Tool, ...] = ("pen", "eraser", "stroke eraser")


@dataclass(frozen=True, slots=True)
class Message:
    """A message from a page.

    Attributes
    ----------
    view
        The page's own number of the view that sent it.
    """

    kind: ClassVar[str]
    view: int


@dataclass(frozen=True, slots=True)
class InkBatch(Message):
    """Points of a stroke, in the order of the pointer's path.

    Attributes
    ----------
    stroke
        The view's number of the stroke.
    tool
        The tool in use.
    first
        Number of the stroke's points before these.
    points
        (N, 2) float64 in CSS pixels; may lie outside the surface.
    end
        "" if the stroke continues; "lifted"; or "discarded" if it was not meant, as by a palm.
    time
        Time of the newest point, in milliseconds of the page's own clock.
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
        """The view and the number of the stroke."""
        return self.view, self.stroke


@dataclass(frozen=True, slots=True)
class Command(Message):
    """A key or a button was pressed: `what` is "undo", "redo" or "clear"."""

    kind: ClassVar[str] = "command"
    what: str


@dataclass(frozen=True, slots=True)
class ToolChoice(Message):
    """A tool was chosen."""

    kind: ClassVar[str] = "tool"
    tool: Tool


@dataclass(frozen=True, slots=True)
class WidthChoice(Message):
    """A tool's width was chosen, in CSS pixels."""

    kind: ClassVar[str] = "width"
    tool: Tool
    width: float


@dataclass(frozen=True, slots=True)
class FileRequest(Message):
    """A page requests the drawing in a format: "png", "svg", "json" or "28x28"."""

    kind: ClassVar[str] = "file"
    format: str


@dataclass(frozen=True, slots=True)
class Ping(Message):
    """A page asks for a repaint, and whether everything that it has sent is processed."""

    kind: ClassVar[str] = "ping"
    number: int


@dataclass(frozen=True, slots=True)
class Backup(Message):
    """A page returns the drawing that it kept over a reload."""

    kind: ClassVar[str] = "backup"
    ink: Ink


@dataclass(frozen=True, slots=True)
class Restore(Message):
    """The user restores the drawing that a page kept."""

    kind: ClassVar[str] = "restore"
    ink: Ink


@dataclass(frozen=True, slots=True)
class Latency(Message):
    """A page's latency: median and 95th percentile in milliseconds, and predictions per second."""

    kind: ClassVar[str] = "latency"
    figures: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ImagePart(Message):
    """Bytes of an image file, in the message's only buffer.

    Attributes
    ----------
    name
        The file's name, without its folder.
    size
        The file's number of bytes.
    first
        Number of its bytes before these.
    """

    kind: ClassVar[str] = "image"
    name: str
    size: int
    first: int


@dataclass(frozen=True, slots=True)
class NoImage(Message):
    """What was dropped, pasted or chosen is not sent.

    Attributes
    ----------
    name
        The first file's name; "" if there is none.
    why
        "none" if there is no file; "several", "large" or "unreadable".
    """

    kind: ClassVar[str] = "no_image"
    name: str
    why: str
