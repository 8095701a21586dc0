"""Image upload: an image that a pad reads instead of its drawing, until the way back is taken."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from digit_widgets.errors import ImageError
from digit_widgets.ink import Ink
from digit_widgets.widgets.canvas.ink_canvas import InkCanvas
from digit_widgets.widgets.pads.image_button import ImageButton
from digit_widgets.widgets.pads.image_overlay import (
    ImageFile,
    ImageOverlay,
    ImageSourceLine,
    Upload,
)
from digit_widgets.widgets.parts.announcer import Announcer

__all__ = ["ImageUpload"]


class ImageUpload:
    """Lets people choose an image, and shows it over the drawing for as long as it is read.

    Its methods may be called from any thread.

    Parameters
    ----------
    canvas
        The drawing surface that the image lies on. While it is disabled, no image is taken.
    announcer
        Hears of images as of drawings.
    refresh
        Called when what is to be read has changed.
    report
        Called with "image" and what is wrong with the image, or "".

    Attributes
    ----------
    button
        The button that asks for a file.
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
        self.button = ImageButton(self._choose)
        self.source = ImageSourceLine(self._go_back)
        self.source.button.disabled = canvas.disabled
        self._overlay = ImageOverlay(canvas.width, canvas.height)
        canvas.cover(self._overlay)
        canvas.observe(self._on_disabled, "disabled")

    def find(self, ink: Ink) -> Upload | None:
        """Return the image that is read instead of this drawing, if there is one."""
        upload = self._upload
        return upload if upload is not None and upload.ink == ink else None

    def show(self) -> None:
        """Have pages show the image that is read instead of the newest ink, if there is one."""
        with self._lock:
            upload = self.find(self._canvas.ink)
            if upload is None:
                self._overlay.hide()
                self.source.say("")
            else:
                self._overlay.show(upload)
                self.source.say(upload.name)

    def decode(self) -> None:
        """Decode the file that was chosen last, if there is one; a bad one changes nothing."""
        file = self._file
        if file is None:
            return
        upload, problem = None, ""
        try:
            upload = file.read(self._canvas.width, self._canvas.height)
        except ImageError as error:
            problem = str(error)
        with self._lock:
            # Meanwhile another may have been chosen, or none be wanted any more.
            if self._file is not file:
                return
            self._file, self._upload = None, upload or self._upload
        self._report("image", problem)
        if upload is not None:
            self._announcer.finish(upload)

    def forget(self) -> None:
        """Have the drawing read again, if an image is read, or soon will be."""
        with self._lock:
            has_one = (self._upload, self._file) != (None, None)
            self._upload = self._file = None
            self.show()
        self._report("image", "")
        if has_one:
            # A blank pad's drawing does not change when it is wiped.
            self._announcer.finish(self._canvas.ink)
            self._refresh()

    def _choose(self, name: str, content: bytes) -> None:
        if self._canvas.disabled:
            return
        self._announcer.begin()
        self._file = ImageFile(name, self._canvas.ink, content)
        self._refresh()

    def _go_back(self) -> None:
        if self._canvas.disabled:
            return
        self.forget()
        # The button that was pressed is gone, and the focus with it.
        self.button.focus()

    def _on_disabled(self, change: Any) -> None:
        self.source.button.disabled = change["new"]
