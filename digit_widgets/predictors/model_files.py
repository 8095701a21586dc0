"""Model files: checks that one is there, and refuses those that run code when they are loaded."""

from __future__ import annotations

from pathlib import Path

from digit_widgets.errors import ModelError

__all__ = ["REFUSED_FILES", "check_is_file", "explain_refusal"]

#: Suffixes of pickles, with the function that loads one.
REFUSED_FILES = {
    ".pkl": "pickle.load(open(path, 'rb'))",
    ".pickle": "pickle.load(open(path, 'rb'))",
    ".joblib": "joblib.load(path)",
    ".sav": "pickle.load(open(path, 'rb'))",
}


def check_is_file(path: Path) -> None:
    """Check that a model's file is there.

    Raises
    ------
    ModelError
        It is not.
    """
    if not path.is_file():
        raise ModelError(f"There is no model file at {path}.")


def explain_refusal(path: Path) -> str:
    """Return why a file of `REFUSED_FILES` is not loaded, and what to do."""
    return (
        f"{path.name} is refused: it is a pickle, which can run any code when it is loaded. If you "
        f"trust the file, load it yourself, model = {REFUSED_FILES[path.suffix.lower()]}, and give "
        "the model."
    )
