"""Model files: checks that one is there, and refuses pickles, which run code when loaded."""

from __future__ import annotations

from pathlib import Path

from digit_widgets.errors import ModelError

__all__ = ["check_is_file", "explain_refusal", "is_pickle"]

#: Suffixes of pickles, with the function that loads one.
_PICKLES = {
    ".pkl": "pickle.load(open(path, 'rb'))",
    ".pickle": "pickle.load(open(path, 'rb'))",
    ".joblib": "joblib.load(path)",
    ".sav": "pickle.load(open(path, 'rb'))",
    ".z": "joblib.load(path)",  # compressed by joblib
}
#: Suffixes that follow those of pickles, if they are compressed; joblib loads all of them.
_COMPRESSED = {".gz", ".bz2", ".xz", ".lzma", ".z"}


def check_is_file(path: Path) -> None:
    """Check that a model's file is there.

    Raises
    ------
    ModelError
        It is not.
    """
    if not path.is_file():
        where = "" if path.is_absolute() else f" It was looked for in {Path.cwd()}."
        raise ModelError(f"There is no model file at {path}.{where}")


def is_pickle(path: Path) -> bool:
    """Return True if a file is a pickle by its name, compressed or not."""
    return _find_loader(path) is not None


def explain_refusal(path: Path) -> str:
    """Return why a pickle is not loaded, and what to do."""
    return (
        f"{path.name} is refused: it is a pickle, which can run any code when it is loaded. If you "
        f"trust the file, load it yourself, model = {_find_loader(path)}, and give the model."
    )


def _find_loader(path: Path) -> str | None:
    """Return the call that loads a pickle; None for other files."""
    *_, before, last = ("", "", *(suffix.lower() for suffix in path.suffixes))
    if last in _COMPRESSED and before in _PICKLES:
        return "joblib.load(path)"
    return _PICKLES.get(last)
