"""The networks that come with the package."""

from __future__ import annotations

from pathlib import Path

from digit_widgets.errors import ModelError
from digit_widgets.shipped import shipped_file

__all__ = ["BUNDLED", "bundled_model"]

#: Names of the models that come with the package.
BUNDLED = ("cnn", "ann")


def bundled_model(name: str, suffix: str = ".tflite") -> Path:
    """Return the path of a bundled model's file.

    Parameters
    ----------
    name
        "cnn" or "ann".
    suffix
        ".tflite", ".keras" or, for the model card, ".json".

    Raises
    ------
    ModelError
        The file is not there: a damaged installation.
    """
    path = shipped_file(f"models/digit_{name}{suffix}")
    if not path.is_file():
        raise ModelError(
            f"The bundled model {path.name} is missing. Reinstall digit-widgets, or make it "
            f"with: digit-widgets train {name}"
        )
    return path
