"""Hostile files: each gives an image or an `ImageError`, in bounded memory, with no warning."""

from __future__ import annotations

import gzip
import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digit_widgets.errors import ImageError
from digit_widgets.imaging import MAX_PIXELS, load_image

_EXIF_ORIENTATION = 0x0112


def saved(kind: str, **options: Any) -> bytes:
    """Return a small image with some structure, as a file."""
    rows = np.add.outer(np.arange(60), np.arange(80) ** 2) % 256
    image, file = Image.fromarray(rows.astype(np.uint8)).convert("RGB"), io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def animated(kind: str) -> bytes:
    """Return an animation, white first and then black, as a file."""
    frames = [Image.new("RGB", (40, 30), color) for color in ("white", "black", "red")]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


def exif() -> Image.Exif:
    """Return tags that tell of a camera held upright."""
    tags = Image.Exif()
    tags[_EXIF_ORIENTATION] = 6
    return tags


def png(width: int, height: int, kind: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """Return a PNG of eight bits and of a kind of pixels, with chunks after its header."""
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), *chunks, (b"IEND", b""))
    )


def wide_bmp(width: int, height: int) -> bytes:
    """Return the header of a BMP of any size, without its pixels."""
    return struct.pack(
        "<2sIHHIIiiHHIIiiII", b"BM", 54, 0, 0, 54, 40, width, height, 1, 24, *[0] * 6
    )


#: One small file of each format and each way to store it.
WHOLE = {
    "PNG": saved("PNG"),
    "PNG with tags": saved("PNG", exif=exif()),
    "JPEG": saved("JPEG", exif=exif()),
    "progressive JPEG": saved("JPEG", progressive=True),
    "GIF": animated("GIF"),
    "WebP": saved("WEBP", exif=exif()),
    "animated WebP": animated("WEBP"),
    "BMP": saved("BMP"),
    "TIFF": saved("TIFF"),
    "TIFF, LZW": saved("TIFF", compression="tiff_lzw"),
    "PPM": saved("PPM"),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_whole_files_are_images(kind: str) -> None:
    # What the mutations below begin with: none of these would be found if they all were refused.
    image = load_image(WHOLE[kind])
    assert image.ndim == 2
    assert image.dtype == np.float32


@pytest.mark.parametrize("seed", range(200))
def test_a_mutated_file_gives_an_image_or_an_image_error(seed: int) -> None:
    random = np.random.default_rng(seed)
    content = bytearray(WHOLE[list(WHOLE)[seed % len(WHOLE)]])
    for _ in range(int(random.integers(1, 12))):
        # Most of a file's structure is at its beginning.
        end = 200 if random.random() < 0.7 else len(content)
        place = int(random.integers(min(end, len(content))))
        change = random.integers(4)
        some = bytes(random.integers(256, size=random.integers(1, 40), dtype=np.uint8))
        if change == 0:
            del content[place : place + len(some)]
        elif change == 1:
            content[place:place] = some
        else:
            content[place] = some[0]
    with suppress(ImageError):
        image = load_image(bytes(content), name="upload")
        assert image.ndim == 2
        assert image.size > 0
        assert np.isfinite(image).all()
        assert image.min() >= 0
        assert image.max() <= 1


@pytest.mark.parametrize("kind", WHOLE)
@pytest.mark.parametrize("share", [0.0, 0.02, 0.2, 0.9])
def test_the_beginning_of_a_file_gives_an_image_or_an_image_error(kind: str, share: float) -> None:
    with suppress(ImageError):
        assert load_image(WHOLE[kind][: int(share * len(WHOLE[kind]))]).size > 0


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_of_an_animation_the_first_frame_is_read(kind: str) -> None:
    np.testing.assert_array_equal(load_image(animated(kind)), np.ones((30, 40), np.float32))


def test_a_jpeg_of_very_many_scans_is_refused() -> None:
    # Each takes time by the image's size, though it may be of a few bytes.
    whole = WHOLE["progressive JPEG"]
    last = whole[whole.rindex(b"\xff\xda") : -2]
    assert load_image(whole[:-2] + 5 * last + whole[-2:]).shape == (60, 80)
    with pytest.raises(ImageError, match=r"upload is a JPEG of 5\d\d scans.* Save it again"):
        load_image(whole[:-2] + 500 * last + whole[-2:], name="upload")


@pytest.mark.parametrize("ending", ["jpg", "png", "txt", "pdf", ""])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_the_content_and_not_the_ending_tells_the_format(
    tmp_path_factory: pytest.TempPathFactory, kind: str, ending: str
) -> None:
    path = tmp_path_factory.mktemp("wrong") / f"image.{ending}"
    path.write_bytes(WHOLE[kind])
    np.testing.assert_array_equal(load_image(path), load_image(WHOLE[kind]))


@pytest.mark.parametrize(
    "content",
    [
        png(0, 40, 0, (b"IDAT", zlib.compress(b""))),
        png(40, 0, 0, (b"IDAT", zlib.compress(b""))),
        wide_bmp(0, 40),
        b"P5 0 0 255\n",
        b"GIF89a" + bytes(7) + b",\0\0\0\0\0\0\0\0\0\x02\0;",
    ],
    ids=["PNG, no width", "PNG, no height", "BMP", "PGM", "GIF"],
)
def test_an_image_without_pixels_is_refused(content: bytes) -> None:
    with pytest.raises(ImageError, match="upload"):
        load_image(content, name="upload")


@pytest.mark.parametrize(("width", "height"), [(1, 50_000), (50_000, 1)])
def test_an_image_of_one_line_is_too_large_or_read(width: int, height: int) -> None:
    rows = zlib.compress((b"\0" + bytes(width)) * height)
    with pytest.raises(ImageError, match=r"50,000.* is too large"):
        load_image(png(width, height, 0, (b"IDAT", rows)))
    width, height = (min(side, 20_000) for side in (width, height))
    rows = zlib.compress((b"\0" + bytes(width)) * height)
    image = load_image(png(width, height, 0, (b"IDAT", rows)))
    assert min(image.shape) == 1
    assert max(image.shape) < 2_048


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(bytes(1_000_000)),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 40 40\n%%EndComments\n(gone) deletefile\n",
        saved("ICO", sizes=[(16, 16)]),
    ],
    ids=["gzip", "EPS", "ICO"],
)
def test_formats_that_run_programs_or_hide_their_size_are_refused(content: bytes) -> None:
    with pytest.raises(ImageError, match="cannot be read as an image"):
        load_image(content)


