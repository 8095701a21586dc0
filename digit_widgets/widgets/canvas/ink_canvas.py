"""Ink canvas: a surface to draw on; pointer events in, ink out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from ipywidgets import Widget
from numpy.typing import NDArray
from traitlets import Bool, Unicode, observe

from digit_widgets.errors import InkError
from digit_widgets.ink import Ink
from digit_widgets.widgets.canvas import answer_messages, messages
from digit_widgets.widgets.canvas.answers import PageAnswers
from digit_widgets.widgets.canvas.canvas_model import CanvasModel
from digit_widgets.widgets.canvas.editor import InkEditor
from digit_widgets.widgets.canvas.files import make_file, media_type
from digit_widgets.widgets.canvas.ink_trait import InkTrait
from digit_widgets.widgets.canvas.page_parts import DrawingLayer
from digit_widgets.widgets.canvas.painting.screen import Screen
from digit_widgets.widgets.parts.arguments import check_keywords, check_side
from digit_widgets.widgets.parts.short_repr import ShortRepr

__all__ = ["InkCanvas"]


class InkCanvas(ShortRepr, CanvasModel):
    """A black surface for drawing in white with a mouse, finger, pen or keyboard.

    The drawing consists of vectors, not pixels: it is painted anew whenever a page connects, and
    thus survives a reload and appears in every view. The page itself draws the newest ink at once,
    until the kernel's ink arrives. On a narrower page the canvas is shown smaller, with the same
    coordinates. Public methods may be called from any thread.

    With the focus on the canvas, the arrow keys move a pen (with Shift, by single pixels), Space
    lowers and lifts it, Ctrl-Z or Cmd-Z undoes, with Shift redoes, and Delete clears.

    Parameters
    ----------
    width, height
        Size in CSS pixels, 50 to 2000 each; points of `ink` are in the same unit. The height
        defaults to the width.
    ink
        The initial drawing.

    Attributes
    ----------
    ink
        `Ink`: the drawing, including the current stroke. Assigning it is a step that can be undone.
    tool
        "pen"; "eraser", which erases parts of strokes; "stroke eraser", which erases whole ones.
    pen_width
        float: width of the pen for future strokes, from 1 CSS pixel to the shorter side.
    eraser_width
        float: width of both erasers, in the same range.
    width, height
        int: size in CSS pixels; fixed when the canvas is created.
    label
        str: the name for screen readers.
    can_undo, can_redo
        bool: True if there is something to undo or redo. Read-only.
    pen_is_down
        bool: True while a stroke is being drawn or erased. When it becomes False, `ink` is the
        finished drawing: observe it for that. Read-only.
    disabled
        bool: True ignores all drawing on pages; the drawing stays, and Python may change it.
    error
        str: why the last stroke was cut short; "" otherwise, and after a change.

    Raises
    ------
    ArgumentError
        An unknown keyword, or a width or height that is not a whole number in range.
    """

    ink = InkTrait()
    pen_is_down = Bool(False, read_only=True)
    error = Unicode("")

    def __init__(
        self, width: int = 280, height: int | None = None, *, ink: Ink | None = None, **kwargs: Any
    ) -> None:
        check_keywords(self, InkCanvas, kwargs)
        width = check_side(width, "width")
        height = width if height is None else check_side(height, "height")
        self.set_trait("width", width)
        self.set_trait("height", height)
        # Reentrant: observers of `ink` may read or clear the canvas.
        self._lock = threading.RLock()
        self._editor = InkEditor(width, height)
        self._answers = PageAnswers(self._answer)
        self.set_hooks(self.clear, lambda: None, lambda: None)
        repainted = answer_messages.Repaint()
        self._screen = Screen(width, height, self._render, lambda: self._answer(repainted))
        super().__init__(**kwargs)
        self._layer = DrawingLayer(self, layout={"width": f"{width}px"})
        self.children: tuple[Any, ...] = (self._screen.canvas, self._layer)
        self.layout.overflow, self.layout.max_width = "visible", "100%"
        self.add_class("digit-widgets-surface")
        # Assign the editor's own blank ink first: the lazy default would look like a change.
        self.ink = self._editor.ink
        self.ink = self.ink if ink is None else ink

    def cover(self, widget: Widget) -> None:
        """Lay a widget over the drawing and earlier covers; pointers still reach the canvas.

        It is always as wide as the canvas on the page; it does not affect the ink.
        """
        widget.add_class("digit-widgets-cover")
        widget.layout.width = f"{self.width}px"
        self.children = (*self.children[:-1], widget, self._layer)

    def _facts(self) -> dict[str, Any]:
        return {"width": self.width, "height": self.height, "strokes": len(self.ink.strokes)}

    def clear(self) -> None:
        """Erase the drawing; `undo` brings it back."""
        with self._lock:
            self.ink = Ink()

    def undo(self) -> None:
        """Undo the last stroke, clearing or assignment."""
        with self._lock:
            self._editor.undo()
            self._show_all()

    def redo(self) -> None:
        """Redo what `undo` took back."""
        with self._lock:
            self._editor.redo()
            self._show_all()

    def set_hooks(
        self,
        clear: Callable[[], None],
        after: Callable[[], None],
        image: Callable[[], NDArray[np.float32] | None],
    ) -> None:
        """Set the functions that the canvas calls.

        Parameters
        ----------
        clear
            Called when the user clears the drawing.
        after
            Called after each message about the drawing, without holding the lock.
        image
            Returns the (28, 28) float32 image in 0..1 for copying, or None if there is none.
        """
        self._clear, self._after, self._get_image = clear, after, image

    def acknowledge_reading(self, ink: Ink) -> None:
        """Tell the page that made a drawing that its prediction is shown."""
        # Do not take the lock: an observer may hold it while it waits for this very prediction.
        newest, measures = self._editor.ink, self._measures_latency
        self._answers.acknowledge_reading(ink, newest, measures=measures)

    @observe("ink")
    def _on_ink(self, change: Any) -> None:
        """Record an assignment from outside as a step, and repaint."""
        with self._lock:
            # The canvas' own change, or one overtaken by another thread's, is not a new step.
            if change["new"] is self._editor.ink or change["new"] is not self.ink:
                return
            self._editor.assign(change["new"])
            self._show_all()

    @observe("disabled")
    def _on_disabled(self, change: Any) -> None:
        with self._lock:
            if change["new"] and self._editor.is_being_drawn:
                self._editor.lift()
                self._show_all()

    # Messages from pages -----------------------------------------------------------------------

    def _on_message(self, message: messages.Message) -> None:
        is_open = not self.disabled
        match message:
            case messages.FileRequest():
                self._send_file(message)
                return
            case messages.InkBatch():
                self._on_batch(message)
            case messages.Command() if is_open:
                self._on_command(message)
            case messages.Ping():
                with self._lock:
                    self._render()
                    self._answers.answer_ping(message, self._editor.ink)
            case messages.Backup() if is_open:
                self._restore(message.ink, unless_changed=True)
            case messages.Restore() if is_open:
                self._restore(message.ink, unless_changed=False)
        self._after()

    def _on_command(self, command: messages.Command) -> None:
        {"undo": self.undo, "redo": self.redo, "clear": self._clear}[command.what]()

    def _restore(self, ink: Ink, *, unless_changed: bool) -> None:
        with self._lock:
            has_changed = self.can_undo or self._editor.is_being_drawn
            if not (unless_changed and has_changed):
                self.ink = ink

    def _send_file(self, request: messages.FileRequest) -> None:
        name = request.format
        answer = answer_messages.File(request.view, name, media_type(name))
        file = make_file(name, self.ink, (self.width, self.height), self._get_image())
        self.send(answer.content(), buffers=[file])

    def _on_batch(self, batch: messages.InkBatch) -> None:
        with self._lock:
            before = self._editor.ink
            size = self.pen_width if batch.tool == "pen" else self.eraser_width
            try:
                taken = not self.disabled and self._editor.take(batch, size)
                problem = "" if taken else self.error
            except InkError as error:
                taken, problem = False, str(error)
            ink = self._editor.ink
            # Show the pen's mark first, before observers run.
            if taken and batch.tool == "pen" and batch.end != "discarded":
                self._screen.show_new(before, ink, ended=bool(batch.end))
            elif ink is not before:
                self._render()
            ended = bool(batch.end) or not taken
            self._answers.acknowledge_batch(batch, ink, ended=ended)
            self.error = problem
            self._tell_ink()

    # Changes of the drawing -------------------------------------------------------------------

    def _show_all(self) -> None:
        self._render()
        self.error = ""
        self._tell_ink()

    def _tell_ink(self) -> None:
        self.set_trait("can_undo", self._editor.can_undo)
        self.set_trait("can_redo", self._editor.can_redo)
        if self._editor.is_being_drawn:
            self.set_trait("pen_is_down", True)
        try:
            self.ink = self._editor.ink
        finally:
            # Last, even if an observer of the ink raises, or lifts the pen itself.
            self.set_trait("pen_is_down", self._editor.is_being_drawn)
            if not self.pen_is_down:
                self._back_up(self._editor.ink)

    def _render(self) -> None:
        with self._lock:
            self._screen.show(self._editor.ink)
