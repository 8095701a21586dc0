"""The surface that people draw on: pointers in, ink out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from ipywidgets import Box, Widget
from traitlets import Bool, Enum, Float, Int, TraitError, Unicode, observe, validate

from digit_widgets.errors import InkError
from digit_widgets.ink import Ink
from digit_widgets.widgets.canvas import messages as page
from digit_widgets.widgets.canvas.editor import InkEditor
from digit_widgets.widgets.canvas.ink_trait import InkTrait
from digit_widgets.widgets.canvas.screen import Screen
from digit_widgets.widgets.parts.arguments import check_keywords, check_side
from digit_widgets.widgets.parts.short_repr import ShortRepr

__all__ = ["InkCanvas"]

_LABEL = "Drawing pad. Arrow keys move the pen, Space lowers and lifts it, Delete clears."
#: What its layer in the page has to know of a canvas.
_SHARED = ["label", "tool", "pen_width", "eraser_width", "disabled"]


class InkCanvas(ShortRepr, Box):  # type: ignore[misc]
    """A black surface to draw on in white, by mouse, finger, pen or keys.

    The drawing is vectors, not pixels: it is drawn anew whenever a page connects, so that it
    survives a reload and shows in each view. The page itself draws the newest ink at once, until
    the kernel's has come. On a page that is narrower it is shown smaller, with the same
    coordinates. Public methods may be called from any thread.

    With the focus on it, arrow keys move a pen (with Shift by single pixels), Space lowers and
    lifts it, Ctrl-Z or Cmd-Z undoes, with Shift redoes, and Delete clears.

    Parameters
    ----------
    width, height
        In CSS pixels, 50 to 2000 each; points of `ink` are in the same unit. By default it is as
        high as wide.
    ink
        A drawing to begin with.

    Attributes
    ----------
    ink
        `Ink`: the drawing, the open stroke as far as it is drawn. May be assigned; that can be
        undone.
    tool
        "pen"; "eraser", which wipes parts of strokes; "stroke eraser", which wipes whole ones.
    pen_width
        float: width of the pen for the strokes to come, from 1 CSS pixel to the shorter side.
    eraser_width
        float: width of both erasers, likewise.
    width, height
        int: in CSS pixels; fixed when the canvas is made.
    label
        str: the name that screen readers say.
    can_undo, can_redo
        bool: whether there is something to undo or redo. Read-only.
    pen_is_down
        bool: True while a stroke is being drawn or wiped. Who observes that it becomes False finds
        the finished drawing in `ink`. Read-only.
    disabled
        bool: True takes nothing that a page sends; the drawing stays, and Python may change it.
    error
        str: why the last stroke was not drawn to its end; "" if it was, or the drawing has changed.

    Raises
    ------
    ArgumentError
        An unknown keyword, or a width or height that is no whole number in range.
    """

    ink = InkTrait()
    tool = Enum(page.TOOLS, "pen")
    pen_width = Float(16.0)
    eraser_width = Float(28.0)
    width = Int(280, read_only=True)
    height = Int(280, read_only=True)
    label = Unicode(_LABEL)
    can_undo = Bool(False, read_only=True)
    can_redo = Bool(False, read_only=True)
    pen_is_down = Bool(False, read_only=True)
    disabled = Bool(False)
    error = Unicode("")

    def __init__(
        self, width: int = 280, height: int | None = None, *, ink: Ink | None = None, **kwargs: Any
    ) -> None:
        check_keywords(self, InkCanvas, kwargs)
        width = check_side(width, "width")
        height = width if height is None else check_side(height, "height")
        self.set_trait("width", width)
        self.set_trait("height", height)
        # Reentrant: observers of `ink` may look at the canvas, or clear it.
        self._lock = threading.RLock()
        self._sheet = InkEditor(width, height)
        self.set_hooks(self.clear, lambda: None)
        self._tell: Callable[[float, float, float], None] | None = None
        shared = {name: getattr(self, name) for name in _SHARED}
        self._screen = Screen(width, height, self.handle_message, self._render, **shared)
        self._layer = self._screen.layer
        super().__init__([self._screen.canvas, self._layer], **kwargs)
        self._layer.surface = self.model_id
        self.layout.overflow, self.layout.max_width = "visible", "100%"
        self.add_class("digit-widgets-surface")
        self.observe(lambda change: setattr(self._layer, change["name"], change["new"]), _SHARED)
        # The sheet's own: a default that nobody has asked for yet would seem to change.
        self.ink = self._sheet.ink
        self.ink = self.ink if ink is None else ink

    def cover(self, widget: Widget) -> None:
        """Lay a widget over the drawing, through which pointers reach the canvas.

        It is as wide as the canvas, whatever that is on the page; the ink knows nothing of it.
        """
        widget.add_class("digit-widgets-cover")
        widget.layout.width = f"{self.width}px"
        self.children = (self._screen.canvas, widget, self._layer)

    def _facts(self) -> dict[str, Any]:
        return {"width": self.width, "height": self.height, "strokes": len(self.ink.strokes)}

    def clear(self) -> None:
        """Wipe the drawing; `undo` brings it back."""
        with self._lock:
            self.ink = Ink()

    def undo(self) -> None:
        """Take back the last stroke, clearing or assignment."""
        with self._lock:
            self._sheet.undo()
            self._show_all()

    def redo(self) -> None:
        """Bring back what `undo` took."""
        with self._lock:
            self._sheet.redo()
            self._show_all()

    def set_hooks(self, clear: Callable[[], None], after: Callable[[], None]) -> None:
        """Have others called: where a person clears, and, without the lock, after each message."""
        self._clear, self._after = clear, after

    def say(self, words: str) -> None:
        """Have screen readers say something, in pages where the canvas is seen; twice if twice."""
        self._screen.say(words)

    def measure_latency(self, tell: Callable[[float, float, float], None] | None) -> None:
        """Have the pages measure how long readings take, or no longer.

        About twice a second, while there are readings, `tell` gets the median and the 95th
        percentile of the milliseconds from a pointer's event to the frame that shows its reading,
        of the newest 200, and the number of readings in the last second.
        """
        self._tell = tell
        self._layer.measures = tell is not None

    def acknowledge_reading(self, ink: Ink) -> None:
        """Let the page that made a drawing know that its reading is shown."""
        # Without the lock, with which an observer may be waiting for the very reading.
        self._screen.acknowledge_reading(ink, self._sheet.ink)

    @validate("pen_width", "eraser_width")
    def _check_width(self, proposal: Any) -> float:
        width = float(proposal["value"])
        widest = min(self.width, self.height)
        if not 1 <= width <= widest:
            tool = proposal["trait"].name.removesuffix("_width")
            raise TraitError(f"The {tool} is 1 to {widest} pixels wide, not {width:g}.")
        return width

    @observe("ink")
    def _on_ink(self, change: Any) -> None:
        """Record an assignment from outside as a step of its own, and show it whole."""
        with self._lock:
            # Its own change, or one that another thread's has overtaken, is no new step.
            if change["new"] is self._sheet.ink or change["new"] is not self.ink:
                return
            self._sheet.assign(change["new"])
            self._show_all()

    @observe("disabled")
    def _on_disabled(self, change: Any) -> None:
        with self._lock:
            if change["new"] and self._sheet.is_being_drawn:
                self._sheet.lift()
                self._show_all()

    def handle_message(self, content: Mapping[str, Any]) -> None:
        """Do what a page asks for; what no page of ours would send is nothing."""
        if batch := page.parse_batch(content):
            self._on_batch(batch)
        elif content["kind"] == "press" and not self.disabled:
            self._press(content.get("what"))
        elif question := page.parse_ping(content):
            with self._lock:
                self._render()
                self._screen.answer_question(question, self._sheet.ink)
        elif not self.disabled and (ink := page.parse_backup(content, self.width, self.height)):
            self._on_kept(ink, asked=content["kind"] == "back")
        elif self._tell and (figures := page.parse_latency(content)):
            self._tell(*figures)
        self._after()

    def _on_kept(self, ink: Ink, *, asked: bool) -> None:
        """Take a drawing that a page has kept: if nothing is newer, or a person asks for it."""
        with self._lock:
            if asked or not (self.can_undo or self._sheet.is_being_drawn):
                self.ink = ink

    def _press(self, what: Any) -> None:
        """Do what a key or a button says: "undo", "redo" or "clear"; nothing if it says none."""
        for name, act in (("undo", self.undo), ("redo", self.redo), ("clear", self._clear)):
            if what == name:
                act()

    def _on_batch(self, batch: page.Batch) -> None:
        with self._lock:
            before = self._sheet.ink
            size = self.pen_width if batch.tool == "pen" else self.eraser_width
            try:
                heeded = not self.disabled and self._sheet.take(batch, size)
                problem = "" if heeded else self.error
            except InkError as error:
                heeded, problem = False, str(error)
            ink = self._sheet.ink
            # The pen's mark first, then whatever observers do with it.
            if heeded and batch.tool == "pen" and batch.end != "discarded":
                self._screen.show_new(before, ink, ended=bool(batch.end))
            elif ink is not before:
                self._render()
            self._screen.answer(batch, ink, ended=bool(batch.end) or not heeded)
            self.error = problem
            self._tell_ink()

    def _show_all(self) -> None:
        self._render()
        self.error = ""
        self._tell_ink()

    def _tell_ink(self) -> None:
        self.set_trait("can_undo", self._sheet.can_undo)
        self.set_trait("can_redo", self._sheet.can_redo)
        if self._sheet.is_being_drawn:
            self.set_trait("pen_is_down", True)
        try:
            self.ink = self._sheet.ink
        finally:
            # Last, even where an observer of the ink raises, or has lifted the pen itself.
            self.set_trait("pen_is_down", self._sheet.is_being_drawn)
            if not self.pen_is_down:
                self._screen.keep(self._sheet.ink)

    def _render(self) -> None:
        with self._lock:
            self._screen.show(self._sheet.ink)
