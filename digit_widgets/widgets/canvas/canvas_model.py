"""Canvas model: the state of a canvas that its views share, and the pages' messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipywidgets import Box
from traitlets import Bool, Enum, Float, Int, TraitError, Tuple, Unicode, validate

from digit_widgets.ink import Ink, ink_to_json
from digit_widgets.widgets.canvas.answer_messages import Answer, Focus
from digit_widgets.widgets.canvas.image_parts import LARGEST_IMAGE, ImageParts, describe_refusal
from digit_widgets.widgets.canvas.messages import (
    TOOLS,
    ImagePart,
    Latency,
    Message,
    NoImage,
    ToolChoice,
    WidthChoice,
)
from digit_widgets.widgets.canvas.parsing import parse_message

__all__ = ["LARGEST_BACKUP", "CanvasModel"]

#: Number of points of the largest drawing that pages back up for another kernel: about 200 kB.
LARGEST_BACKUP = 10_000
_LABEL = "Drawing pad. Arrow keys move the pen, Space lowers and lifts it, Delete clears."


class CanvasModel(Box):  # type: ignore[misc]
    """The synchronised state of a canvas: tool, widths, whether undo and redo are possible.

    The layer, the toolbar and the width slider are views of it: in a page, they read its state and
    send their messages through it. A page changes it only by messages, which are parsed here. A
    subclass handles those about the drawing in `_on_message`.
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

    #: Number of announcements so far, and the words of the newest, for screen readers.
    _spoken = Tuple((0, "")).tag(sync=True)
    #: The finished drawing as JSON. Notebooks are saved with it, and a page may give it back to
    #: another kernel. "" if the drawing is blank, or if it is too large and not backed up.
    _backup = Unicode().tag(sync=True)
    _is_backed_up = Bool(True).tag(sync=True)
    _measures_latency = Bool(False).tag(sync=True)
    #: True while pages that nobody has touched show a faint digit, which is no part of the drawing.
    _is_inviting = Bool(False).tag(sync=True)
    #: Bytes of the largest image file that pages may send; 0 if images are not read.
    _largest_image = Int(0).tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        self._tell_latency: Callable[[float, float, float], None] | None = None
        self._take_image: Callable[[str, bytes], None] = lambda _, __: None
        self._refuse_image: Callable[[str], None] = lambda _: None
        self._image_parts = ImageParts()
        super().__init__(**kwargs)
        self.on_msg(self._on_page)

    def set_state(self, sync_data: Any) -> None:
        """Ignore state sent by a page."""

    def say(self, words: str) -> None:
        """Make screen readers say something, on pages where the canvas is in view."""
        count, _ = self._spoken
        self._spoken = (count + 1, words)

    def invite(self, is_inviting: bool) -> None:
        """Show a faint digit on pages until they are touched, or no longer."""
        self._is_inviting = is_inviting

    def measure_latency(self, tell: Callable[[float, float, float], None] | None) -> None:
        """Make pages measure the latency of predictions, or stop doing so.

        About twice a second, while there are predictions, `tell` is called with the median and the
        95th percentile of the milliseconds from a pointer event to the frame that shows its
        prediction, both over the newest 200, and with the number of predictions in the last second.
        """
        self._tell_latency = tell
        self._measures_latency = tell is not None

    def read_images(
        self, take: Callable[[str, bytes], None], refuse: Callable[[str], None]
    ) -> None:
        """Take image files that users choose, photograph, drop on the canvas or paste.

        Nothing is taken while the canvas is disabled.

        Parameters
        ----------
        take
            Called with a file's name and content.
        refuse
            Called with the reason why there is no such file, and what to do.
        """
        self._take_image, self._refuse_image = take, refuse
        self.label = f"{_LABEL} Paste reads an image."
        self._largest_image = LARGEST_IMAGE

    def focus_images(self) -> None:
        """Give the focus to the image button, on pages where the pressed button is now hidden."""
        self._answer(Focus())

    @validate("pen_width", "eraser_width")
    def _check_width(self, proposal: Any) -> float:
        width = float(proposal["value"])
        widest = min(self.width, self.height)
        if not 1 <= width <= widest:
            tool = proposal["trait"].name.removesuffix("_width")
            raise TraitError(f"The {tool} is 1 to {widest} pixels wide, not {width:g}.")
        return width

    def _back_up(self, ink: Ink) -> None:
        """Store a finished drawing in pages and saved notebooks, unless it is huge.

        If a drawing grew without limit, the end of each stroke would be slower than the last.
        """
        is_backed_up = ink.n_points <= LARGEST_BACKUP
        backup = ink_to_json(ink) if is_backed_up and not ink.is_blank else ""
        # Together, because a page that receives one of them takes both as current.
        with self.hold_sync():
            self._backup, self._is_backed_up = backup, is_backed_up

    def _answer(self, answer: Answer) -> None:
        self.send(answer.content())

    def _on_page(self, _: Any, content: Any, buffers: Any) -> None:
        """Handle a page's message; ignore anything that no page of this package sends."""
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
            case ImagePart():
                if not self.disabled:
                    self._on_image(message, buffers)
            case NoImage():
                if not self.disabled:
                    self._refuse_image(describe_refusal(message))
            case Latency():
                if self._tell_latency:
                    self._tell_latency(*message.figures)
            case _:
                self._on_message(message)

    def _on_image(self, part: ImagePart, buffers: Any) -> None:
        if self._largest_image and (content := self._image_parts.add(part, buffers)) is not None:
            self._take_image(part.name, content)

    def _on_message(self, message: Message) -> None:
        """Handle a message about the drawing."""
        raise NotImplementedError
