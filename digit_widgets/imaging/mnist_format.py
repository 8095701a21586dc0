"""MNIST's image format: the size, the digit's box and the pen of all images that networks read.

Y. LeCun et al., "Gradient-based learning applied to document recognition", 1998; C. Yadav and
L. Bottou, "Cold Case: The Lost MNIST Digits", arXiv 1905.10498.
"""

from __future__ import annotations

__all__ = ["DIGIT_BOX", "IMAGE_SIZE", "MASS_CENTER", "PEN_WIDTH"]

#: Side of an image, in pixels.
IMAGE_SIZE = 28
#: Side of the box in it that a digit is fitted into, in pixels.
DIGIT_BOX = 20
#: Where a digit's centre of mass is, in x and y, pixel i reaching from i to i + 1: the mean over
#: MNIST's images is 14.5, because its makers took pixel 14 of 0..27 for the middle.
MASS_CENTER = 14.5
#: Width of the pen, in pixels; the mean grey of images made with it is MNIST's own.
PEN_WIDTH = 2.4
