"""Checks of this package's parts of a page by axe-core."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.support.pages import change_theme

__all__ = ["axe_problems", "axe_problems_in_themes"]

#: Height of a window that shows all widgets of a page at once, in pixels.
_ALL = 6000
#: All rules of WCAG 2.2 AA that axe can check, and its best practices.
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def axe_problems(page: Page, root: str = ".digit-widgets-pad") -> list[str]:
    """Return the problems that axe-core finds within all elements that match a selector.

    Parameters
    ----------
    page
        The page, in the state to check.
    root
        Selector of the elements to check. The host's own parts are not checked.
    """
    options = {"runOnly": {"type": "tag", "values": list(_TAGS)}, "resultTypes": ["violations"]}
    size = page.viewport_size
    assert size is not None
    # Axe checks no contrast outside the view, and each of its runs takes the whole page apart: one
    # run on a window that shows everything.
    page.set_viewport_size({"width": size["width"], "height": _ALL})
    # JupyterLab's body has a height of 0 and hides its overflow. Its absolutely positioned content
    # is visible anyway, but axe takes it for hidden and would not check any contrast.
    page.evaluate("document.body.style.overflow = 'visible'")
    page.locator(root).first.evaluate("each => each.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(300)
    found = Axe().run(page, {"include": [[root]]}, options).response["violations"]
    page.evaluate("document.body.style.overflow = ''")
    page.set_viewport_size(size)
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]


def axe_problems_in_themes(page: Page, root: str = ".digit-widgets-pad") -> list[str]:
    """Return the problems that axe finds; in JupyterLab, in both of its themes."""
    if "/lab/" not in page.url:
        return axe_problems(page, root)
    problems = []
    for theme in ("dark", "light"):
        change_theme(page, theme)
        problems += [f"{theme}: {problem}" for problem in axe_problems(page, root)]
    return problems
