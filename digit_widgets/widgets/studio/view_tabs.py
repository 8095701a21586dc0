"""View tabs: a row of tabs, of which the page chooses one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from traitlets import Int, Tuple

from digit_widgets.widgets.parts.page_widgets import STATIC, PageWidget

__all__ = ["ViewTabs", "name_panels"]


class ViewTabs(PageWidget):
    """Tabs as WAI-ARIA has them: one is chosen by a click, or by the arrow keys, Home and End.

    The page asks for a tab by a message; `chosen` says which one is shown.

    Parameters
    ----------
    names
        The tabs' names.
    choose
        Called with the name of the tab that a person has chosen.
    show
        Called once a page shows the tabs, and has nothing else to do.

    Attributes
    ----------
    chosen
        int: the number of the tab that is shown.
    """

    _esm = STATIC / "view_tabs.js"
    names = Tuple().tag(sync=True)
    chosen = Int(0).tag(sync=True)

    def __init__(
        self, names: Sequence[str], choose: Callable[[str], None], show: Callable[[], None]
    ) -> None:
        super().__init__(names=tuple(names))
        self._choose, self._show = choose, show
        self.on_msg(self._on_page)
        # The element is the tabs' own, without ipywidgets' margin.
        self.layout.margin = "0"

    def _on_page(self, _: Any, content: Any, __: Any) -> None:
        """Handle a page's message; ignore anything that no page of this package sends."""
        match content:
            case {"shown": True}:
                self._show()
            case {"choose": int(tab)} if 0 <= tab < len(self.names):
                self._choose(self.names[tab])


def name_panels(classes: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return roles and names of the tabs' panels, by name of the tab, for `AriaLabels`."""
    return {f".{each}": {"role": "tabpanel", "aria-label": name} for name, each in classes.items()}
