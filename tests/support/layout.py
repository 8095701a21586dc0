"""What is wrong with a page's layout, by its own measures: clipped, overlapping, sticking out."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator

__all__ = ["layout_problems"]

_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")

#: Pixels that rounding may make of nothing.
_SLACK = 1.0


def layout_problems(root: Locator) -> list[str]:
    """Return what is wrong within an element of a page, a sentence each.

    Words and controls must not stick out of the page, be cut off by what they stand in, or lie
    over each other, and the page must not scroll sideways. What scrolls by itself may.
    """
    problems: list[str] = root.evaluate(f"root => ({_SCRIPT})(root, {_SLACK})")
    return problems
