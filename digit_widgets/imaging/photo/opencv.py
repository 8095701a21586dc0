"""OpenCV, which images of 64 pixels or more a side need; it is imported only for them."""

from __future__ import annotations

from types import ModuleType

from digit_widgets.errors import ImageError

__all__ = ["import_opencv"]


def import_opencv() -> ModuleType:
    """Return the module cv2.

    Raises
    ------
    ImageError
        OpenCV is not installed.
    """
    try:
        import cv2
    except ImportError:
        raise ImageError(
            "Images of 64 pixels or more a side need OpenCV: install it with "
            "pip install 'digit-widgets[images]'."
        ) from None
    return cv2
