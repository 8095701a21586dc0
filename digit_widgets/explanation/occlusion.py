"""Occlusion: what each place of the 28×28 does for a label, by painting it over with paper.

M. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", arXiv 1311.2901,
slid a grey square over an image; here it has the colour of the paper, which is what stands where
nobody has drawn. RISE (arXiv 1806.07421) averages over thousands of random masks instead: on
28×28 pixels, the hundred squares that touch ink say the same in a thirtieth of the time, and say
it again the second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from digit_widgets.explanation.arguments import check_image, open_model
from digit_widgets.explanation.question import Question
from digit_widgets.imaging.mnist_format import IMAGE_SIZE
from digit_widgets.predictors.digit_predictor import predict_with_scores

__all__ = ["Occlusion", "occlude"]

#: Side of the square in pixels, wider than MNIST's pen; and its step, so that four squares cover
#: each pixel.
_SIDE, _STEP = 4, 2
#: A square with less ink than this in every pixel changes nothing.
_LEAST_INK = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Occlusion:
    """A model's readings of an image, whole and with each of N squares painted over.

    It answers any `Question` without reading again.

    Attributes
    ----------
    labels
        The model's labels.
    whole
        (labels,) float32: the probabilities for the whole image.
    without
        (N, labels) float32: those with each square painted over.
    corners
        (N, 2) int: row and column of each square's first pixel.
    """

    labels: tuple[str, ...]
    whole: NDArray[np.float32]
    without: NDArray[np.float32]
    corners: NDArray[np.intp]

    def weigh(self, question: Question) -> NDArray[np.float64]:
        """Return (28, 28) float64: the mean evidence of the squares that cover each pixel.

        Above 0 where what is drawn speaks for the label; 0 where nothing is drawn.

        Raises
        ------
        ArgumentError
            The model has no such label.
        """
        evidence = question.weigh_parts(self.labels, self.whole, self.without)
        total = np.zeros((IMAGE_SIZE, IMAGE_SIZE))
        for (row, column), weight in zip(self.corners.tolist(), evidence.tolist(), strict=True):
            total[row : row + _SIDE, column : column + _SIDE] += weight
        return total / _COVERED


def occlude(model: Any, image: NDArray[np.float32]) -> Occlusion:
    """Read an image whole and with each square painted over, in one batch.

    Parameters
    ----------
    model
        Anything that `load_predictor` takes.
    image
        (28, 28) float32 in 0..1, bright ink on black, such as `DigitPad.image`.

    Raises
    ------
    ArgumentError
        The image has another shape or range, or is blank.
    ModelError
        The model cannot be used, or its output is not probabilities. Exceptions of the model's own
        code pass through.

    Warns
    -----
    ModelWarning
        The model reads no digits, however it is fed.
    """
    predictor = open_model(model)
    image = check_image(image)
    inked = sliding_window_view(image, (_SIDE, _SIDE))[::_STEP, ::_STEP].max(axis=(2, 3))
    corners = np.argwhere(inked > _LEAST_INK) * _STEP
    images = np.repeat(image[np.newaxis], len(corners) + 1, axis=0)
    for variant, (row, column) in zip(images[1:], corners.tolist(), strict=True):
        variant[row : row + _SIDE, column : column + _SIDE] = 0
    # A blank image is never passed to a model.
    drawn = images.max(axis=(1, 2)) > 0
    probabilities = predict_with_scores(predictor, images[drawn])[0]
    labels = tuple(predictor.labels)
    return Occlusion(labels, probabilities[0], probabilities[1:], corners[drawn[1:]])


def _count_covering() -> NDArray[np.float64]:
    """Return how many squares cover each pixel."""
    covered = np.zeros((IMAGE_SIZE, IMAGE_SIZE))
    corners = range(0, IMAGE_SIZE - _SIDE + 1, _STEP)
    for row in corners:
        for column in corners:
            covered[row : row + _SIDE, column : column + _SIDE] += 1
    return covered


_COVERED = _count_covering()
