"""Layout problems of a page: clipped, overlapping or protruding elements."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Locator

__all__ = ["expect_no_problems", "layout_problems", "show_charts"]

_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")

#: Tolerance for rounding, in pixels.
_SLACK = 1.0
#: Milliseconds after which bqplot draws a chart anew that has come into view or has another size,
#: and a frame or two.
_REDRAWN = 350


def layout_problems(root: Locator) -> list[str]:
    """Return the layout problems within an element of a page, a sentence each.

    Words and controls must not stick out of the page, be cut off by their container, or overlap,
    and the page must not scroll sideways. Elements with their own scroll bars may.
    """
    problems: list[str] = root.evaluate(f"root => ({_SCRIPT})(root, {_SLACK})")
    return problems


def show_charts(root: Locator) -> None:
    """Let bqplot draw an element's charts in their size: it draws none that is out of view."""
    for chart in root.locator(".bqplot:visible").all():
        chart.scroll_into_view_if_needed()
        root.page.wait_for_timeout(_REDRAWN)


def expect_no_problems(root: Locator) -> None:
    """Expect an element of a page to have no layout problems, soon: charts take time to adapt."""
    deadline = time.monotonic() + 20
    while problems := layout_problems(root):
        assert time.monotonic() < deadline, problems
        root.page.wait_for_timeout(100)
        show_charts(root)
