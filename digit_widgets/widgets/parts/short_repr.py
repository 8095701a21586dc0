"""Short repr: a widget's ``repr`` in one line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["ShortRepr", "model_name"]

#: Most characters of a whole line, and of one value in it.
_LONGEST, _LONGEST_VALUE = 100, 40


class ShortRepr:
    """Writes a widget as ``DigitPad(model='cnn', value='7', strokes=2)``.

    ipywidgets' own repr writes out the whole state, with children and style rules. A subclass
    returns its values from `_facts`, which may raise, as for a closed or half-created widget.
    """

    def _facts(self) -> Mapping[str, Any]:
        """Return the few values that distinguish a widget from others of its kind, by name."""
        return {}

    def __repr__(self) -> str:
        """Return one line of at most 100 characters; never raise."""
        name = type(self).__name__
        try:
            told = ", ".join(f"{key}={_cut(repr(each))}" for key, each in self._facts().items())
        except Exception:  # noqa: BLE001 - whatever a value's own repr raises
            told = "..."
        return f"{name}({_cut(told, _LONGEST - len(name) - 2)})"


def model_name(model: Any) -> str:
    """Return a short name of a pad's model, not its repr, which may be of any length.

    A path is named by its file, a Keras model and a function by their own names, anything else by
    its type.
    """
    if isinstance(model, str | Path):
        return Path(model).name or str(model)
    for attribute in ("name", "__name__"):
        if isinstance(name := getattr(model, attribute, None), str):
            return name
    return type(model).__name__


def _cut(text: str, longest: int = _LONGEST_VALUE) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}\N{HORIZONTAL ELLIPSIS}"
