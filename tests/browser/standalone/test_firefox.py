"""The page in one file, in a Firefox: it draws, reads, and asks nothing of anyone."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.digits import DIGITS
from tests.support.firefox import find_firefox, firefox

_LABEL = "document.querySelector('.digit-widgets-answer .label')?.textContent"


async def _draw_and_look(command: str, page: Path) -> None:
    async with firefox(command) as tab:
        await tab.open(page.as_uri())
        await tab.wait_for("document.querySelectorAll('[role=tab]').length === 4")
        await tab.draw(DIGITS["5"])
        await tab.wait_for(f"{_LABEL} === '5'")
        await tab.wait_for("document.querySelectorAll('.strip .part').length > 1")
        await tab.evaluate("document.querySelector('button[aria-label=Undo]').click()")
        await tab.wait_for("document.querySelectorAll('.strip .part').length > 0")
        await tab.evaluate("document.querySelector('button[aria-label=Reset]').click()")
        await tab.wait_for(
            "document.querySelector('.digit-widgets-answer').textContent.includes('Draw a digit')"
        )
        await tab.draw(DIGITS["7"])
        await tab.wait_for(f"{_LABEL} === '7'")
        for view, shown in {
            1: ".network",
            2: ".digit-widgets-maps canvas",
            3: ".digit-widgets-number",
        }.items():
            await tab.evaluate(f"document.querySelectorAll('[role=tab]')[{view}].click()")
            await tab.wait_for(f"document.querySelector('{shown}')?.checkVisibility()")
        assert await tab.evaluate("document.querySelector('[role=alert]').textContent") == ""
        # Firefox may leave out files.
        foreign = {each for each in tab.asked if not each.startswith(("data:", "blob:"))}
        assert foreign <= {page.as_uri()}


def test_the_page_draws_and_reads_in_firefox(page_path: Path) -> None:
    command = find_firefox()
    if command is None:
        pytest.skip("There is no Firefox here: install firefox-esr for this test.")
    # In a thread of its own: Playwright's event loop runs in this one.
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, _draw_and_look(command, page_path)).result()
