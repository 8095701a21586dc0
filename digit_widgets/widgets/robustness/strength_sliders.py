"""Strength sliders: one for each disturbance, with the strength in words beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipywidgets import HTML, Box, FloatSlider

from digit_widgets.evaluation.disturbances import DISTURBANCES, Disturbance

__all__ = ["SLIDER_NAMES", "StrengthSliders"]


def _find_class(kind: Disturbance) -> str:
    return f"digit-widgets-of-{kind.name.replace(' ', '-')}"


#: The sliders' names for screen readers, as `AriaLabels` takes them.
SLIDER_NAMES = {
    f".{_find_class(kind)} .noUi-handle": {"aria-label": f"Strength of {kind.name}, {kind.unit}"}
    for kind in DISTURBANCES.values()
}


class StrengthSliders(Box):  # type: ignore[misc]
    """The sliders, of which one is shown: that of the current disturbance.

    There is one for each, because the End key goes no further than the range that a page was first
    shown.

    Parameters
    ----------
    move
        Called with the strength when the shown slider has moved.
    """

    def __init__(self, move: Callable[[float], None]) -> None:
        self._move = move
        self._sliders = {name: _make_slider(kind) for name, kind in DISTURBANCES.items()}
        for slider in self._sliders.values():
            slider.observe(self._on_value, "value")
        self._shown = next(iter(self._sliders.values()))
        self._words = HTML(layout={"flex": "1 1 230px", "min_width": "0"})
        self._words.add_class("digit-widgets-strength")
        layout = {"flex_flow": "row wrap", "overflow": "visible", "align_items": "center"}
        super().__init__([*self._sliders.values(), self._words], layout=layout)

    def begin(self, kind: Disturbance) -> None:
        """Show the slider of a disturbance, at 0."""
        for name, slider in self._sliders.items():
            slider.layout.display = "" if name == kind.name else "none"
        self._shown = self._sliders[kind.name]
        self.place(0.0)

    def place(self, strength: float) -> None:
        """Move the shown slider to a strength."""
        self._shown.value = strength

    def say(self, words: str) -> None:
        """Show the strength in words."""
        self._words.value = f"<b>{words}</b>"

    def _on_value(self, change: Any) -> None:
        if change["owner"] is self._shown:
            self._move(change["new"])


def _make_slider(kind: Disturbance) -> FloatSlider:
    slider = FloatSlider(
        min=kind.low, max=kind.high, step=kind.step, description="Strength", readout=False
    )
    slider.style.description_width = "64px"
    slider.layout = {"flex": "1 1 240px", "max_width": "480px", "min_width": "0"}
    slider.add_class(_find_class(kind))
    return slider
