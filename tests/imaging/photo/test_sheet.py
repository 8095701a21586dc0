"""The sheet: told from its background, and from what is as bright."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digit_widgets.imaging.photo.sheet import find_sheet
from tests.support.scenes import Grey, draw_lines, page, write


def sheet_on(desk: Grey, corners: list[tuple[int, int]]) -> tuple[Grey, Grey]:
    """Lay paper on a desk; return the image, and where the paper is."""
    mask = Image.new("L", desk.shape[::-1])
    ImageDraw.Draw(mask).polygon(corners, 1)
    where = np.asarray(mask) > 0
    return np.where(where, page(*desk.shape[::-1]), desk).astype(np.float32), where


CORNERS = [(130, 60), (460, 90), (430, 400), (100, 370)]


def stripes() -> Grey:
    x = np.arange(600)
    return np.tile((0.35 + 0.1 * np.sin(x / 5)).astype(np.float32), (450, 1))


@pytest.mark.parametrize("desk", [page(grey=0.2), page(grey=0.55), stripes()])
def test_a_sheet_is_found_on_a_desk(desk: Grey) -> None:
    image, where = sheet_on(desk, CORNERS)
    found = find_sheet(write(image, "4", 220, 150))
    assert found is not None
    assert not (found & ~where).any()
    assert found.sum() > 0.9 * where.sum()


def tiles() -> Grey:
    """Tiles as bright as paper, with darker joints."""
    desk = page(grey=0.78)
    for at in range(20, 600, 75):
        desk[at : at + 6] = 0.3
        desk[:, at : at + 6] = 0.3
    return desk


def half_bright() -> Grey:
    """A desk that is dark on the left, and nearly as bright as paper on the right."""
    desk = page(grey=0.25)
    desk[:, 300:] = page(grey=0.8)[:, 300:]
    return desk


def test_a_sheet_ends_at_its_sides_beside_what_is_nearly_as_bright() -> None:
    image, where = sheet_on(half_bright(), CORNERS)
    # The shadow of its edge.
    image[(np.roll(where, (3, 4), (0, 1))) & ~where] *= 0.6
    found = find_sheet(write(image, "4", 220, 150))
    assert found is not None
    assert (found & ~where).sum() < 0.01 * where.sum()
    assert found.sum() > 0.9 * where.sum()


def test_a_sheet_in_uneven_light_is_found_whole() -> None:
    light = np.linspace(1.0, 0.5, 600, dtype=np.float32)
    image, where = sheet_on(page(grey=0.2), CORNERS)
    found = find_sheet(write(image * light, "4", 220, 150))
    assert found is not None
    assert (found & ~where).sum() < 0.01 * where.sum()
    assert found.sum() > 0.9 * where.sum()


def test_tiles_alone_are_no_sheet() -> None:
    assert find_sheet(tiles()) is None


def test_a_frame_is_no_sheet() -> None:
    corners = [(100, 80), (500, 80), (500, 380), (100, 380), (100, 80)]
    assert find_sheet(draw_lines(page(), [corners], 6)) is None


def test_a_sheet_may_reach_beyond_the_image() -> None:
    image, where = sheet_on(page(grey=0.2), [(200, -50), (900, -50), (900, 300), (220, 330)])
    found = find_sheet(image)
    assert found is not None
    assert (found & where).sum() > 0.9 * where.sum()
    assert not (found & ~where).any()


def test_paper_alone_has_no_sheet() -> None:
    assert find_sheet(write(page(), "7", 200, 150)) is None
    light = np.linspace(0.3, 1, 600, dtype=np.float32)
    assert find_sheet(write(page(), "7", 200, 150) * light) is None


def test_a_soft_shadow_is_no_desk() -> None:
    x = np.arange(600)
    shadow = (1 - 0.5 / (1 + np.exp((x - 300) / 8))).astype(np.float32)
    assert find_sheet(page() * shadow) is None


def test_a_thick_bright_0_and_1_on_a_board_are_no_sheets() -> None:
    board = page(grey=0.1)
    assert find_sheet(write(board, "0", 150, 60, size=330, pen=60, ink=0.9)) is None
    assert find_sheet(write(board, "1", 150, 60, size=330, pen=70, ink=0.9)) is None
