"""View choice: one model's matrix, two models' or their difference, and of one, which model's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ipywidgets import Dropdown, ToggleButtons

from digit_widgets.widgets.confusion.matrix_views import VIEWS

__all__ = ["ViewChoice"]


class ViewChoice:
    """Buttons for the views, and a drop-down list of the models where one of several is shown.

    Parameters
    ----------
    names
        The models' names; of fewer than two there is no choice, and nothing is shown.
    on_view
        Called with "one", "two" or "difference" when it is chosen.
    on_model
        Called with the name of a model that is chosen.

    Attributes
    ----------
    parts
        The widgets, from top to bottom.
    """

    def __init__(
        self,
        names: Sequence[str],
        on_view: Callable[[str], None],
        on_model: Callable[[str], None],
    ) -> None:
        wide = {"width": "auto"}
        self._is_choice = len(names) > 1
        self._views = ToggleButtons(
            options={view.capitalize(): view for view in VIEWS},
            style={"button_width": "100px"},
            layout=wide,
        )
        self._views.observe(lambda change: on_view(change["new"]), "value")
        self._models = Dropdown(options=names, description="Model", layout=wide)
        self._models.observe(lambda change: on_model(change["new"]), "value")
        self.parts = [self._views, self._models]
        for part in self.parts:
            part.layout.display = "" if self._is_choice else "none"

    def show_view(self, view: str) -> None:
        """Show a view as chosen."""
        self._views.value = view
        self._models.layout.display = "" if self._is_choice and view == VIEWS[0] else "none"

    def show_model(self, name: str) -> None:
        """Show a model as chosen."""
        self._models.value = name
