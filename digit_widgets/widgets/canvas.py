"""The surface that people draw on: pointer events in, ink out."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from ipycanvas import Canvas
from ipywidgets import Box, Widget
from traitlets import Float, Instance, Int, TraitError, Unicode, observe, validate

from digit_widgets.errors import InkError
from digit_widgets.ink import Ink, Stroke
from digit_widgets.widgets._brush import DENSITY, paint, paint_dot, paint_segment
from digit_widgets.widgets._frames import make_canvas
from digit_widgets.widgets.history import History

__all__ = ["InkCanvas"]

#: Of several fingers, the one within this share of the shorter side from the pen's last place
#: draws on.
_FINGER_SHARE = 0.25

_Point = tuple[float, float]


class InkCanvas(Box):  # type: ignore[misc]
    """A black surface to draw on in white, by mouse, finger or pen.

    The drawing is vectors, not pixels: it is drawn anew whenever a page connects, so that it
    survives a reload and shows in each view. On a page that is narrower it is shown smaller, with
    the same coordinates. Public methods may be called from any thread.

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
    pen_width
        float: width of the pen for the strokes to come, from 1 CSS pixel to the shorter side.
    width, height
        int: in CSS pixels; fixed when the canvas is made.
    error
        str: why the last stroke was not drawn to its end; "" if it was.

    Raises
    ------
    ValueError
        A width or height out of range.
    """

    ink = Instance(Ink, args=())
    pen_width = Float(16.0)
    width = Int(280, read_only=True)
    height = Int(280, read_only=True)
    error = Unicode("")

    def __init__(
        self,
        width: int = 280,
        height: int | None = None,
        *,
        ink: Ink | None = None,
        **kwargs: Any,
    ) -> None:
        height = width if height is None else height
        if not (50 <= width <= 2000 and 50 <= height <= 2000):
            raise ValueError(
                f"A canvas is 50 to 2000 pixels wide, and as many high, not {width!r} × {height!r}."
            )
        self.set_trait("width", width)
        self.set_trait("height", height)
        # Reentrant: observers of `ink` may look at the canvas, or clear it.
        self._lock = threading.RLock()
        self._history = History()
        self._pen_down = False
        self._ready = False
        self._canvas = make_canvas(width * DENSITY, height * DENSITY)
        # Its height follows from its own pixels' aspect, however narrow the page makes it.
        self._canvas.layout = {"width": f"{width}px", "height": "auto"}
        self._canvas.add_class("digit-widgets-canvas")
        self._listen()
        super().__init__([self._canvas], **kwargs)
        self.layout = {"overflow": "visible", "max_width": "100%"}
        self.add_class("digit-widgets-surface")
        if ink is not None:
            self.ink = ink

    @property
    def pen_is_down(self) -> bool:
        """True while a stroke is being drawn."""
        return self._pen_down

    def cover(self, widget: Widget) -> None:
        """Lay a widget over the drawing, through which pointers reach the canvas.

        It is as wide as the canvas, whatever that is on the page; the ink knows nothing of it.
        """
        widget.add_class("digit-widgets-cover")
        widget.layout.width = f"{self.width}px"
        self.children = (self._canvas, widget)

    def clear(self) -> None:
        """Wipe the drawing; `undo` brings it back."""
        with self._lock:
            self.ink = Ink()

    def undo(self) -> None:
        """Take back the last stroke, clearing or assignment."""
        with self._lock:
            self._go(self._history.undone())

    def redo(self) -> None:
        """Bring back what `undo` took."""
        with self._lock:
            self._go(self._history.redone())

    @validate("pen_width")
    def _check_pen_width(self, proposal: Any) -> float:
        width = float(proposal["value"])
        widest = min(self.width, self.height)
        if not 1 <= width <= widest:
            raise TraitError(f"The pen is 1 to {widest} pixels wide, not {width:g}.")
        return width

    @observe("ink")
    def _on_ink(self, change: Any) -> None:
        """Record an assignment from outside as a step of its own, and show it whole."""
        with self._lock:
            # Its own change, or one that another thread's has overtaken, is no new step.
            if change["new"] is self._history.present or change["new"] is not self.ink:
                return
            self._pen_down = False
            self._history = self._history.recorded(change["new"])
            self._render()

    def _go(self, history: History) -> None:
        self._pen_down = False
        self._history = history
        self.ink = history.present
        self._render()

    # From pointer to ink -------------------------------------------------------------------

    def _listen(self) -> None:
        canvas = self._canvas
        canvas.on_client_ready(self._on_client_ready)
        canvas.on_mouse_down(self._on_down)
        canvas.on_mouse_move(self._on_move)
        canvas.on_mouse_up(self._on_up)
        # There is no pointer capture: a pen that leaves the canvas is lifted.
        canvas.on_mouse_out(self._on_up)
        canvas.on_touch_start(self._on_touch_start)
        canvas.on_touch_move(self._on_touch_move)
        canvas.on_touch_end(self._on_touch_end)
        canvas.on_touch_cancel(self._on_touch_end)

    def _on_client_ready(self) -> None:
        # Before the first page is there, what is drawn would be lost, or harm the page.
        self._ready = True
        with self._lock:
            self._render()

    def _on_down(self, x: float, y: float) -> None:
        with self._lock, self._reporting():
            ink = self._history.present.begun(*self._on_pad(x, y), self.pen_width)
            self.error = ""
            self._pen_down = True
            self._history = self._history.recorded(ink)
            # The pen's mark first, then whatever observers do with it.
            self._render_stroke(paint_dot)
            self.ink = ink

    def _on_move(self, x: float, y: float) -> None:
        with self._lock, self._reporting():
            if not self._pen_down:
                return
            point = self._on_pad(x, y)
            if point == self._last_point():
                return
            ink = self._history.present.extended(*point)
            self._history = self._history.amended(ink)
            self._render_stroke(paint_segment)
            self.ink = ink

    def _on_up(self, x: float, y: float) -> None:
        self._on_move(x, y)
        with self._lock:
            self._pen_down = False

    def _on_touch_start(self, touches: Sequence[_Point]) -> None:
        # A second finger, or a palm, does not begin a stroke while one is being drawn.
        if touches and not (self._pen_down and len(touches) > 1):
            self._on_down(*touches[0])

    def _on_touch_move(self, touches: Sequence[_Point]) -> None:
        # A finger on its own is the pen, however far it has jumped on a slow machine.
        if finger := touches[0] if len(touches) == 1 else self._drawing_finger(touches):
            self._on_move(*finger)

    def _on_touch_end(self, touches: Sequence[_Point]) -> None:
        """`touches` are the fingers that remain."""
        with self._lock:
            self._pen_down = self._drawing_finger(touches) is not None

    def _drawing_finger(self, touches: Sequence[_Point]) -> _Point | None:
        """Of several fingers, the one that is where the pen was."""
        with self._lock:
            if not self._pen_down or not touches:
                return None
            x, y = self._last_point()
            distances = [
                math.dist((x * DENSITY, y * DENSITY), touch) if _are_numbers(touch) else math.inf
                for touch in touches
            ]
            nearest = int(np.argmin(distances))
            reach = _FINGER_SHARE * DENSITY * min(self.width, self.height)
            return touches[nearest] if distances[nearest] <= reach else None

    def _on_pad(self, x: float, y: float) -> _Point:
        """Canvas pixels to CSS pixels."""
        if not _are_numbers((x, y)):
            raise InkError("The page sent a pointer position that is no number.")
        return x / DENSITY, y / DENSITY

    def _last_point(self) -> _Point:
        x, y = self._history.present.strokes[-1].points[-1].tolist()
        return x, y

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """End the stroke where ink refuses it, and say why; the drawing so far stays."""
        try:
            yield
        except InkError as error:
            self._pen_down = False
            self.error = str(error)

    # From ink to screen --------------------------------------------------------------------

    def _render(self) -> None:
        """Draw all of it."""
        if self._ready:
            paint(self._canvas, self._history.present)

    def _render_stroke(self, painter: Callable[[Canvas, Stroke], None]) -> None:
        """Draw what is new of the open stroke."""
        if self._ready:
            painter(self._canvas, self._history.present.strokes[-1])


def _are_numbers(point: Sequence[Any]) -> bool:
    return all(isinstance(value, int | float) for value in point)
