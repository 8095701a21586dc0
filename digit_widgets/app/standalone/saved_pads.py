"""Saved pads: what a notebook says of its pads, checked as what a stranger wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from digit_widgets.app.standalone.notebook_texts import ENGLISH, NotebookTexts
from digit_widgets.app.standalone.saved_boxes import find_widget
from digit_widgets.errors import DataError
from digit_widgets.ink import Ink, ink_from_json, ink_to_json

__all__ = ["SavedModel", "SavedPad", "read_saved_pad"]

_KINDS = ("digit", "number", "comparison", "studio")
#: Buttons of a pad that a page can have; reading an image is none of them.
_TOOLS = ("pen", "eraser", "stroke eraser", "undo", "redo", "reset", "download", "copy", "width")
_SIDE = (50, 2000)
_TOOL_WIDTH = (1, 2000)


@dataclass(frozen=True, slots=True)
class SavedModel:
    """A network of a pad.

    Attributes
    ----------
    name
        By which people recognise it.
    model
        "reader", "cnn", "ann" or a path as the notebook gave it; None for what no page can run.
    """

    name: str
    model: str | None


@dataclass(frozen=True, slots=True)
class SavedPad:
    """A pad as a notebook has saved it.

    Attributes
    ----------
    kind
        "digit", "number", "comparison" or "studio".
    ink
        The drawing, as `ink_to_json` writes it.
    width, height
        Of the surface, 50 to 2000 CSS pixels.
    pen, eraser
        Widths of the tools, 1 to 2000 CSS pixels.
    tools
        Names of the buttons, in the notebook's order.
    compact, description, threshold
        As in `DigitPad`.
    models
        The networks, one or more; the first one reads.
    """

    kind: str
    ink: str
    width: float
    height: float
    pen: float
    eraser: float
    tools: tuple[str, ...]
    compact: bool
    description: str
    threshold: float
    models: tuple[SavedModel, ...]


def read_saved_pad(
    content: Any, state: Mapping[str, Any], texts: NotebookTexts = ENGLISH
) -> SavedPad:
    """Read what `describe_pad` wrote.

    Parameters
    ----------
    content
        From the output of a cell, with the drawing of when it was run, or from the pad's state.
    state
        The widgets' states that the notebook has saved, by their models' ids: what has changed
        since the cell was run, the drawing and the widths of its tools, is taken from there.
    texts
        Those of the page's language, for the errors.

    Raises
    ------
    DataError
        It is something else.
    """
    try:
        if content["version"] != 1 or content["kind"] not in _KINDS:
            raise DataError(texts.other_version)
        models = tuple(
            SavedModel(_text(each["name"]), None if each["model"] is None else _text(each["model"]))
            for each in content["models"]
        )
        named = [_text(name) for name in content["tools"]]
        canvas = find_widget(_text(content["canvas"]), state)
        pad = SavedPad(
            kind=content["kind"],
            ink=_newest_ink(content.get("ink"), canvas, texts),
            width=_number(content["width"], *_SIDE),
            height=_number(content["height"], *_SIDE),
            pen=_number(canvas.get("pen_width", content["pen"]), *_TOOL_WIDTH),
            eraser=_number(canvas.get("eraser_width", content["eraser"]), *_TOOL_WIDTH),
            tools=tuple(name for name in named if name in _TOOLS),
            compact=content["compact"] is True,
            description=_text(content["description"]),
            threshold=_number(content["threshold"], 0, 1),
            models=models,
        )
    except DataError:
        raise
    except (AttributeError, LookupError, TypeError, ValueError):
        raise DataError(texts.damaged) from None
    if not models:
        raise DataError(texts.damaged)
    return pad


def _newest_ink(ink: Any, canvas: Mapping[str, Any], texts: NotebookTexts) -> str:
    """Return the drawing that was saved last, as JSON."""
    if canvas.get("_is_backed_up", True) is True:
        ink = canvas.get("_backup", ink)
    elif ink is None:
        raise DataError(texts.too_long)
    return ink_to_json(ink_from_json(ink) if ink else Ink())


def _number(value: Any, least: float, most: float) -> float:
    """Return a number, or raise a ValueError."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not isfinite(value) or not least <= value <= most:
        raise ValueError
    return float(value)


def _text(value: Any) -> str:
    """Return a text, or raise a ValueError."""
    if not isinstance(value, str):
        raise ValueError
    return value
