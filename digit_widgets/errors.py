"""Errors that Digit Widgets raises; each message says in one or two lines what to do."""

__all__ = [
    "ArgumentError",
    "DataError",
    "DigitWidgetsError",
    "HostError",
    "ImageError",
    "InkError",
    "ModelError",
    "ModelWarning",
    "SweepError",
]


class DigitWidgetsError(Exception):
    """Base class of all errors that Digit Widgets raises about its input."""


class ArgumentError(DigitWidgetsError, TypeError, ValueError):
    """An argument with an unknown name, of the wrong type or out of range."""


class InkError(DigitWidgetsError, ValueError):
    """A drawing that is malformed, out of range or too large."""


class ImageError(DigitWidgetsError, ValueError):
    """An image that cannot be read, or an array that is not an image."""


class ModelError(DigitWidgetsError, ValueError):
    """A model that cannot be found, loaded or used to read digits."""


class ModelWarning(UserWarning):
    """A model reads too few real digits, fed as is stated or however it is fed."""


class DataError(DigitWidgetsError, ValueError):
    """A data set that cannot be found or has unexpected contents."""


class HostError(DigitWidgetsError, RuntimeError):
    """JupyterLab or Voila cannot be started."""


class SweepError(DigitWidgetsError, RuntimeError):
    """A sweep that cannot begin or go on: its folder, its workers or their scheduler."""
