"""What axe-core finds wrong with our parts of a page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.support.pages import change_theme

__all__ = ["axe_problems", "axe_problems_in_themes"]

#: All that WCAG 2.2 AA asks and axe can tell, and what is held to be good besides.
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def axe_problems(page: Page, root: str = ".digit-widgets-pad") -> list[str]:
    """Return what axe-core finds within all elements of a page that a selector names.

    Parameters
    ----------
    page
        The page, in the state to look at.
    root
        Which elements are ours. The host's own parts are not looked at.
    """
    options = {"runOnly": {"type": "tag", "values": list(_TAGS)}, "resultTypes": ["violations"]}
    # JupyterLab's body is 0 pixels high and hides what overflows; all that it shows is placed, and
    # seen nevertheless, but axe takes it for unseen and would look at no contrast.
    page.evaluate("document.body.style.overflow = 'visible'")
    found: list[dict[str, Any]] = []
    for each in page.locator(root).all():
        # Nor would it where a cell is not in view: JupyterLab hides that.
        each.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        each.evaluate("root => root.setAttribute('data-looked-at', '')")
        found += (
            Axe().run(page, {"include": [["[data-looked-at]"]]}, options).response["violations"]
        )
        each.evaluate("root => root.removeAttribute('data-looked-at')")
    page.evaluate("document.body.style.overflow = ''")
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]


def axe_problems_in_themes(page: Page, root: str = ".digit-widgets-pad") -> list[str]:
    """Return what axe finds; in JupyterLab, in both of its themes."""
    if "/lab/" not in page.url:
        return axe_problems(page, root)
    problems = []
    for theme in ("dark", "light"):
        change_theme(page, theme)
        problems += [f"{theme}: {problem}" for problem in axe_problems(page, root)]
    return problems
