"""Layout problems of a page: clipped, overlapping or protruding elements."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator

__all__ = ["layout_problems"]

_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")

#: Tolerance for rounding, in pixels.
_SLACK = 1.0


def layout_problems(root: Locator) -> list[str]:
    """Return the layout problems within an element of a page, a sentence each.

    Words and controls must not stick out of the page, be cut off by their container, or overlap,
    and the page must not scroll sideways. Elements with their own scroll bars may.
    """
    problems: list[str] = root.evaluate(f"root => ({_SCRIPT})(root, {_SLACK})")
    return problems
