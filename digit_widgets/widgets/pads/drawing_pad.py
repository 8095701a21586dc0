"""Drawing pad: the base of widgets that are drawn on: canvas, tools, worker, messages."""

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
from digit_widgets.widgets.pads.problems import Problems
from digit_widgets.widgets.pads.static_fallback import StaticFallback
from digit_widgets.widgets.pads.waiting import AwaitableDrawing, DrawingState, DrawingWaiters
from digit_widgets.widgets.parts.announcer import Announcer
from digit_widgets.widgets.parts.arguments import check_names
from digit_widgets.widgets.parts.message import Message, describe_error
from digit_widgets.widgets.parts.page_widgets import ConnectionStatus
from digit_widgets.widgets.parts.short_repr import ShortRepr
from digit_widgets.widgets.parts.worker import LatestWorker

__all__ = ["DrawingPad"]

#: Seconds that an event waits for its reading, if the last one took no longer: Output widgets, and
#: so `interact`, take what observers print only until the event is dealt with. While the pen is
#: down another reading follows; the last one should be taken also from slow models.
_PATIENCE_DRAWING = 0.03
_PATIENCE = 0.5
#: The buttons of a compact one: without them, a finger could not begin anew.
_COMPACT = ("undo", "reset")


class DrawingPad(AwaitableDrawing, ShortRepr, StaticFallback, VBox):  # type: ignore[misc]
    """A drawing surface whose newest ink a background thread reads during every stroke.

    Subclasses say by `_show_reading` what reading is, and lay out `_surface()` in `children`, and
    the messages: what is wrong with a model where its reading stands, what observers raise below.
    What is read of a finished stroke is also spoken, once. Observers run
    on the background thread, and what they raise is said.
    Assigning `ink`, and `clear`, `undo` and `redo`, return when the drawing has been read.

    Parameters
    ----------
    width, height
        Of the drawing surface, in CSS pixels, 50 to 2000; by default it is as high as wide.
    tools
        Names of the buttons under the drawing, out of `TOOLS`; by default all, of a compact one
        undo and reset.
    compact
        Whether it is for a small place: its parts are closer together.

    Attributes
    ----------
    ink
        `Ink`: the drawing, in CSS pixels. May be assigned.
    error
        str: what is wrong, a line each; "" if nothing is. Read-only.
    show_latency
        bool: whether it is said under the tools how long readings take, from the pointer's event
        to the frame that shows them, as the page measures it.
    disabled
        bool: True takes no drawing from a page and greys the tools; what is drawn and read stays.
    """

    #: Names of all buttons that there are under the drawing.
    TOOLS: ClassVar[tuple[str, ...]] = (*BAR[:-1], "width")

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
        self.canvas = InkCanvas(width, height)
        self._last_seconds = 0.0
        self._worker: LatestWorker[Ink] = LatestWorker(self._read)
        self._announcer = Announcer(self.canvas.say)
        self._problems = Problems()
        self._messages = self._problems.messages
        self._latency = Message("note")
        for message in (self._latency, *self._messages.values()):
            # Its words do not make the column wider than what it stands under.
            message.layout = {"width": "0", "min_width": "100%"}
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
        """Wipe the drawing; `undo` brings it back."""
        self._reset()
        self._worker.wait()

    def undo(self) -> None:
        """Take back the last stroke, clearing or assignment."""
        self.canvas.undo()
        self._worker.wait()

    def redo(self) -> None:
        """Bring back what `undo` took."""
        self.canvas.redo()
        self._worker.wait()

    def wait(self, timeout: float | None = None) -> None:
        """Wait until the newest drawing has been read, or for some seconds.

        From an observer, which would wait for itself, it returns at once.
        """
        self._worker.wait(timeout)

    def close(self) -> None:
        """Take the widget from all pages and stop its background thread."""
        # ipywidgets also closes what was refused before it was made whole.
        if worker := getattr(self, "_worker", None):
            worker.close()
            self._is_closed = True
            self._waiters.tell()
        super().close()

    def _show_reading(self, ink: Ink, start: float) -> None:
        """Read a drawing that came at a time of `time.perf_counter`, and show what is read.

        Its words go to `_announcer`, before observers hear of it: they may raise.
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
        """Return what was read last, as `next_drawing` gives it."""
        raise NotImplementedError

    def _reset(self) -> None:
        """Wipe the drawing, soon to be read."""
        self.canvas.clear()

    def _surface(self, *more: DOMWidget, below: tuple[DOMWidget, ...] = ()) -> VBox:
        """Lay out the canvas over its tools, with more buttons at the end of the bar.

        What is to stand `below` the tools comes over what is wrong with the drawing.
        """
        self.tools.add(*more)
        return VBox(
            [
                self.canvas,
                self.tools,
                *below,
                self._messages["canvas"],
                ConnectionStatus(self.canvas.model_id),
                self._latency,
            ],
            layout={"overflow": "visible", "margin": "0 16px 0 0", "max_width": "100%"},
        )

    def _on_canvas_ink(self, _: Any) -> None:
        # The canvas may have moved on since the change: what it holds now is the newest.
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
        patience = _PATIENCE_DRAWING if self.canvas.pen_is_down else _PATIENCE
        # A slow model, or a slow observer, must not hold up the pen.
        if self._last_seconds < patience:
            self._worker.wait(patience)

    @observe("ink")
    def _on_ink(self, change: Any) -> None:
        if change["new"] is not self.canvas.ink:
            self.canvas.ink = change["new"]
            self._worker.wait()

    def _read(self, ink: Ink) -> None:
        """Read one drawing and show it: the worker's work, which must not raise."""
        start = time.perf_counter()
        try:
            self._show_reading(ink, start)
            self._report("observer", "")
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever an observer raises
            self._report("observer", f"An observer raised {describe_error(error)}")
        self.canvas.acknowledge_reading(ink)
        self._last_seconds = time.perf_counter() - start
        self._read_last = ink, self._get_reading()
        self._waiters.tell()

    def _report(self, source: str, problem: str) -> None:
        """Say what is wrong with one part, as `Problems` does; "" if nothing is."""
        self.set_trait("error", self._problems.say(source, problem))

    def _image_to_copy(self) -> NDArray[np.float32] | None:
        """Return the (28, 28) image that may be copied, if there is one such."""
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
