"""An empty page to show one script of the package alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.tab import fresh_page


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    with fresh_page(browser) as page:
        yield page
