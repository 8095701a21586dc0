"""Widget stills: widgets as still HTML, for pages without widgets; runs within a kernel."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any

import bqplot
import ipywidgets
import numpy as np

from digit_widgets.imaging.png import grey_png
from digit_widgets.ink import Ink
from digit_widgets.widgets.pads.drawing_pad import DrawingPad
from digit_widgets.widgets.pads.follower import PadFollower
from digit_widgets.widgets.parts.page_widgets import PixelImage
from digit_widgets.widgets.robustness.explorer import RobustnessExplorer
from digit_widgets.widgets.studio.studio import Studio
from tests.support.digits import DIGITS
from tools.chart_stills import chart_svg

__all__ = ["draw_on_blank_pads", "stills"]

#: Seconds that curves may take to be measured, and what follows a pad to be shown.
_SECONDS = 60
#: The CSS properties of a layout that a still image keeps.
_KEPT = ("align-items", "flex", "flex-flow", "margin", "max-width", "min-width", "width")


def draw_on_blank_pads(models: Iterable[str], label: str = "4") -> None:
    """Draw a digit on each blank pad, as a reader of the page would."""
    for model in models:
        for widget in _tree(_widgets().get(model)):
            pad = widget.pad if isinstance(widget, Studio) else widget
            if isinstance(pad, DrawingPad) and not pad.ink.strokes:
                pad.ink = Ink.from_strokes(DIGITS[label], width=pad.canvas.pen_width)


def stills(models: Iterable[str]) -> dict[str, str]:
    """Return the HTML of displayed widgets in their current state, by their models' identifiers."""
    models = list(models)
    for model in models:
        for widget in _tree(_widgets().get(model)):
            if isinstance(widget, RobustnessExplorer | PadFollower):
                widget.wait(_SECONDS)
    return {
        model: f'<div class="widget-still">{_still(_widgets()[model])}</div>' for model in models
    }


def _widgets() -> dict[str, Any]:
    known: dict[str, Any] = ipywidgets.widgets.widget._instances  # there is no public list
    return known


def _tree(widget: Any) -> Iterator[Any]:
    """Yield a widget and all its descendants."""
    if widget is not None:
        yield widget
        for child in getattr(widget, "children", ()):
            yield from _tree(child)


def _still(widget: Any) -> str:
    """Return a widget as HTML; "" if it shows nothing or needs a page."""
    layout = getattr(widget, "layout", None)
    if layout is None or layout.display == "none" or layout.visibility == "hidden":
        return ""
    return next((write(widget) for kind, write in _WRITERS if isinstance(widget, kind)), "")


def _box(box: ipywidgets.Box) -> str:
    inner = "".join(map(_still, box.children))
    row = isinstance(box, ipywidgets.HBox) or (box.layout.flex_flow or "").startswith("row")
    kind = "row" if row else "column"
    return f'<div class="still-{kind}" style="{_style(box)}">{inner}</div>' if inner else ""


def _html(widget: ipywidgets.HTML) -> str:
    # Style rules are only for live widgets.
    only_rules = widget.value.lstrip().startswith("<style")
    return "" if only_rules else f'<div style="{_style(widget)}">{widget.value}</div>'


def _pixels(widget: PixelImage) -> str:
    grey = np.frombuffer(widget.grey, np.uint8).reshape(widget.shape)
    return _image(grey_png(grey / np.float32(255)), _style(widget))


def _control(widget: Any) -> str:
    """Return a control's description and its value, if it has one."""
    value = "" if isinstance(widget, ipywidgets.Button) else widget.value
    shown = getattr(widget, "label", None) or value
    words = f"{getattr(widget, 'description', '')} {shown}".strip()
    return f'<span class="still-button">{escape(words)}</span>' if words else ""


def _output(output: Any) -> str:
    data = output.get("data", {})
    if view := data.get("application/vnd.jupyter.widget-view+json"):
        return _still(_widgets().get(view["model_id"]))
    words = output.get("text") or data.get("text/plain", "")
    return str(data.get("text/html") or f"<pre>{escape(words)}</pre>")


def _image(png: bytes, style: str) -> str:
    data = b64encode(png).decode()
    style = f"image-rendering: pixelated; {style}"
    return f'<img alt="" style="{style}" src="data:image/png;base64,{data}">'


def _style(widget: Any) -> str:
    given = ((name, getattr(widget.layout, name.replace("-", "_"))) for name in _KEPT)
    return "; ".join(f"{name}: {value}" for name, value in given if value)


#: Functions that write widgets, by kind; the first kind that matches is used.
_WRITERS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    ((DrawingPad, Studio), lambda pad: str(pad._repr_mimebundle_()["image/svg+xml"])),
    (bqplot.Figure, chart_svg),
    (ipywidgets.Output, lambda widget: "".join(map(_output, widget.outputs))),
    (PixelImage, _pixels),
    (ipywidgets.Image, lambda widget: _image(widget.value, _style(widget))),
    (ipywidgets.Box, _box),
    (ipywidgets.HTML, _html),
    (ipywidgets.Label, lambda widget: f"<div>{escape(widget.value)}</div>"),
    (
        (ipywidgets.FloatProgress, ipywidgets.IntProgress),
        lambda bar: f'<progress value="{bar.value}" max="{bar.max}"></progress>',
    ),
    ((ipywidgets.Button, ipywidgets.ValueWidget), _control),
)
