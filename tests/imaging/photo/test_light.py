"""Light: contrast with the paper, whatever light falls on it."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.imaging.photo.light import measure_contrast
from tests.support.scenes import page, write


@pytest.mark.parametrize(("paper", "ink"), [(0.85, 0.15), (0.15, 0.85)])
def test_ink_is_dark_or_bright(paper: float, ink: float) -> None:
    contrast = measure_contrast(write(page(grey=paper), "8", 200, 150, ink=ink), None)
    assert contrast.dark == (ink < paper)
    cover = write(np.zeros((450, 600), np.float32), "8", 200, 150, ink=1)
    assert contrast.image[cover > 0.9].min() > 0.5
    assert np.abs(contrast.image[cover == 0]).mean() < 0.05


def test_ink_is_as_strong_in_the_shade() -> None:
    shadow = np.where(np.arange(600) < 300, 0.45, 1).astype(np.float32)
    image = write(page(), "11", 180, 150, step=1.6) * shadow
    contrast = measure_contrast(image, None).image
    cover = write(np.zeros((450, 600), np.float32), "11", 180, 150, ink=1, step=1.6) > 0.9
    left, right = (
        contrast[:, part][cover[:, part]].mean() for part in (slice(300), slice(300, 600))
    )
    assert left == pytest.approx(right, abs=0.1)
    # The hard edge of the shadow is no ink, nor is what lies in it.
    assert contrast[300:, :250].max() < 0.3


def test_a_pen_may_be_a_third_of_the_digit() -> None:
    image = write(page(), "1", 200, 100, size=230, pen=65)
    contrast = measure_contrast(image, None).image
    cover = write(np.zeros((450, 600), np.float32), "1", 200, 100, size=230, pen=65, ink=1)
    assert contrast[cover > 0.9].mean() > 0.6


def test_nothing_beyond_the_sheet_has_contrast() -> None:
    sheet = np.zeros((450, 600), np.bool_)
    sheet[100:350, 150:450] = True
    image = np.where(sheet, page(), 0.2).astype(np.float32)
    contrast = measure_contrast(write(image, "4", 230, 150), sheet)
    assert contrast.dark
    assert not contrast.image[~sheet].any()
    assert contrast.image[150:270, 230:330].max() > 0.6


def test_the_darkest_shade_has_no_ink_of_a_few_greys() -> None:
    greys = np.random.default_rng(2).integers(8, 13, (450, 600))
    contrast = measure_contrast((greys / 255).astype(np.float32), None)
    assert contrast.image.max() < contrast.threshold
