"""A picture chosen beside a drawing, and the button that it comes by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from ipywidgets import FileUpload
from numpy.typing import NDArray

from digit_widgets.errors import ImageError
from digit_widgets.ink import Ink
from digit_widgets.vision import load_picture, normalize_picture
from digit_widgets.widgets._from_page import parsed_upload

__all__ = ["Picture", "PictureButton"]


@dataclass(eq=False)
class Picture:
    """A file that is read instead of a drawing, for as long as the drawing stays the same.

    Attributes
    ----------
    name
        The file's name, without its folder.
    ink
        The drawing beside which it was chosen.
    problem
        Why it cannot be read, or "".
    """

    name: str
    ink: Ink
    content: bytes | None
    problem: str = ""
    _image: NDArray[np.float32] | None = None

    def image(self) -> NDArray[np.float32] | None:
        """Return (28, 28) float32 in 0..1, read once; None, with the `problem` set, if it is bad.

        The file itself is not kept.
        """
        if self.content is not None:
            try:
                self._image = normalize_picture(load_picture(self.content, name=self.name))
                self._image.flags.writeable = False
            except ImageError as error:
                self.problem = str(error)
            self.content = None
        return self._image


class PictureButton(FileUpload):  # type: ignore[misc]
    """Asks for a picture file; the same one may be chosen again.

    Parameters
    ----------
    choose
        Called with the file's name and content.
    """

    def __init__(self, choose: Callable[[str, bytes], None]) -> None:
        super().__init__(
            accept="image/*",
            description="Picture",
            icon="picture-o",
            tooltip="Read a picture file: PNG or JPEG, at most 50 megapixels and 10 MiB, "
            "or 32 MiB where digit-widgets started the page",
        )
        self.add_class("digit-widgets-upload")
        self._choose = choose
        self.observe(self._on_value, "value")

    def set_state(self, sync_data: Any) -> None:
        """Take a file; what else a page wants the state to be is nothing."""
        super().set_state(parsed_upload(sync_data))

    def _on_value(self, change: Any) -> None:
        if not change["new"]:
            return
        file = change["new"][0]
        name, content = str(file["name"]), bytes(file["content"])
        # Neither kept in the kernel, nor in the way of choosing the same file again.
        self.value = ()
        self._choose(name, content)
