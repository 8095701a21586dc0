"""Saved pad: what a notebook says of a pad, for a page that makes it live again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from digit_widgets.predictors import DIGITS, THRESHOLD, model_info
from digit_widgets.recognition import Recognizer
from digit_widgets.resources import BUNDLED
from digit_widgets.widgets.canvas.ink_canvas import InkCanvas

__all__ = ["PAD_TYPE", "describe_pad", "portable_model"]

#: MIME type of the description in an output, which has the drawing, too: as JSON, in "ink".
PAD_TYPE = "application/vnd.digit-widgets.pad+json"


def describe_pad(
    kind: str,
    canvas: InkCanvas,
    models: Mapping[str, str | None],
    *,
    tools: Iterable[str],
    compact: bool = False,
    description: str = "",
    threshold: float = THRESHOLD,
) -> dict[str, Any]:
    """Return what a page needs to show a pad without a kernel, as JSON, without the drawing.

    Parameters
    ----------
    kind
        "digit", "number", "comparison" or "studio".
    canvas
        Its surface, with the widths of the tools.
    models
        The networks by name, each as `portable_model` returns it.
    tools
        Names of the buttons under the drawing.
    compact, description, threshold
        As in `DigitPad`.
    """
    return {
        "version": 1,
        "kind": kind,
        # Of the surface in the notebook's saved state, which has the newest drawing.
        "canvas": canvas.model_id,
        "width": canvas.width,
        "height": canvas.height,
        "pen": canvas.pen_width,
        "eraser": canvas.eraser_width,
        "tools": list(tools),
        "compact": compact,
        "description": description,
        "threshold": threshold,
        "models": [{"name": name, "model": model} for name, model in models.items()],
    }


def portable_model(model: Any, recognizer: Recognizer | None) -> str | None:
    """Return a bundled network's name, or the path of a file that a page may run; else None.

    Parameters
    ----------
    model
        The model as it was given.
    recognizer
        What it reads with; None if it could not be used.
    """
    if recognizer is None or not isinstance(model, str | Path):
        return None
    if str(model) in BUNDLED:
        return str(model)
    info = model_info(recognizer.predictor)
    is_fed_plainly = info is None or info.input.is_plain
    is_file = Path(model).suffix.lower() == ".tflite"
    return str(model) if is_file and is_fed_plainly and recognizer.labels == DIGITS else None
