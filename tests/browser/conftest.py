"""Both hosts, started once, and a new page of a real Chromium for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.notebooks import Lab, write_notebook
from tests.support.pages import Pad, change_theme, chromium, open_voila, show_lab
from tests.support.servers import lab_server, voila_server
from tests.support.tab import SharedTab, close_documents, fresh_page, leave_page

# Playwright's own 5 s are too short on a busy machine: a test that fails waits longer, no other.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Save a screenshot of a failed test's page in ``artifacts/``."""
    report = yield
    pages = getattr(item, "funcargs", {})
    page = pages.get("page") or pages.get("shown")
    if report.when == "call" and report.failed and page is not None:
        folder = Path(__file__).parent / "artifacts"
        folder.mkdir(exist_ok=True)
        page.screenshot(path=folder / f"{item.name}.png")
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def voila_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for notebooks that one Voila serves, each at its own address."""
    return tmp_path_factory.mktemp("rendered")


@pytest.fixture(scope="session")
def voila_folder_url(tmp_path_factory: pytest.TempPathFactory, voila_folder: Path) -> Iterator[str]:
    with voila_server(tmp_path_factory.mktemp("voila"), notebook=voila_folder) as url:
        yield f"{url}voila/render/"


@pytest.fixture(scope="session")
def lab_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for copies of notebooks: JupyterLab writes to those it opens."""
    return tmp_path_factory.mktemp("notebooks")


@pytest.fixture(scope="session")
def lab_url(tmp_path_factory: pytest.TempPathFactory, lab_folder: Path) -> Iterator[str]:
    with lab_server(tmp_path_factory.mktemp("lab"), lab_folder, forks=True) as url:
        yield url


@pytest.fixture(scope="session")
def lab_tab(browser: Browser) -> Iterator[SharedTab]:
    tab = SharedTab(browser, close_documents)
    yield tab
    tab.close()


@pytest.fixture(scope="session")
def voila_tab(browser: Browser) -> Iterator[SharedTab]:
    tab = SharedTab(browser, leave_page)
    yield tab
    tab.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Return a page with a touch screen and a mouse; its exceptions fail the test.

    It is one that tests share, in JupyterLab or in Voila, unless the test is marked as having its
    own.
    """
    if request.node.get_closest_marker("own_page"):
        with fresh_page(browser) as page:
            yield page
        return
    parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    in_lab = "lab" in request.fixturenames or "JupyterLab" in parameters.values()
    tab: SharedTab = request.getfixturevalue("lab_tab" if in_lab else "voila_tab")
    with tab.lend() as page:
        yield page


@pytest.fixture
def lab(lab_url: str, lab_folder: Path) -> Lab:
    return Lab(lab_url, lab_folder)


@pytest.fixture(params=["Voila", "JupyterLab"])
def open_app(request: pytest.FixtureRequest) -> Callable[[Page], Pad]:
    """Return a function that opens the app's page, in one host and then in the other."""
    if request.param == "Voila":
        url = request.getfixturevalue("voila_url")
        return lambda page: open_voila(page, url)
    lab = request.getfixturevalue("lab")
    return lambda page: lab.open_copy(page, "app.ipynb")


@pytest.fixture(scope="module", params=["Voila", "JupyterLab"])
def shown(request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return a page with the module's `CELLS`, in one host and then in the other.

    All tests of the module share it: its widgets take long to create.
    """
    npz: Path = request.getfixturevalue("tiny_npz")
    cells = [cell.replace("{path!r}", repr(str(npz))) for cell in request.module.CELLS]
    with _show(request, request.param, cells) as page:
        yield page


@pytest.fixture(scope="module")
def lab_page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return a page with the module's `CELLS`, in a JupyterLab whose theme may be changed."""
    with _show(request, "JupyterLab", request.module.CELLS) as page:
        yield page
        change_theme(page, "light")


@pytest.fixture(scope="module", params=["Voila light", "Voila dark", "JupyterLab"])
def opened(request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return a page with the module's `CELLS`, in a host and, in Voila, in one of its themes.

    The module's `ready` waits until they are complete.
    """
    if request.param == "JupyterLab":
        page = request.getfixturevalue("lab_page")
        request.module.ready(page)
        yield page
        return
    host, theme = request.param.split()
    with _show(request, host, request.module.CELLS, theme) as page:
        request.module.ready(page)
        yield page


@contextmanager
def _show(
    request: pytest.FixtureRequest, host: str, cells: Sequence[str], theme: str = "light"
) -> Iterator[Page]:
    """Show a new notebook with these cells in a host, and, in Voila, in a theme."""
    is_voila = host == "Voila"
    folder = request.getfixturevalue("voila_folder" if is_voila else "lab_folder")
    url = request.getfixturevalue("voila_folder_url" if is_voila else "lab_url")
    tab: SharedTab = request.getfixturevalue("voila_tab" if is_voila else "lab_tab")
    name = write_notebook(folder, cells, theme).name
    with tab.lend() as page:
        if is_voila:
            page.goto(f"{url}{name}", timeout=120_000)  # Voila runs all cells first
        else:
            show_lab(page, url, name)
        yield page
