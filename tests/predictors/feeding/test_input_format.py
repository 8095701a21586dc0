"""Input formats: what a model is given for an image, in its shape, range and orientation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors import InputFormat
from digit_widgets.predictors.feeding.input_format import RANGES, STANDARDIZED, split_shape

SHAPES = [(28, 28), (28, 28, 1), (1, 28, 28), (784,), (784, 1), (28, 28, 3), (3, 28, 28)]


@pytest.fixture
def images() -> NDArray[np.float32]:
    """Return two images whose pixels all differ, with paper at the margin."""
    values = np.random.default_rng(1).random((2, 28, 28)).astype(np.float32)
    values[:, :4] = values[:, -4:] = values[:, :, :4] = values[:, :, -4:] = 0
    return values


@pytest.mark.parametrize("shape", SHAPES)
def test_every_layout_holds_the_same_pixels(
    shape: tuple[int, ...], images: NDArray[np.float32]
) -> None:
    given_ = InputFormat(shape).encode(images)
    assert given_.shape == (2, *shape)
    assert given_.dtype == np.float32
    channels = {3: -1, 1: -1}.get(shape[-1], 1) if len(shape) == 3 else -1
    first = np.take(given_, 0, axis=channels) if 3 in shape else given_
    np.testing.assert_array_equal(first.reshape(2, 28, 28), images)


@given(st.sampled_from(RANGES))
def test_paper_and_ink_get_the_values_of_the_range(values: tuple[float, float]) -> None:
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 14, 14] = 1
    given_ = InputFormat((28, 28), range=values).encode(image)
    np.testing.assert_allclose([given_[0, 0, 0], given_[0, 14, 14]], values, rtol=1e-5)


def test_integers_are_rounded_to_and_not_cut_off() -> None:
    image = np.full((1, 28, 28), 0.999 / 255, np.float32)
    given_ = InputFormat((28, 28), "uint8", (0.0, 255.0)).encode(image)
    assert given_.dtype == np.uint8
    assert (given_ == 1).all()


def test_transposed_images_have_their_rows_as_columns(images: NDArray[np.float32]) -> None:
    given_ = InputFormat((28, 28), transposed=True).encode(images)
    np.testing.assert_array_equal(given_, images.transpose(0, 2, 1))


def test_padding_keeps_the_pixels_and_resampling_the_ink(images: NDArray[np.float32]) -> None:
    padded = InputFormat((32, 32, 1), framing="padded").encode(images)[..., 0]
    np.testing.assert_array_equal(padded[:, 2:30, 2:30], images)
    assert padded.sum() == pytest.approx(images.sum(), rel=1e-5)
    resampled = InputFormat((56, 56)).encode(images)
    assert resampled.sum() == pytest.approx(4 * images.sum(), rel=0.02)


def test_a_cropped_image_is_the_box_around_the_ink() -> None:
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 10:18, 5:13] = 1
    given_ = InputFormat((8, 8), framing="cropped").encode(image)[0]
    assert given_[:, 2:-2].min() > 0.99
    assert given_[:, [0, -1]].max() < 0.5
    assert InputFormat((8, 8), framing="cropped").encode(0 * image).max() == 0


def test_a_batch_without_images_stays_one() -> None:
    none = np.zeros((0, 28, 28), np.float32)
    assert InputFormat((784,), range=(0.0, 255.0)).encode(none).shape == (0, 784)


@pytest.mark.parametrize(
    "shape", [(28, 30), (783,), (28, 28, 2), (1,), (4,), (7, 7), (28, 28, 1, 1), ()]
)
def test_what_is_no_square_image_is_no_input(shape: tuple[int, ...]) -> None:
    with pytest.raises(ModelError, match="not the shape of a square image"):
        split_shape(shape)


@pytest.mark.parametrize(
    ("input_format", "words"),
    [
        (InputFormat(), "0..1"),
        (InputFormat((784,)), "0..1"),
        (InputFormat((32, 32, 3), range=(0.0, 255.0)), "32×32, 3 channels, 0..255"),
        (InputFormat((1, 32, 32), framing="padded"), "32×32 by padding, 0..1"),
        (InputFormat((8, 8), range=(0.0, 16.0), framing="cropped"), "8×8 of the ink's box, 0..16"),
        (InputFormat(range=(1.0, 0.0)), "0..1 black on white"),
        (InputFormat(range=(-1.0, 1.0), transposed=True), "-1..1, transposed"),
        (InputFormat(range=STANDARDIZED), "standardised (mean 0.1307, deviation 0.3081)"),
    ],
)
def test_what_is_fed_is_said_without_what_is_plain(input_format: InputFormat, words: str) -> None:
    assert input_format.describe() == words


def test_only_28_by_28_in_0_to_1_is_plain() -> None:
    assert all(InputFormat(shape).is_plain for shape in SHAPES if 3 not in shape)
    others = [
        InputFormat((28, 28, 3)),
        InputFormat((32, 32)),
        InputFormat(range=(0.0, 255.0)),
        InputFormat(transposed=True),
    ]
    assert not any(each.is_plain for each in others)
