"""Frames: draws on an ipycanvas in self-contained messages; the only user of its private names.

ipycanvas has one manager per process: commands that it holds are shared by all canvases and
threads, an exception within ``hold_canvas`` leaves it holding for ever, and a page that connects
later is not told which canvas the next command is for. Here each canvas has its own manager, and
each frame names its canvas.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from ipycanvas import Canvas
from ipycanvas.canvas import _CanvasManager

__all__ = ["frame", "make_canvas"]


class _ShownCanvas(Canvas):  # type: ignore[misc]
    """A canvas that only this module draws on; from a page it accepts only "client_ready"."""

    def set_state(self, sync_data: Any) -> None:
        """Ignore state sent by a page."""

    def _handle_frontend_event(self, _: Any, content: Any, buffers: Any) -> None:
        # ipycanvas' own method raises an error on unexpected content.
        if isinstance(content, Mapping) and content.get("event") == "client_ready":
            super()._handle_frontend_event(_, {"event": "client_ready"}, buffers)


def make_canvas(width: int, height: int) -> Canvas:
    """Make a canvas of this many pixels, with a manager of its own."""
    return _ShownCanvas(width=width, height=height, _canvas_manager=_CanvasManager())


@contextlib.contextmanager
def frame(canvas: Canvas) -> Iterator[Canvas]:
    """Send everything drawn within the block as one message, or nothing if it raises."""
    manager = canvas._canvas_manager
    manager._caching = True
    manager._current_canvas = None
    try:
        yield canvas
        manager.flush()
    finally:
        manager._caching = False
        manager._commands_cache, manager._buffers_cache = [], []
