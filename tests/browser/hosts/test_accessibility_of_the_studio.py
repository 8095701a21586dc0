"""Checks by axe-core of the studio, with each of its views open, and of the page's header."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import axe_problems, axe_problems_in_themes
from tests.support.digits import DIGITS
from tests.support.pages import Pad, open_voila

CELLS = ("from digit_widgets import Studio\n\nStudio()",)
#: The last thing that a view shows, by the view.
COMPLETE: dict[str, str | re.Pattern[str]] = {
    "Read": "The answer",
    "Compare": "trained for",
    "Look inside": re.compile("Make it|No small change"),
    "Fool it": "No drawing was counted",
    "A whole number": "Draw a number",
}


def ready(page: Page) -> None:
    """Draw a digit, once the time line is there."""
    pad = Pad(page)
    page.locator(".digit-widgets-timeline").wait_for(timeout=60_000)
    pad.draw(DIGITS["4"])
    pad.wait_for_label("4")


@pytest.mark.parametrize("view", COMPLETE)
def test_axe_finds_nothing_wrong_with_a_view(opened: Page, view: str) -> None:
    opened.get_by_role("tab", name=view, exact=True).click()
    panel = opened.get_by_role("tabpanel", name=view, exact=True)
    expect(panel).to_contain_text(COMPLETE[view], use_inner_text=True, timeout=60_000)
    assert axe_problems_in_themes(opened, ".digit-widgets-studio") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_pages_header(
    page: Page, voila_url: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    open_voila(page, voila_url)
    try:
        assert axe_problems(page, ".page-header", "main, [role=main]") == []
    finally:
        page.emulate_media(color_scheme="light")
