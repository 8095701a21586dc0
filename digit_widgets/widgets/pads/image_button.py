"""Image button: a button that asks for an image file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipywidgets import FileUpload

from digit_widgets.widgets.canvas.parsing import parse_upload

__all__ = ["ImageButton"]


class ImageButton(FileUpload):  # type: ignore[misc]
    """A button for choosing an image file; the same file may be chosen again.

    Parameters
    ----------
    choose
        Called with the file's name and content.
    """

    def __init__(self, choose: Callable[[str, bytes], None]) -> None:
        super().__init__(
            accept="image/*",
            description="Image",
            icon="picture-o",
            tooltip="Read an image file: PNG or JPEG, at most 50 megapixels and 10 MiB, "
            "or 32 MiB where digit-widgets started the page",
        )
        self.add_class("digit-widgets-upload")
        self._choose = choose
        self.observe(self._on_value, "value")

    def set_state(self, sync_data: Any) -> None:
        """Accept a file from the page, and ignore any other state."""
        super().set_state(parse_upload(sync_data))

    def _on_value(self, change: Any) -> None:
        if not change["new"]:
            return
        file = change["new"][0]
        name, content = str(file["name"]), bytes(file["content"])
        # Do not keep the file in the kernel; this also lets the user choose the same file again.
        self.value = ()
        self._choose(name, content)
