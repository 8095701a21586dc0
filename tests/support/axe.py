"""Checks of this package's parts of a page by axe-core."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.support.pages import change_theme, wait_until

__all__ = ["axe_problems", "axe_problems_in_themes"]

#: Height of a window that shows all widgets of a page at once, in pixels.
_ALL = 8000
#: All rules of WCAG 2.2 AA that axe can check, and its best practices.
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
#: True if all elements are within the window's height.
_ARE_IN_VIEW = """all => all.every(each => {
    const box = each.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= window.innerHeight;
})"""
#: The classes of the widget that has an element, which is given as axe names it.
_WIDGET_OF = """([target]) => document.querySelector(target)
    ?.closest('[class*="digit-widgets-"]')?.className ?? target"""


def axe_problems(page: Page, *roots: str) -> list[str]:
    """Return the problems that axe-core finds within all elements that match one of the selectors.

    Parameters
    ----------
    page
        The page, in the state to check.
    roots
        Selectors of the elements to check; by default, those of all pads. The host's own parts are
        not checked.
    """
    roots = roots or (".digit-widgets-pad",)
    options = {"runOnly": {"type": "tag", "values": list(_TAGS)}, "resultTypes": ["violations"]}
    size = page.viewport_size
    assert size is not None
    # Axe checks no contrast outside the view, and each of its runs takes the whole page apart: one
    # run on a window that shows everything.
    page.set_viewport_size({"width": size["width"], "height": _ALL})
    # JupyterLab's body has a height of 0 and hides its overflow. Its absolutely positioned content
    # is visible anyway, but axe takes it for hidden and would not check any contrast.
    page.evaluate("document.body.style.overflow = 'visible'")
    elements = page.locator(", ".join(roots))

    def are_in_view() -> bool:
        # What is still being drawn above them moves them out again.
        elements.first.evaluate("each => each.scrollIntoView({block: 'start'})")
        return bool(elements.evaluate_all(_ARE_IN_VIEW))

    wait_until(page, are_in_view, "Not all elements are in the view.")
    page.wait_for_timeout(300)
    found = Axe().run(page, {"include": [[root] for root in roots]}, options).response["violations"]
    problems = [
        f"{violation['id']} in {page.evaluate(_WIDGET_OF, node['target'])}: {node['html'][:200]} "
        f"{node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]
    page.evaluate("document.body.style.overflow = ''")
    page.set_viewport_size(size)
    return problems


def axe_problems_in_themes(page: Page, *roots: str) -> list[str]:
    """Return the problems that axe finds; in JupyterLab, in both of its themes."""
    if "/lab/" not in page.url:
        return axe_problems(page, *roots)
    problems = []
    for theme in ("dark", "light"):
        change_theme(page, theme)
        problems += [f"{theme}: {problem}" for problem in axe_problems(page, *roots)]
    return problems
