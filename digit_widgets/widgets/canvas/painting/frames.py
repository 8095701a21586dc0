"""Frames: drawing on an ipycanvas in self-contained messages; the one user of its private names.

ipycanvas keeps one manager a process: what is held in it is shared by all canvases and threads,
an exception within ``hold_canvas`` leaves it holding for ever, and a page that connects later is
not told which canvas the next command is for. Here each canvas has its own manager, and each frame
names its canvas.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from ipycanvas import Canvas
from ipycanvas.canvas import _CanvasManager

__all__ = ["frame", "make_canvas"]


class _ShownCanvas(Canvas):  # type: ignore[misc]
    """A canvas that is drawn on from here alone: of its page it hears when it is ready."""

    def set_state(self, sync_data: Any) -> None:
        """Leave the state as it is, whatever a page wants it to be."""

    def _handle_frontend_event(self, _: Any, content: Any, buffers: Any) -> None:
        # ipycanvas' own raises on what it does not expect.
        if isinstance(content, Mapping) and content.get("event") == "client_ready":
            super()._handle_frontend_event(_, {"event": "client_ready"}, buffers)


def make_canvas(width: int, height: int) -> Canvas:
    """Make a canvas of so many pixels that shares its manager with no other."""
    return _ShownCanvas(width=width, height=height, _canvas_manager=_CanvasManager())


@contextlib.contextmanager
def frame(canvas: Canvas) -> Iterator[Canvas]:
    """Send all that is drawn within as one message; if anything raises, send none of it."""
    manager = canvas._canvas_manager
    manager._caching = True
    manager._current_canvas = None
    try:
        yield canvas
        manager.flush()
    finally:
        manager._caching = False
        manager._commands_cache, manager._buffers_cache = [], []
