"""Image loading: a file or a Pillow image of any kind, as upright grey pixels of bounded size."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from digit_widgets.errors import ArgumentError, ImageError

__all__ = ["MAX_PIXELS", "MAX_SIDE", "WORKING_SIDE", "check_size", "load_image"]

#: Images of more pixels than this are refused before they are decoded.
MAX_PIXELS = 50_000_000
#: So are longer sides than this, however narrow the image.
MAX_SIDE = 20_000
#: Larger images are shrunk by whole factors, to less than twice this a side.
WORKING_SIDE = 1024
#: Rows that are turned grey at a time, which bounds the memory beside the decoded image.
_STRIP = 512

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

    It is turned as its EXIF tag says. Where it is transparent, the paper is white, or black under
    bright ink. Of an animation the first frame is taken. Larger ones than 2047 pixels a side are
    shrunk while they are read, so that a digit is the same but the memory is bounded.

    Parameters
    ----------
    source
        The path of a file, its bytes, a binary file, or an image of Pillow, which is left as it
        is.
    name
        What messages call it; by default the file's own name.

    Raises
    ------
    ImageError
        No such file, a file that is no image or is damaged, or one larger than `MAX_PIXELS` or
        `MAX_SIDE`.
    ArgumentError
        Something else than an image.
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
            raise ImageError(_unreadable(name, b"")) from error
    file = io.BytesIO(source) if isinstance(source, bytes | bytearray | memoryview) else source
    if not (hasattr(file, "read") and hasattr(file, "seek")):
        array = "; an array is read as it is: read(array)" if hasattr(file, "shape") else ""
        raise ArgumentError(
            "An image is loaded from the path of a file, its bytes, a binary file or an image of "
            f"Pillow, not from a {type(file).__name__}{array}."
        )
    return _load_file(file, name or Path(str(getattr(file, "name", "This file"))).name)


def check_size(width: int, height: int, name: str) -> None:
    """Refuse an image that is too large.

    Raises
    ------
    ImageError
        More pixels than `MAX_PIXELS`, or a longer side than `MAX_SIDE`.
    """
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise ImageError(_too_large(f"{name}, {width:,} × {height:,} pixels,"))


def _load_file(file: BinaryIO, name: str) -> _Grey:
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
            with Image.open(file) as image:
                check_size(image.width, image.height, name)
                turn = image.getexif().get(0x0112, 1)
                # A JPEG is decoded at a half, a quarter or an eighth of its size at no cost.
                image.draft(None, (WORKING_SIDE, WORKING_SIDE))
                grey = _grey(image)
    except Image.DecompressionBombError:
        raise ImageError(_too_large(name)) from None
    except ImageError:
        raise
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise ImageError(_unreadable(name, start)) from error
    return np.asarray(_upright(grey, turn), dtype=np.float32) / np.float32(255)


def _load_pillow(image: Image.Image, name: str) -> _Grey:
    name = name or "This image"
    check_size(image.width, image.height, name)
    if not image.width * image.height:
        raise ImageError(f"{name} is empty: {image.width} × {image.height} pixels.")
    try:
        # A copy's pixels are loaded: a file of which only this frame is wanted stays where it is.
        grey = _grey(image.copy())
        turn = image.getexif().get(0x0112, 1)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise ImageError(_unreadable(name, b"")) from error
    return np.asarray(_upright(grey, turn), dtype=np.float32) / np.float32(255)


def _grey(image: Image.Image) -> Image.Image:
    """Make a grey image of an image of any kind, shrunk by a whole factor where it is large."""
    image.load()
    turned_grey = _deep(image) if _is_deep(image) else _flat(image)
    factor = max(1, max(image.size) // WORKING_SIDE)
    height = -(-image.height // factor)
    small = Image.new("L", (-(-image.width // factor), height))
    rows = max(1, _STRIP // factor) * factor
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        small.paste(turned_grey(strip).reduce(factor), (0, top // factor))
    return small


def _flat(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """Return what turns eight-bit pixels grey: over white paper, or black under bright ink."""
    if not image.has_transparency_data:
        return lambda strip: strip.convert("L")
    paper = "black" if _is_bright(image) else "white"

    def over_paper(strip: Image.Image) -> Image.Image:
        rgba = strip.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", rgba.size, paper), rgba).convert("L")

    return over_paper


def _is_bright(image: Image.Image) -> bool:
    """Tell whether what is drawn on a transparent ground would not show on white."""
    weighed, weight, least = 0.0, 0.0, 255
    for strip in _strips(image):
        rgba = strip.convert("RGBA")
        alpha = np.asarray(rgba.getchannel("A"), dtype=np.float32)
        weight += float(alpha.sum(dtype=np.float64))
        weighed += float((alpha * np.asarray(rgba.convert("L"))).sum(dtype=np.float64))
        least = min(least, int(alpha.min()))
    return least < 255 and weighed > 127 * weight


def _is_deep(image: Image.Image) -> bool:
    return image.mode in {"I", "F"} or image.mode.startswith("I;16")


def _deep(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """Return what stretches deep grey, which Pillow would cut off at 255, to its own range."""
    ranges = [(grey.min(), grey.max()) for grey in map(_numbers, _strips(image))]
    low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    span = float(high) - float(low) or 1.0

    def stretch(strip: Image.Image) -> Image.Image:
        return Image.fromarray(np.round((_numbers(strip) - low) / span * 255).astype(np.uint8))

    return stretch


def _numbers(strip: Image.Image) -> NDArray[np.float64]:
    return np.nan_to_num(np.asarray(strip, dtype=np.float64))


def _strips(image: Image.Image) -> Iterator[Image.Image]:
    for top in range(0, image.height, _STRIP):
        yield image.crop((0, top, image.width, min(top + _STRIP, image.height)))


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
