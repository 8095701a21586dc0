"""Image upload: an image that a pad predicts instead of its drawing, until the user goes back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from digit_widgets.errors import ImageError
from digit_widgets.ink import Ink
from digit_widgets.widgets.canvas.ink_canvas import InkCanvas
from digit_widgets.widgets.pads.image_overlay import (
    ImageFile,
    ImageOverlay,
    ImageSourceLine,
    Upload,
)
from digit_widgets.widgets.parts.announcer import Announcer

__all__ = ["ImageUpload"]


class ImageUpload:
    """Lets the user choose an image, and shows it over the drawing while it is predicted.

    Its methods may be called from any thread.

    Parameters
    ----------
    canvas
        The drawing surface under the image, on which images are dropped and pasted. While it is
        disabled, they are ignored.
    announcer
        The pad's announcer; it treats an image like a drawing.
    refresh
        Called when the drawing or image to predict has changed.
    report
        Called with "image" and the problem with the image, or "".

    Attributes
    ----------
    source
        The line that names the image, with the way back to the drawing.
    """

    def __init__(
        self,
        canvas: InkCanvas,
        announcer: Announcer,
        refresh: Callable[[], None],
        report: Callable[[str, str], None],
    ) -> None:
        self._canvas, self._announcer = canvas, announcer
        self._refresh, self._report = refresh, report
        self._file: ImageFile | None = None
        self._upload: Upload | None = None
        self._lock = threading.RLock()
        self.source = ImageSourceLine(self._go_back, canvas.width)
        self.source.button.disabled = canvas.disabled
        self._overlay = ImageOverlay(canvas.width, canvas.height)
        canvas.cover(self._overlay)
        canvas.observe(self._on_disabled, "disabled")

    def begin(self) -> None:
        """Let pages send images."""
        self._canvas.read_images(self._choose, self._refuse)

    def put(self, name: str, content: bytes) -> None:
        """Take an image file as if it were chosen on a page."""
        self._choose(name, content)

    def find(self, ink: Ink) -> Upload | None:
        """Return the image that is predicted instead of this drawing, or None."""
        upload = self._upload
        return upload if upload is not None and upload.ink == ink else None

    def show(self) -> None:
        """Update the overlay: show the image that replaces the newest ink, or hide it."""
        with self._lock:
            upload = self.find(self._canvas.ink)
            if upload is None:
                self._overlay.hide()
                self.source.say("")
            else:
                self._overlay.show(upload)
                self.source.say(upload.name)

    def decode(self) -> None:
        """Decode the last chosen file, if there is one; an invalid file changes nothing."""
        file = self._file
        if file is None:
            return
        upload, problem = None, ""
        try:
            upload = file.read(self._canvas.width, self._canvas.height)
        except ImageError as error:
            problem = str(error)
        with self._lock:
            # Another file may have been chosen meanwhile, or the image dropped.
            if self._file is not file:
                return
            self._file, self._upload = None, upload or self._upload
        self._report("image", problem)
        if upload is not None:
            self._announcer.finish(upload)

    def forget(self) -> None:
        """Drop the image, chosen or decoded, and return to the drawing."""
        with self._lock:
            has_one = (self._upload, self._file) != (None, None)
            self._upload = self._file = None
            self.show()
        self._report("image", "")
        if has_one:
            # Erasing a blank pad does not change its drawing: update explicitly.
            self._announcer.finish(self._canvas.ink)
            self._refresh()

    def _choose(self, name: str, content: bytes) -> None:
        self._announcer.begin()
        self._file = ImageFile(name, self._canvas.ink, content)
        self._refresh()

    def _refuse(self, problem: str) -> None:
        self._report("image", problem)

    def _go_back(self) -> None:
        if self._canvas.disabled:
            return
        self.forget()
        self._canvas.focus_images()

    def _on_disabled(self, change: Any) -> None:
        self.source.button.disabled = change["new"]
