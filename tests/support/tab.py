"""Tabs that several tests share, of JupyterLab with a notebook for each test, or of Voila."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Error, Page

__all__ = ["SharedTab", "close_documents", "fresh_page", "leave_page"]

_SIZE = 1280, 900
#: Closes all open documents and their kernels, and opens the side bar, as at first; also clears the
#: page's own storage, as closing its tab would.
_CLOSE_ALL = """async () => {
    const late = new Promise((_, reject) => setTimeout(reject, 10000, new Error('too late')));
    for (const widget of [...(window.jupyterapp?.shell.widgets('main') ?? [])]) {
        if (widget.context?.model) widget.context.model.dirty = false;
        await Promise.race([late, widget.sessionContext?.shutdown()]);
        widget.dispose();
    }
    window.jupyterapp?.shell.expandLeft();
    sessionStorage.clear();
    if (document.querySelector('.jp-Dialog')) throw new Error('a dialog is left');
}"""


#: JupyterLab throws the first where a kernel ends before its answer to a request for a subshell is
#: there, and anywidget the second where a page is too busy to load a model's script within 2 s:
#: `frontend/src/late_scripts.js` makes that good.
_NOT_OURS = "Canceled future for create_subshell_request", "[anywidget] Failed to initialize model"


@contextmanager
def fresh_page(browser: Browser, *, width: int = _SIZE[0], density: int = 1) -> Iterator[Page]:
    """Open a page with a touch screen and a mouse; fail at its end if it threw anything."""
    context = _new_context(browser, width, density)
    page = context.new_page()
    thrown = _thrown(page)
    yield page
    context.close()
    assert not thrown, f"The page threw {thrown}."


def close_documents(page: Page) -> None:
    """Close all that is open in JupyterLab, with its kernels."""
    page.evaluate(_CLOSE_ALL)


def leave_page(page: Page) -> None:
    """Leave a page of Voila for an empty one of its server, and clear what it has kept."""
    if page.url.startswith("http"):
        page.goto(urljoin(page.url, "/health"))
        page.evaluate("sessionStorage.clear()")


class SharedTab:
    """A page of a browser that stays open for several tests.

    Loading JupyterLab takes three times as long as opening and running a notebook in it, and a page
    of Voila takes twice the work in a new tab, which has to compile its code. A page that cannot be
    reset is closed, and the next test gets a new one.

    Parameters
    ----------
    browser
        The browser in which the page is opened on its first use.
    reset
        Called with the page after each test: `close_documents` or `leave_page`.
    """

    def __init__(self, browser: Browser, reset: Callable[[Page], None]) -> None:
        self._browser, self._reset = browser, reset
        self._page: Page | None = None
        self._thrown: list[str] = []
        self._is_lent = False

    @contextmanager
    def lend(self) -> Iterator[Page]:
        """Yield the page, with nothing open in it, and fail at the end if it threw anything.

        While it is in use, further calls get a page of their own.
        """
        if self._is_lent:
            with fresh_page(self._browser) as page:
                yield page
            return
        if self._page is None:
            self._page = _new_context(self._browser).new_page()
            self._thrown = _thrown(self._page)
        self._is_lent = True
        try:
            yield self._page
        finally:
            thrown = list(self._thrown)
            self._tidy(self._page)
            self._is_lent = False
        assert not thrown, f"The page threw {thrown}."

    def close(self) -> None:
        """Close the page."""
        if self._page is not None:
            self._page.context.close()
        self._page = None

    def _tidy(self, page: Page) -> None:
        try:
            self._reset(page)
            page.mouse.move(0, 0)
            page.set_viewport_size({"width": _SIZE[0], "height": _SIZE[1]})
        except Error:
            self.close()
        self._thrown.clear()


def _new_context(browser: Browser, width: int = _SIZE[0], density: int = 1) -> BrowserContext:
    return browser.new_context(
        has_touch=True,
        viewport={"width": width, "height": _SIZE[1]},
        device_scale_factor=density,
    )


def _thrown(page: Page) -> list[str]:
    thrown: list[str] = []

    def note(error: Error) -> None:
        if not any(each in str(error) for each in _NOT_OURS):
            thrown.append(str(error))

    page.on("pageerror", note)
    return thrown
