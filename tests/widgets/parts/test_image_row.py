"""Images in a row: each with its own words, which are no HTML."""

from __future__ import annotations

import numpy as np
import pytest
from ipywidgets import HTML
from traitlets import TraitError

from digit_widgets.errors import ArgumentError
from digit_widgets.widgets import DigitPreview, ImageRow
from tests.support.widget_tree import find_all


def test_each_image_has_its_words_on_as_many_lines_as_are_given() -> None:
    images = np.eye(28, dtype=np.float32)[np.newaxis] * np.array([0.5, 1.0])[:, None, None]
    row = ImageRow(images, ["a <4>\nread as 9", ""], zoom=3)
    shown = find_all(row, DigitPreview)
    np.testing.assert_array_equal([each.image for each in shown], images)
    words = [each.value for each in find_all(row, HTML)]
    assert "a &lt;4&gt;<br>read as 9" in words[0]
    assert repr(row) == "ImageRow(images=2)"


def test_what_is_no_image_or_has_no_words_is_told() -> None:
    with pytest.raises(ArgumentError, match="1 images, and 0 captions"):
        ImageRow([np.zeros((28, 28))], [])
    with pytest.raises(TraitError, match="28, 28"):
        ImageRow([np.zeros((5, 5))], [""])
