"""Canvas model: the state of a canvas that its views in pages share, and the pages' messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipywidgets import Box
from traitlets import Bool, Enum, Float, Int, TraitError, Tuple, Unicode, validate

from digit_widgets.ink import Ink, ink_to_json
from digit_widgets.widgets.canvas.messages import (
    TOOLS,
    Answer,
    Latency,
    Message,
    ToolChoice,
    WidthChoice,
)
from digit_widgets.widgets.canvas.parsing import parse_message

__all__ = ["LARGEST_BACKUP", "CanvasModel"]

#: Points of the largest drawing that pages keep for another kernel: about 200 kB.
LARGEST_BACKUP = 10_000
_LABEL = "Drawing pad. Arrow keys move the pen, Space lowers and lifts it, Delete clears."


class CanvasModel(Box):  # type: ignore[misc]
    """What pages know of a canvas: which tool, how wide, whether there is something to undo.

    The layer, the toolbar and the width slider are views of it: in a page, they read its state and
    send their messages by it. Nothing of it is set from a page but by a message, which is parsed
    here, once. Subclasses deal by `_on_message` with what is about the drawing.
    """

    tool = Enum(TOOLS, "pen").tag(sync=True)
    pen_width = Float(16.0).tag(sync=True)
    eraser_width = Float(28.0).tag(sync=True)
    width = Int(280, read_only=True).tag(sync=True)
    height = Int(280, read_only=True).tag(sync=True)
    label = Unicode(_LABEL).tag(sync=True)
    can_undo = Bool(False, read_only=True).tag(sync=True)
    can_redo = Bool(False, read_only=True).tag(sync=True)
    disabled = Bool(False).tag(sync=True)

    #: Words that pages have screen readers say, and how many there have been.
    _spoken = Tuple((0, "")).tag(sync=True)
    #: The finished drawing in JSON, which notebooks are saved with, and which a page may give back
    #: to another kernel; "" if it is blank or, then it is not backed up, too large.
    _backup = Unicode().tag(sync=True)
    _is_backed_up = Bool(True).tag(sync=True)
    _measures_latency = Bool(False).tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        self._tell_latency: Callable[[float, float, float], None] | None = None
        super().__init__(**kwargs)
        self.on_msg(self._on_page)

    def set_state(self, sync_data: Any) -> None:
        """Leave the state as it is, whatever a page wants it to be."""

    def say(self, words: str) -> None:
        """Have screen readers say something, in pages where the canvas is seen; twice if twice."""
        count, _ = self._spoken
        self._spoken = (count + 1, words)

    def measure_latency(self, tell: Callable[[float, float, float], None] | None) -> None:
        """Have the pages measure how long readings take, or no longer.

        About twice a second, while there are readings, `tell` gets the median and the 95th
        percentile of the milliseconds from a pointer's event to the frame that shows its reading,
        of the newest 200, and the number of readings in the last second.
        """
        self._tell_latency = tell
        self._measures_latency = tell is not None

    @validate("pen_width", "eraser_width")
    def _check_width(self, proposal: Any) -> float:
        width = float(proposal["value"])
        widest = min(self.width, self.height)
        if not 1 <= width <= widest:
            tool = proposal["trait"].name.removesuffix("_width")
            raise TraitError(f"The {tool} is 1 to {widest} pixels wide, not {width:g}.")
        return width

    def _back_up(self, ink: Ink) -> None:
        """Have pages, and notebooks that are saved, keep a finished drawing, unless it is huge.

        A drawing without an end would make each stroke's end slower than the one before it.
        """
        is_backed_up = ink.n_points <= LARGEST_BACKUP
        backup = ink_to_json(ink) if is_backed_up and not ink.is_blank else ""
        # Together, as a page that hears of one of them takes both for true.
        with self.hold_sync():
            self._backup, self._is_backed_up = backup, is_backed_up

    def _answer(self, answer: Answer) -> None:
        self.send(answer.content())

    def _on_page(self, _: Any, content: Any, __: Any) -> None:
        """Do what a page asks for; what no page of ours would send is nothing."""
        message = parse_message(content, self.width, self.height)
        match message:
            case None:
                pass
            case ToolChoice():
                if not self.disabled:
                    self.tool = message.tool
            case WidthChoice():
                if not self.disabled:
                    name = "pen_width" if message.tool == "pen" else "eraser_width"
                    self.set_trait(name, message.width)
            case Latency():
                if self._tell_latency:
                    self._tell_latency(*message.figures)
            case _:
                self._on_message(message)

    def _on_message(self, message: Message) -> None:
        """Deal with a message about the drawing."""
        raise NotImplementedError
