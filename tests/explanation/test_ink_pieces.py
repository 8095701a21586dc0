"""Ink pieces: the drawing, cut up, with each variant where the whole drawing stands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError
from digit_widgets.explanation import InkPieces, cut_ink
from digit_widgets.imaging import PEN_WIDTH, is_dot, normalize_ink, rasterize
from digit_widgets.ink import Ink, flatten_curves
from tests.explanation.known import drawing

coordinates = st.integers(0, 280)
strokes = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=12)
drawings = (
    st.lists(strokes, min_size=1, max_size=4)
    .map(lambda each: Ink.from_strokes(each, width=12))
    .filter(lambda ink: not is_dot(ink))
)


def assert_alike(one: NDArray[np.float32], other: NDArray[np.float32]) -> None:
    """Compare up to rounding, which may drop another point, a fifth of a pixel away."""
    assert float(np.abs(one - other).max()) < 0.15
    assert float(np.abs(one - other).mean()) < 0.01


def draw_in_frame(ink: Ink, pieces: InkPieces) -> NDArray[np.float32]:
    """Draw ink where the pieces' own drawing stands in the image."""
    placed = pieces.placed
    moved = flatten_curves(ink).transform(placed.scale, placed.dx, placed.dy)
    return rasterize(moved.with_width(PEN_WIDTH))


@given(drawings)
def test_all_pieces_together_are_the_drawing_as_a_model_sees_it(ink: Ink) -> None:
    pieces = cut_ink(ink)
    assert_alike(pieces.image, normalize_ink(ink))
    assert len(pieces) == len(pieces.images) == len(pieces.strokes) == len(pieces.lengths)


@given(drawings, st.data())
def test_a_drawing_without_pieces_is_the_rest_drawn_in_place(ink: Ink, data: st.DataObject) -> None:
    pieces = cut_ink(ink)
    begin, end = data.draw(st.sampled_from(pieces.stroke_spans))
    first = data.draw(st.integers(begin, end))
    last = data.draw(st.integers(first, end))
    (image,) = pieces.remove(np.array([first]), np.array([last]))
    rest = pieces.erase(first, last)
    # Specks are in no piece, but stay in the drawing.
    read = set(pieces.strokes.tolist())
    specks = [stroke for n, stroke in enumerate(ink.strokes) if n not in read]
    drawn = Ink(tuple(stroke for stroke in rest.strokes if stroke not in specks))
    assert_alike(image, draw_in_frame(drawn, pieces))


@given(drawings)
def test_pieces_follow_one_another_along_each_stroke(ink: Ink) -> None:
    pieces = cut_ink(ink)
    for begin, end in pieces.stroke_spans:
        flat = flatten_curves(Ink((ink.strokes[pieces.strokes[begin]],))).strokes[0].points
        np.testing.assert_array_equal(pieces.paths[begin][0], flat[0])
        np.testing.assert_array_equal(pieces.paths[end][-1], flat[-1])
        for piece in range(begin, end):
            np.testing.assert_array_equal(pieces.paths[piece][-1], pieces.paths[piece + 1][0])


@pytest.mark.parametrize("digit", "0123456789")
def test_a_digit_has_a_few_dozen_pieces(digit: str) -> None:
    pieces = cut_ink(drawing(digit))
    assert 10 <= len(pieces) <= 42
    for begin, end in pieces.stroke_spans:
        lengths = pieces.lengths[begin : end + 1]
        np.testing.assert_allclose(lengths, lengths[0])
        for path, length in zip(pieces.paths[begin : end + 1], lengths, strict=True):
            assert float(np.hypot(*np.diff(path, axis=0).T).sum()) == pytest.approx(
                length, rel=0.02
            )


def test_erasing_within_a_stroke_leaves_its_two_ends() -> None:
    ink = drawing("4")
    pieces = cut_ink(ink)
    begin, end = pieces.stroke_spans[0]
    rest = pieces.erase(begin + 3, begin + 5)
    assert len(rest.strokes) == 3
    np.testing.assert_array_equal(rest.strokes[0].points[0], ink.strokes[0].points[0])
    np.testing.assert_array_equal(rest.strokes[1].points[-1], ink.strokes[0].points[-1])
    assert rest.strokes[2] is ink.strokes[1]
    assert pieces.erase(begin, end).strokes == ink.strokes[1:]


def test_a_speck_is_in_no_piece() -> None:
    ink = Ink((*drawing("7").strokes, *Ink.from_strokes([[(20, 20), (22, 21)]], 16).strokes))
    assert set(cut_ink(ink).strokes.tolist()) == {0}


@pytest.mark.parametrize("ink", [Ink(), Ink.from_strokes([[(5, 5)]], 16)])
def test_nothing_and_a_dot_cannot_be_cut(ink: Ink) -> None:
    with pytest.raises(ArgumentError, match="no pieces"):
        cut_ink(ink)
