"""OpenCV, which images with a side of 64 pixels or more need; it is imported only for them."""

from __future__ import annotations

import os
from types import ModuleType

from digit_widgets.errors import ImageError

__all__ = ["import_opencv"]

_PATH = "LD_LIBRARY_PATH"


def import_opencv() -> ModuleType:
    """Return the module cv2.

    Raises
    ------
    ImageError
        OpenCV is not installed.
    """
    path = os.environ.get(_PATH)
    try:
        import cv2
    except ImportError:
        raise ImageError(
            "Images with a side of 64 pixels or more need OpenCV: install it with "
            "pip install 'digit-widgets[images]', in a clone of the project with "
            "pip install --editable '.[images]'."
        ) from None
    # OpenCV changes it at its import, for nothing that is loaded later; processes that are started
    # would find other libraries, and kernels could not be forked.
    if os.environ.get(_PATH) != path:
        if path is None:
            del os.environ[_PATH]
        else:
            os.environ[_PATH] = path
    return cv2
