"""Strokes: digits are told from everything else that stands on a page."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.imaging.photo.strokes import Strokes, find_strokes
from tests.support.scenes import Grey, draw_lines, page, write

#: Where the tests write their digit: left, top, and its size.
LEFT, TOP, SIZE = 240, 150, 140


def boxes(strokes: Strokes) -> list[tuple[float, ...]]:
    """Return the box of each piece, in pixels of the image."""
    return [
        tuple(round(strokes.scale * side) for side in piece.box)
        for row in strokes.rows
        for piece in row.pieces
    ]


def inked(image: Grey) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what is bright."""
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def frame(left: float, top: float, right: float, bottom: float) -> list[list[tuple[float, float]]]:
    return [[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]]


def ring(x: float, y: float, wide: float, high: float) -> list[list[tuple[float, float]]]:
    turns = np.linspace(0, 2 * np.pi, 60)
    return [[(x + wide * np.cos(turn), y + high * np.sin(turn)) for turn in turns]]


def with_specks(image: Grey) -> Grey:
    for x, y in np.random.default_rng(1).integers(5, 440, (20, 2)):
        image[y : y + 3, x : x + 3] = 0.1
    return image


def with_text(image: Grey) -> Grey:
    return write(image, "171417", 200, 90, size=18, pen=2)


#: What stands around a digit and is none.
AROUND = {
    "nothing": lambda image: image,
    "a frame": lambda image: draw_lines(image, frame(180, 100, 440, 340), 3),
    "a frame in a frame": lambda image: draw_lines(
        image, frame(180, 100, 440, 340) + frame(150, 70, 470, 370), 3
    ),
    "a ring": lambda image: draw_lines(image, ring(300, 220, 150, 140), 6),
    "an underline": lambda image: draw_lines(image, [[(180, 330), (430, 338)]], 6),
    "an underline shorter than it": lambda image: draw_lines(image, [[(250, 330), (350, 326)]], 6),
    "specks": with_specks,
    "print above": with_text,
    "a finger at the edge": lambda image: draw_lines(image, [[(520, 450), (510, 380)]], 60, 0.4),
    "ruled lines": lambda image: draw_lines(
        image, [[(-20, y), (640, y + 8)] for y in range(30, 450, 60)], 1.5, 0.6
    ),
}


@pytest.mark.parametrize("what", AROUND)
@pytest.mark.parametrize("label", ["2", "5", "8"])
def test_only_the_digit_is_left(what: str, label: str) -> None:
    image = write(AROUND[what](page()), label, LEFT, TOP, SIZE)
    found = boxes(find_strokes(image))
    expected = inked(write(np.zeros_like(image), label, LEFT, TOP, SIZE, ink=1) > 0.5)
    assert len(found) == 1
    np.testing.assert_allclose(found[0], expected, atol=5)


def test_a_face_is_no_digit() -> None:
    face = ring(300, 220, 130, 150) + ring(250, 180, 14, 14) + ring(350, 180, 14, 14)
    face.append([(240, 280), (300, 310), (360, 280)])
    assert not find_strokes(draw_lines(page(), face, 7)).rows


def test_a_slashed_0_stays_whole() -> None:
    image = draw_lines(page(), ring(300, 220, 60, 90), 7)
    image = draw_lines(image, [[(275, 260), (325, 180)]], 7)
    strokes = find_strokes(image)
    # The slash, which does not touch, and the oval are parts of one row.
    assert len(strokes.rows) == 1
    left, top, right, bottom = (strokes.scale * side for side in strokes.rows[0].pieces[0].box)
    assert right - left > 115
    assert bottom - top > 175


@pytest.mark.parametrize("what", ["nothing", "an underline", "ruled lines", "a finger at the edge"])
def test_paper_without_a_digit_has_none(what: str) -> None:
    assert not find_strokes(AROUND[what](page())).rows


def test_noise_has_none() -> None:
    noise = np.random.default_rng(0).random((300, 400)).astype(np.float32)
    assert not find_strokes(noise).rows


def test_an_image_cut_close_to_its_digit_has_it() -> None:
    image = write(page(), "2", LEFT, TOP, SIZE)
    left, top, right, bottom = inked(write(np.zeros_like(image), "2", LEFT, TOP, SIZE, ink=1) > 0.5)
    assert len(boxes(find_strokes(image[top:bottom, left:right]))) == 1


@pytest.mark.parametrize("shape", [(64, 16), (16, 64), (70, 2000), (2000, 70)])
def test_narrow_images_are_looked_at(shape: tuple[int, int]) -> None:
    image = np.full(shape, 0.9, np.float32)
    image[5:-5, 5:-5] = 0.1
    assert find_strokes(image).grey.ndim == 2


def test_a_large_drawing_may_run_over_the_edge_with_the_end_of_a_stroke() -> None:
    stem = [(300.0, 120.0), (260.0, 300.0), (240.0, 470.0)]
    loop = ring(330, 130, 70, 60)[0]
    drawn = draw_lines(page(), [stem, loop], 14)
    (row,) = find_strokes(drawn).rows
    assert row.height > 300
    # What comes in from outside beside a digit, or is small, is none.
    beside = write(drawn, "7", 420, 60, SIZE)
    assert max(box[0] for box in boxes(find_strokes(beside))) > 400
    small = draw_lines(page(), [[(300, 380), (310, 470)]], 10)
    assert not find_strokes(small).rows
