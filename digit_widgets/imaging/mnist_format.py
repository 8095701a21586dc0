"""MNIST's image format: the image size, the digit's box and the pen width.

Y. LeCun et al., "Gradient-based learning applied to document recognition", 1998; C. Yadav and
L. Bottou, "Cold Case: The Lost MNIST Digits", arXiv 1905.10498.
"""

from __future__ import annotations

__all__ = ["DIGIT_BOX", "IMAGE_SIZE", "MASS_CENTER", "PEN_WIDTH"]

#: Side of an image, in pixels.
IMAGE_SIZE = 28
#: Side of the box that a digit is fitted into, in pixels.
DIGIT_BOX = 20
#: Position of a digit's centre of mass in x and y; pixel i reaches from i to i + 1. The mean over
#: MNIST's images is 14.5, because its makers took pixel 14 of 0..27 for the middle.
MASS_CENTER = 14.5
#: Pen width in pixels; images drawn with it have the same mean grey as MNIST's.
PEN_WIDTH = 2.4
