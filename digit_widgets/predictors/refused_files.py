"""Refused files: model files that run code when they are loaded, and the way round."""

from __future__ import annotations

from pathlib import Path

__all__ = ["REFUSED_FILES", "explain_refusal"]

#: Suffixes of pickles, with the function that loads one.
REFUSED_FILES = {
    ".pkl": "pickle.load(open(path, 'rb'))",
    ".pickle": "pickle.load(open(path, 'rb'))",
    ".joblib": "joblib.load(path)",
    ".sav": "pickle.load(open(path, 'rb'))",
}


def explain_refusal(path: Path) -> str:
    """Return why a file of `REFUSED_FILES` is not loaded, and what to do."""
    return (
        f"{path.name} is refused: it is a pickle, which can run any code when it is loaded. If you "
        f"trust the file, load it yourself, model = {REFUSED_FILES[path.suffix.lower()]}, and give "
        "the model."
    )
