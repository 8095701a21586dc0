"""Image loading: any file or Pillow image, as upright grey pixels of bounded size."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from digit_widgets.errors import ArgumentError, ImageError
from digit_widgets.imaging.grey_conversion import WORKING_SIDE, convert_to_grey

__all__ = [
    "MAX_PIXELS",
    "MAX_SIDE",
    "check_size",
    "load_image",
    "load_scaled_image",
]

#: Images with more pixels than this raise an error before they are decoded.
MAX_PIXELS = 50_000_000
#: Images with a side longer than this do too, however narrow they are.
MAX_SIDE = 20_000
#: A progressive JPEG of more scans than this is refused: programs write up to a dozen, and of 50
#: megapixels each takes half a second, however few bytes it has.
_MAX_SCANS = 40

#: What is decoded: formats whose size stands at their beginning, and whose decoders run no other
#: program. An ICO may hold a larger image than it says, and an EPS is run by Ghostscript.
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "PPM", "AVIF", "JPEG2000")
#: What Pillow raises for damaged files; the decoder of AVIF raises RuntimeError.
_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError)

_NO_IMAGES = {
    b"%PDF": "is a PDF",
    b"<svg": "is an SVG drawing",
    b"<?xml": "is an SVG drawing, or other XML",
    b"ftypheic": "is a HEIC photograph",
    b"ftypheix": "is a HEIC photograph",
    b"ftypmif1": "is a HEIF photograph",
}

_Grey = NDArray[np.float32]


def load_image(source: str | Path | bytes | BinaryIO | Image.Image, *, name: str = "") -> _Grey:
    """Read an image as (H, W) float32 grey in 0..1.

    It is rotated as its EXIF tag says. Transparent areas become white paper, or black paper if the
    ink is bright. An animation gives its first frame. Images with a side of 2048 pixels or more are
    shrunk while they are read: this bounds the memory and does not change a digit.

    Parameters
    ----------
    source
        The path of a file, its bytes, a binary file, or a Pillow image, which is not changed. Files
        are PNG, JPEG, GIF, WebP, BMP, TIFF, PPM, AVIF or JPEG 2000, whatever their names.
    name
        The image's name in messages; by default the file's own name.

    Raises
    ------
    ImageError
        The file does not exist, is not an image, is damaged, is larger than `MAX_PIXELS` or
        `MAX_SIDE`, or is a JPEG of so many scans that it would take minutes.
    ArgumentError
        The source is none of these types.
    """
    return load_scaled_image(source, name=name)[0]


def load_scaled_image(
    source: str | Path | bytes | BinaryIO | Image.Image, *, name: str = ""
) -> tuple[_Grey, float]:
    """Read an image as `load_image` does, and say by how much it was shrunk.

    Parameters
    ----------
    source, name
        As `load_image` takes them.

    Returns
    -------
    The grey image, and the pixels of the upright image per pixel of it, ≥ 1.

    Raises
    ------
    ImageError, ArgumentError
        As in `load_image`.
    """
    if isinstance(source, Image.Image):
        return _load_pillow(source, name or Path(str(getattr(source, "filename", ""))).name)
    if isinstance(source, str | Path):
        name = name or Path(source).name
        try:
            with Path(source).open("rb") as opened:
                return _load_file(opened, name)
        except FileNotFoundError:
            raise ImageError(f"There is no image at {source}.") from None
        except OSError as error:
            raise ImageError(f"{source} cannot be opened: {error.strerror or error}.") from error
    file = io.BytesIO(source) if isinstance(source, bytes | bytearray | memoryview) else source
    if not (hasattr(file, "read") and hasattr(file, "seek")):
        array = "; an array is read as it is: read(array)" if hasattr(file, "shape") else ""
        raise ArgumentError(
            "An image is loaded from the path of a file, its bytes, a binary file or an image of "
            f"Pillow, not from a {type(file).__name__}{array}."
        )
    return _load_file(file, name or Path(str(getattr(file, "name", "This file"))).name)


def check_size(width: int, height: int, name: str) -> None:
    """Raise an error for an image that is too large.

    Raises
    ------
    ImageError
        More pixels than `MAX_PIXELS`, or a longer side than `MAX_SIDE`.
    """
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise ImageError(_too_large(f"{name}, {width:,} × {height:,} pixels,"))


def _load_file(file: BinaryIO, name: str) -> tuple[_Grey, float]:
    start: Any = file.read(32)
    if isinstance(start, str):
        raise ArgumentError(f'{name} is open as text. Open it with open(path, "rb").')
    if not start:
        raise ImageError(f"{name} is empty. Give a PNG, JPEG or other image file.")
    file.seek(-len(start), io.SEEK_CUR)
    try:
        with warnings.catch_warnings():
            # Pillow warns of sizes, which are checked below, and of damaged metadata.
            warnings.simplefilter("ignore")
            with Image.open(file, formats=_FORMATS) as image:
                check_size(image.width, image.height, name)
                if image.format in {"JPEG", "MPO"}:
                    _check_scans(file, name)
                turn, width = image.getexif().get(0x0112, 1), image.width
                # A JPEG is decoded at a half, a quarter or an eighth of its size at no cost.
                image.draft(None, (WORKING_SIDE, WORKING_SIDE))
                # It has a column more if the width cannot be divided.
                halved = round(width / image.width)
                grey, factor = convert_to_grey(image)
    except Image.DecompressionBombError:
        raise ImageError(_too_large(name)) from None
    except ImageError:
        raise
    except _DAMAGED as error:
        raise ImageError(_unreadable(name, start)) from error
    upright = np.asarray(_upright(grey, turn), dtype=np.float32) / np.float32(255)
    return upright, float(halved * factor)


def _check_scans(file: BinaryIO, name: str) -> None:
    # Within a scan, a byte of 255 is followed by 0 or a restart: this is a scan's marker, or one of
    # the thumbnail's.
    place, scans, before = file.tell(), 0, b""
    file.seek(0)
    while part := file.read(1 << 20):
        scans += (before + part).count(b"\xff\xda")
        before = part[-1:]
    file.seek(place)
    if scans > _MAX_SCANS:
        raise ImageError(
            f"{name} is a JPEG of {scans:,} scans, which would take too long. Save it again as a "
            "PNG or JPEG."
        )


def _load_pillow(image: Image.Image, name: str) -> tuple[_Grey, float]:
    name = name or "This image"
    check_size(image.width, image.height, name)
    if not image.width * image.height:
        raise ImageError(f"{name} is empty: {image.width} × {image.height} pixels.")
    try:
        # Load a copy's pixels: loading the image itself might close or move on in its file.
        grey, factor = convert_to_grey(image.copy())
        turn = image.getexif().get(0x0112, 1)
    except _DAMAGED as error:
        raise ImageError(_unreadable(name, b"")) from error
    return np.asarray(_upright(grey, turn), dtype=np.float32) / np.float32(255), float(factor)


def _upright(grey: Image.Image, turn: int) -> Image.Image:
    exif = grey.getexif()
    exif[0x0112] = turn
    return ImageOps.exif_transpose(grey)


def _unreadable(name: str, start: bytes) -> str:
    for signature, kind in _NO_IMAGES.items():
        if signature in start.lower() or signature in start:
            return f"{name} {kind}, which cannot be read here. Save it as a PNG or JPEG first."
    return f"{name} cannot be read as an image. Give a PNG, JPEG or other image file."


def _too_large(what: str) -> str:
    return (
        f"{what} is too large: at most {MAX_PIXELS:,} pixels, "
        f"and {MAX_SIDE:,} a side. Shrink it first."
    )
