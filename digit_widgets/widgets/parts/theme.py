"""Theme: the style sheet of all widgets, and what charts look like."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digit_widgets.widgets.parts.colors import variables

__all__ = ["PLAIN", "STATIC", "style_sheet"]

#: Where the scripts and styles are that `make frontend` builds.
STATIC = Path(__file__).parents[1] / "static"

#: What all charts are made with: animated, they would trail the pen; there is nothing to pan or
#: save, and the buttons for that would lie over what is at the top.
PLAIN: Mapping[str, Any] = {
    "animation_duration": 0,
    "display_toolbar": False,
    "background_style": {"fill": "transparent"},
}


def style_sheet() -> str:
    """Return the style rules, with the colours that they name."""
    return f"{variables()}\n{(STATIC / 'style.css').read_text(encoding='utf-8')}"
