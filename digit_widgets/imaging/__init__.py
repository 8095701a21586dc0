"""Images: normalise ink and photographs to the networks' 28×28 float32 input; read and write."""

from digit_widgets.imaging.digit_fitting import fit_digit
from digit_widgets.imaging.image_files import MAX_PIXELS, MAX_SIDE, load_image, load_scaled_image
from digit_widgets.imaging.image_normalizer import normalize_image
from digit_widgets.imaging.image_steps import image_steps
from digit_widgets.imaging.ink_normalizer import is_dot, normalize_ink
from digit_widgets.imaging.ink_png import ink_to_png
from digit_widgets.imaging.ink_steps import ink_steps
from digit_widgets.imaging.mnist_format import PEN_WIDTH
from digit_widgets.imaging.normalizer import normalize
from digit_widgets.imaging.normalizing_step import NormalizingStep
from digit_widgets.imaging.raster import rasterize

__all__ = [
    "MAX_PIXELS",
    "MAX_SIDE",
    "PEN_WIDTH",
    "NormalizingStep",
    "fit_digit",
    "image_steps",
    "ink_steps",
    "ink_to_png",
    "is_dot",
    "load_image",
    "load_scaled_image",
    "normalize",
    "normalize_image",
    "normalize_ink",
    "rasterize",
]
