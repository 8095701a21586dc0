"""Image parts: put an image file together that a page sends in several messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from digit_widgets.widgets.canvas.messages import ImagePart, NoImage

__all__ = ["LARGEST_IMAGE", "ImageParts", "describe_refusal"]

#: Bytes of the largest image file that is taken from a page.
LARGEST_IMAGE = 32 * 2**20


class ImageParts:
    """Puts the parts of one file together; a file that begins replaces an unfinished one.

    Memory is needed for the bytes that have arrived, at most `LARGEST_IMAGE`, whatever a page says
    of a file's size.
    """

    def __init__(self) -> None:
        self._whole = bytearray()
        #: View, name and size of the file that is arriving.
        self._file: tuple[int, str, int] | None = None

    def add(self, part: ImagePart, buffers: Sequence[Any]) -> bytes | None:
        """Add a part, and return the file if it is complete.

        Parameters
        ----------
        part
            The message. One that does not continue the file is ignored.
        buffers
            The message's buffers, of which there should be one.
        """
        file = part.view, part.name, part.size
        if part.first == 0:
            self._file, self._whole = file, bytearray()
        if file != self._file or part.first != len(self._whole) or len(buffers) != 1:
            return None
        content = memoryview(buffers[0])
        if part.first + content.nbytes > min(part.size, LARGEST_IMAGE):
            return None
        self._whole += content
        if len(self._whole) < part.size:
            return None
        whole, self._whole, self._file = bytes(self._whole), bytearray(), None
        return whole


def describe_refusal(refusal: NoImage) -> str:
    """Describe why a page has sent no image, and what to do."""
    match refusal.why:
        case "none":
            return "There is no image to paste. Copy an image, or a file of one, and paste it here."
        case "several":
            return "Only one image is read at a time: give one file."
        case "large":
            limit = f"{LARGEST_IMAGE // 2**20} MiB"
            return f"{refusal.name} is larger than {limit}. Save it smaller, or as JPEG."
        case _:
            return f"{refusal.name} cannot be read: give a PNG, JPEG or other image file."
