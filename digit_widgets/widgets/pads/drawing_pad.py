"""Drawing pad: the base of widgets to draw on, with canvas, tools, worker and messages."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np
from ipywidgets import DOMWidget, VBox
from numpy.typing import NDArray
from traitlets import Bool, Unicode, observe

from digit_widgets.ink import Ink
from digit_widgets.widgets.canvas.ink_canvas import InkCanvas
from digit_widgets.widgets.canvas.ink_trait import InkTrait
from digit_widgets.widgets.canvas.page_parts import BAR
from digit_widgets.widgets.canvas.toolbar import CanvasToolbar
from digit_widgets.widgets.pads.patience import Patience
from digit_widgets.widgets.pads.problems import Problems
from digit_widgets.widgets.pads.static_fallback import StaticFallback
from digit_widgets.widgets.pads.waiting import AwaitableDrawing, DrawingState, DrawingWaiters
from digit_widgets.widgets.parts.announcer import Announcer
from digit_widgets.widgets.parts.arguments import check_names
from digit_widgets.widgets.parts.message import AS_WIDE_AS_ITS_PART, Message, describe_error
from digit_widgets.widgets.parts.page_widgets import ConnectionStatus
from digit_widgets.widgets.parts.short_repr import ShortRepr
from digit_widgets.widgets.parts.worker import LatestWorker

__all__ = ["DrawingPad"]

#: Buttons of a compact pad: a touch screen needs them to start again.
_COMPACT = ("undo", "reset")


class DrawingPad(AwaitableDrawing, ShortRepr, StaticFallback, VBox):  # type: ignore[misc]
    """A drawing surface whose newest ink a background thread predicts during every stroke.

    A subclass implements the prediction in `_show_reading`, and puts `_surface()` and the messages
    into `children`: those about the model next to its prediction, those about observers below. The
    prediction for a finished stroke is also spoken, once. Observers of predictions run on the
    background thread, and their exceptions are shown. Assigning `ink` and calling `clear`, `undo`
    or `redo` return after the drawing has been predicted.

    Parameters
    ----------
    width, height
        Size of the drawing surface in CSS pixels, 50 to 2000; the height defaults to the width.
    tools
        Names of the buttons under the drawing, from `TOOLS`; by default all; if compact, undo and
        reset.
    compact
        True for a small space: the parts are closer together.

    Attributes
    ----------
    ink
        `Ink`: the drawing, in CSS pixels. May be assigned.
    error
        str: the problems, one per line; "" if there are none. Read-only.
    show_latency
        bool: True shows the latency of predictions under the tools: from the pointer event to the
        frame that shows its prediction, as measured by the page.
    disabled
        bool: True ignores drawing on pages and greys out the tools; drawing and prediction stay.
    """

    #: Names of all possible buttons under the drawing.
    TOOLS: ClassVar[tuple[str, ...]] = (
        *(name for name in BAR if name not in ("copy", "image")),
        "width",
    )

    ink = InkTrait()
    error = Unicode("", read_only=True)
    show_latency = Bool(False)
    disabled = Bool(False)

    def __init__(
        self,
        width: int = 280,
        height: int | None = None,
        *,
        tools: Iterable[str] | None = None,
        compact: bool = False,
        **kwargs: Any,
    ) -> None:
        if tools is None:
            tools = _COMPACT if compact else self.TOOLS
        self._chosen_tools = check_names(tools, self.TOOLS, "tools", type(self).__name__)
        self._is_compact = compact
        self.canvas = InkCanvas(width, height)
        self._patience = Patience()
        self._worker: LatestWorker[Ink] = LatestWorker(self._read)
        self._announcer = Announcer(self.canvas.say)
        self._problems = Problems()
        self._messages = self._problems.messages
        self._latency = Message("note", AS_WIDE_AS_ITS_PART)
        self.tools = CanvasToolbar(self.canvas, self._chosen_tools)
        self._waiters = DrawingWaiters()
        self._read_last: tuple[Ink, Any] | None = None
        self._is_closed = False
        super().__init__(**kwargs)
        self.layout.overflow = "visible"
        self.add_class("digit-widgets-pad")
        if compact:
            self.add_class("digit-widgets-compact")
        self.add_class("digit-widgets-live")
        self.canvas.set_hooks(self._reset, self._await_reading, self._image_to_copy)
        self.canvas.observe(self._on_canvas_ink, "ink")
        self.canvas.observe(self._on_pen, "pen_is_down")
        self.canvas.observe(lambda _: self._waiters.tell(), ["ink", "pen_is_down"])
        self.canvas.observe(lambda change: self._report("canvas", change["new"]), "error")

    def clear(self) -> None:
        """Erase the drawing; `undo` brings it back."""
        self._reset()
        self._worker.wait()

    def undo(self) -> None:
        """Undo the last stroke, clearing or assignment."""
        self.canvas.undo()
        self._worker.wait()

    def redo(self) -> None:
        """Redo what `undo` took back."""
        self.canvas.redo()
        self._worker.wait()

    def wait(self, timeout: float | None = None) -> None:
        """Wait until the newest drawing has been predicted, at most `timeout` seconds.

        Called from an observer, which would wait for itself, it returns at once.
        """
        self._worker.wait(timeout)

    def close(self) -> None:
        """Remove the widget from all pages and stop its background thread."""
        # ipywidgets also closes widgets whose __init__ has failed.
        if worker := getattr(self, "_worker", None):
            worker.close()
            self._is_closed = True
            self._waiters.tell()
        super().close()

    def _show_reading(self, ink: Ink, start: float) -> None:
        """Predict a drawing received at a time of `time.perf_counter`, and show the prediction.

        Pass its words to `_announcer` before observers are notified: they may raise.
        """
        raise NotImplementedError

    def _look(self) -> DrawingState | None:
        if self._is_closed:
            return None
        ink, down = self.canvas.ink, self.canvas.pen_is_down
        read = self._read_last
        is_read = read is not None and read[0] is ink
        return DrawingState(ink, down, is_read, read[1] if read else None)

    def _get_reading(self) -> Any:
        """Return the last prediction, as the result of `next_drawing`."""
        raise NotImplementedError

    def _reset(self) -> None:
        """Erase the drawing; the prediction follows soon."""
        self.canvas.clear()

    def _surface(self, *, below: tuple[DOMWidget, ...] = ()) -> VBox:
        """Lay out the canvas above its tools.

        The widgets `below` the tools are placed above the messages about the drawing.
        """
        surface = VBox(
            [
                self.canvas,
                self.tools,
                *below,
                self._messages["canvas"],
                ConnectionStatus(self, self.canvas.model_id),
                self._latency,
            ],
            layout={"overflow": "visible", "margin": "0 16px 0 0", "max_width": "100%"},
        )
        surface.add_class("digit-widgets-drawing")
        return surface

    def _on_canvas_ink(self, _: Any) -> None:
        # The canvas may have changed again: take its current, newest ink.
        ink = self.canvas.ink
        try:
            self.ink = ink
            self._report("ink", "")
        except Exception as error:  # noqa: BLE001 - whatever an author's observer raises
            self._report("ink", f"An observer of the ink raised {describe_error(error)}")
        self._worker.submit(ink)
        if not self.canvas.pen_is_down:
            self._announcer.finish(ink)

    def _on_pen(self, change: Any) -> None:
        if change["new"]:
            self._announcer.begin()
        else:
            self._announcer.finish(self.canvas.ink)

    def _await_reading(self) -> None:
        self._patience.wait_for(self._worker.wait, is_drawing=self.canvas.pen_is_down)

    @observe("ink")
    def _on_ink(self, change: Any) -> None:
        if change["new"] is not self.canvas.ink:
            self.canvas.ink = change["new"]
            self._worker.wait()

    def _read(self, ink: Ink) -> None:
        """Predict one drawing and show the prediction, as the worker's function; must not raise."""
        start = time.perf_counter()
        try:
            self._show_reading(ink, start)
            self._report("observer", "")
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever an observer raises
            self._report("observer", f"An observer raised {describe_error(error)}")
        self.canvas.acknowledge_reading(ink)
        # What it says changes with the model, the threshold or an image, which are read again.
        self._save_description()
        self._patience.note(time.perf_counter() - start)
        self._read_last = ink, self._get_reading()
        self._waiters.tell()

    def _report(self, source: str, problem: str) -> None:
        """Show a problem of one part, as in `Problems`; "" if there is none."""
        self.set_trait("error", self._problems.say(source, problem))

    def _image_to_copy(self) -> NDArray[np.float32] | None:
        """Return the (28, 28) image for copying, or None if there is none."""
        return None

    @observe("disabled")
    def _on_disabled(self, change: Any) -> None:
        self.canvas.disabled = change["new"]

    @observe("show_latency")
    def _on_show_latency(self, change: Any) -> None:
        self._latency.say("")
        self.canvas.measure_latency(self._say_latency if change["new"] else None)

    def _say_latency(self, median: float, slow: float, rate: float) -> None:
        self._latency.say(
            f"Latency: {median:.0f} ms, 95% within {slow:.0f} ms; {rate:.0f} readings a second."
        )
