"""Scrollable parts of a comparison: wider than a narrow page, and named for screen readers."""

from __future__ import annotations

from ipywidgets import Box, DOMWidget

__all__ = ["ARIA_LABELS", "make_scrollable"]

#: For screen readers, which read the table instead of the bars.
ARIA_LABELS = {
    ".bqplot": {"role": "img", "aria-label": "Probabilities of each model, as bars"},
    # Parts wider than a narrow page can be scrolled by keyboard too. (`tabbable` has no effect on
    # boxes.)
    ".digit-widgets-bars": {"role": "group", "aria-label": "Bars", "tabindex": "0"},
    ".digit-widgets-readings": {
        "role": "group",
        "aria-label": "Readings",
        "tabindex": "0",
    },
}


def make_scrollable(name: str, part: DOMWidget) -> Box:
    """Wrap a part in a box that scrolls if it is wider than the page."""
    box = Box([part], layout={"overflow": "auto hidden", "max_width": "100%", "flex": "none"})
    box.add_class(f"digit-widgets-{name}")
    return box
