"""Theme: the style sheet of all widgets, and the look of charts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digit_widgets.widgets.parts.colors import variables

__all__ = ["PLAIN", "STATIC", "style_sheet"]

#: Folder of the scripts and styles that `make frontend` builds.
STATIC = Path(__file__).parents[1] / "static"

#: Settings of all charts. Animations would trail the pen; there is nothing to pan or save, and the
#: toolbar for that would cover the top of the chart.
PLAIN: Mapping[str, Any] = {
    "animation_duration": 0,
    "display_toolbar": False,
    "background_style": {"fill": "transparent"},
}


def style_sheet() -> str:
    """Return the CSS rules, including the colours that they use."""
    return f"{variables()}\n{(STATIC / 'style.css').read_text(encoding='utf-8')}"