def packed(part: bytes, count: int) -> bytes:
    """Return a part, many times over, as zlib compresses it."""
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(part) for _ in range(count)) + packer.flush()


def text_bomb() -> bytes:
    """Return a PNG of a pixel, with a comment of 200 MB, compressed a thousandfold."""
    pixels = (b"IDAT", zlib.compress(b"\0\0"))
    return png(1, 1, 0, (b"zTXt", b"Comment\0\0" + packed(bytes(1_000_000), 200)), pixels)


def pixel_bomb() -> bytes:
    """Return a PNG of half a kilobyte that says it has 10,000 megapixels."""
    return png(100_000, 100_000, 2, (b"IDAT", zlib.compress(bytes(100_000))))


def longer_bomb() -> bytes:
    """Return a PNG of a few pixels, whose rows go on for 200 MB."""
    return png(4, 4, 0, (b"IDAT", packed(bytes(1_000_000), 200)))


def gif_bomb() -> bytes:
    """Return a GIF of a small screen, with a frame of 65,535 by 65,535 pixels."""
    frame = b"," + struct.pack("<HHHHB", 0, 0, 65_535, 65_535, 0) + b"\x02\x02\x4c\x01\0;"
    return b"GIF89a" + struct.pack("<HHBBB", 10, 10, 0x80, 0, 0) + bytes(6) + frame


def bmp_bomb() -> bytes:
    """Return a BMP of 54 bytes that says it has 4,000 megapixels."""
    return wide_bmp(2_000_000, 2_000)


def largest() -> bytes:
    """Return a PNG of as many pixels as are read, all white, in 1 MB."""
    side = int(MAX_PIXELS**0.5)
    return png(side, side, 2, (b"IDAT", packed(b"\0" + b"\xff" * (3 * side), side)))


#: Reads a file from standard input, and prints the memory in kB that this took at its peak.
_MEASURED = """
import sys
from pathlib import Path
from digit_widgets.errors import ImageError
from digit_widgets.imaging import load_image
def memory(kind):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(kind))
load_image(bytes.fromhex(sys.argv[1]))  # loads the decoder, which takes memory of its own
content = sys.stdin.buffer.read()
before = memory("VmRSS")
try:
    result = str(load_image(content).shape)
except ImageError:
    result = "refused"
print(memory("VmHWM") - before, result)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell a process's memory")
@pytest.mark.parametrize(
    ("make", "megabytes", "says"),
    [
        (text_bomb, 30, "refused"),
        (pixel_bomb, 20, "refused"),
        (longer_bomb, 20, "(4, 4)"),
        (gif_bomb, 20, "refused"),
        (bmp_bomb, 20, "refused"),
        (largest, 300, "(1179, 1179)"),
    ],
)
def test_the_memory_that_a_file_takes_is_bounded(
    make: Callable[[], bytes], megabytes: int, says: str
) -> None:
    command = [sys.executable, "-W", "error", "-c", _MEASURED, saved("PNG").hex()]
    done = subprocess.run(command, input=make(), capture_output=True, check=True)
    assert done.stderr == b""
    peak, result = done.stdout.decode().strip().split(" ", 1)
    assert result == says
    assert int(peak) < 1_000 * megabytes
