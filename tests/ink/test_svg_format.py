"""Drawings as SVG and PNG: other programs show what was drawn."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from digit_widgets.errors import ImageError
from digit_widgets.imaging import ink_to_png
from digit_widgets.ink import MAX_COORDINATE, Ink, Stroke, ink_to_svg, smooth_polyline

SVG = "{http://www.w3.org/2000/svg}"
coordinates = st.floats(-20, 80) | st.floats(-MAX_COORDINATE, MAX_COORDINATE)
strokes = st.builds(
    Stroke,
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=8),
    st.floats(0.01, 40),
)
inks = st.lists(strokes, max_size=4).map(tuple).map(Ink)


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", path)]


def pixels(png: bytes) -> NDArray[np.float64]:
    with Image.open(io.BytesIO(png)) as image:
        assert (image.format, image.mode) == ("PNG", "L")
        return np.asarray(image) / 255


@given(inks)
def test_an_svg_has_one_path_a_stroke_in_their_order(ink: Ink) -> None:
    paths = list(ET.fromstring(ink_to_svg(ink, 60, 60)).iter(f"{SVG}path"))
    assert len(paths) == len(ink.strokes)
    for path, stroke in zip(paths, ink.strokes, strict=True):
        assert float(path.attrib["stroke-width"]) == pytest.approx(stroke.width, abs=0.0051)
        assert numbers(path.attrib["d"])[:2] == pytest.approx(stroke.points[0], abs=0.0051)


@given(inks)
def test_numbers_in_an_svg_have_two_decimals_at_most(ink: Ink) -> None:
    for path in ET.fromstring(ink_to_svg(ink, 60, 60)).iter(f"{SVG}path"):
        number = r"(?!-0(?![.\d]))-?\d+(\.\d{1,2})?"
        assert re.fullmatch(rf"M{number} {number}(h0|C{number}( {number})*)", path.attrib["d"])


def test_an_svg_is_as_documented() -> None:
    ink = Ink((Stroke([(10, 10), (40, 10), (70, 10)], 8), Stroke([(5.126, -0.001)], 3)))
    assert ink_to_svg(ink, 280, 140.5) == (
        '<svg xmlns="http://www.w3.org/2000/svg" width="280" height="140.5"'
        ' viewBox="0 0 280 140.5">\n'
        '<rect width="280" height="140.5" fill="black"/>\n'
        '<g fill="none" stroke="white" stroke-linecap="round" stroke-linejoin="round">\n'
        '<path stroke-width="8" d="M10 10C20 10 30 10 40 10 50 10 60 10 70 10"/>\n'
        '<path stroke-width="3" d="M5.13 0h0"/>\n'
        "</g>\n"
        "</svg>\n"
    )


def test_a_stroke_that_stayed_in_one_place_is_a_dot() -> None:
    svg = ink_to_svg(Ink((Stroke([(3, 4), (3, 4), (3, 4)], 5),)), 10, 10)
    assert 'd="M3 4h0"' in svg


def test_an_svgs_colours_are_chosen_and_cannot_break_out_of_it() -> None:
    ink = Ink.from_strokes([[(1, 2), (3, 4)]])
    root = ET.fromstring(
        ink_to_svg(ink, 9, 9, foreground="rgb(1, 2, 3)", background='"/><script a="&')
    )
    assert root.find(f"{SVG}g").attrib["stroke"] == "rgb(1, 2, 3)"
    assert root.find(f"{SVG}rect").attrib["fill"] == '"/><script a="&'
    assert [child.tag for child in root] == [f"{SVG}rect", f"{SVG}g"]


def test_a_blank_drawing_is_a_blank_image() -> None:
    assert not list(ET.fromstring(ink_to_svg(Ink(), 60, 40)).iter(f"{SVG}path"))
    assert not pixels(ink_to_png(Ink(), 60, 40)).any()


@pytest.mark.parametrize(("density", "shape"), [(1, (40, 60)), (2, (80, 120)), (0.5, (20, 30))])
def test_a_png_has_the_pixels_of_its_size_and_density(
    density: float, shape: tuple[int, int]
) -> None:
    assert pixels(ink_to_png(Ink(), 60, 40, density)).shape == shape
    if density == 2:
        assert pixels(ink_to_png(Ink(), 60, 40)).shape == shape


def test_a_png_is_bright_where_the_ink_is_and_dark_elsewhere() -> None:
    stroke = Stroke([(10, 10), (30, 35), (60, 20), (80, 50)], 6)
    image = pixels(ink_to_png(Ink((stroke, Stroke([(90, 10)], 9))), 100, 60, 2))
    rows, columns = (np.mgrid[:120, :200] + 0.5) / 2
    dot = np.hypot(columns - 90, rows - 10)
    path = smooth_polyline(stroke.points, stroke.width, 1e-3)
    away = np.min([np.hypot(columns - x, rows - y) for x, y in path], axis=0)
    # The points of the path are up to a pixel apart, and edges are a pixel wide.
    assert image[(away < 2) | (dot < 4)].min() == 1
    assert image[(away > 4) & (dot > 5.1)].max() == 0


def test_a_pngs_edges_are_anti_aliased() -> None:
    image = pixels(ink_to_png(Ink.from_strokes([[(-9, 5.25), (40, 5.25)]], width=4), 30, 10, 1))
    assert image[:, 15] == pytest.approx([0, 0, 0, 0.75, 1, 1, 1, 0.25, 0, 0], abs=0.01)


def test_a_long_stroke_is_drawn_as_wide_all_along() -> None:
    turns = np.linspace(0, 12 * np.pi, 2_000)
    spiral = np.stack([150 + 3.5 * turns * np.cos(turns), 150 + 3.5 * turns * np.sin(turns)], 1)
    image = pixels(ink_to_png(Ink.from_strokes([spiral], width=3), 300, 300, 1))
    steps = np.hypot(*np.diff(spiral, axis=0).T).sum()
    assert image.sum() == pytest.approx(steps * 3 + np.pi * 1.5**2, rel=0.01)


@given(inks)
def test_any_drawing_gives_a_png(ink: Ink) -> None:
    assert pixels(ink_to_png(ink, 60, 40, 1)).shape == (40, 60)


@pytest.mark.parametrize(
    ("size", "says"),
    [
        ((0, 40), "a pixel or more a side, not 0 × 80"),
        ((40, -1), "not 80 × -2"),
        ((5_000, 5_000), "10,000 × 10,000 pixels, is too large"),
    ],
)
def test_pngs_without_pixels_or_with_too_many_are_refused(size: tuple[int, int], says: str) -> None:
    with pytest.raises(ImageError, match=says):
        ink_to_png(Ink(), *size)
