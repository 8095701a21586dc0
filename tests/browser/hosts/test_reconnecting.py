"""A connection that breaks during drawing, as on a closed laptop: nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.support.digits import DIGITS
from tests.support.networks import Network, slow_network
from tests.support.notebooks import Lab
from tests.support.pages import Pad, open_voila


@pytest.fixture(params=["Voila", "JupyterLab"])
def far(request: pytest.FixtureRequest, page: Page) -> Iterator[tuple[Pad, Network]]:
    """Return the app's pad on a page, and the network between page and kernel."""
    voila = request.param == "Voila"
    parts = urlsplit(request.getfixturevalue("voila_url" if voila else "lab_url"))
    assert parts.port
    with slow_network(parts.port) as network:
        url = parts._replace(netloc=f"127.0.0.1:{network.port}").geturl()
        if voila:
            yield open_voila(page, url), network
        else:
            lab = Lab(url, request.getfixturevalue("lab_folder"))
            yield lab.open_copy(page, "app.ipynb"), network


def test_what_is_drawn_while_the_connection_is_broken_is_there_and_read_afterwards(
    far: tuple[Pad, Network],
) -> None:
    pad, network = far
    first, second = DIGITS["4"]
    pad.draw([first])
    ink = pad.ink
    network.cut()
    pad.draw([second], lift=False)
    pad.page.mouse.up()
    pad.wait_for_label("4")
    pad.wait_until_dry()
    assert pad.ink > ink > 0
    pad.press("Undo")
    expect(pad.headline.locator(".label", has_text="4")).to_have_count(0)
    pad.press("Redo")
    pad.wait_for_label("4")
