"""Robustness view: the choices, the ten digits beside the curves, and what is written below."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import numpy as np
from ipywidgets import HTML, Box, Button, ToggleButtons, VBox
from numpy.typing import NDArray

from digit_widgets.evaluation.disturbances import DISTURBANCES, Disturbance
from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.evaluation.robustness import RobustnessCurve
from digit_widgets.recognition.wording import count_images
from digit_widgets.widgets.parts.message import Message
from digit_widgets.widgets.parts.page_widgets import TOGGLES, AriaLabels
from digit_widgets.widgets.robustness.accuracy_chart import AccuracyChart
from digit_widgets.widgets.robustness.digit_cards import DigitCards
from digit_widgets.widgets.robustness.strength_sliders import SLIDER_NAMES, StrengthSliders
from digit_widgets.widgets.robustness.wording import NOTES, accuracy_table, describe_curves

__all__ = ["RobustnessView"]

_LEGEND = (
    "✓ right, ✗ wrong; in brackets where a pad would say “Not a digit”, which counts as the digit "
    "in the brackets."
)
_OWN_DATA = (
    "These 500 images come with the package, and its networks learnt from them. They read new ones "
    "a little less well: data=load_mnist() measures that."
)
#: For screen readers: the words and the table give the curves' content.
_NAMES = {
    ".widget-toggle-buttons": {"role": "group", "aria-label": "Disturbance"},
    ".digit-widgets-cards": {"role": "group", "aria-label": "Ten digits, and what is read"},
    **TOGGLES,
    **SLIDER_NAMES,
}


class RobustnessView:
    """Shows disturbed digits and accuracies, with a choice of disturbance, strength and images.

    Parameters
    ----------
    names
        The models' names.
    labels
        (N,) int64 in 0..9, N ≥ 1: the digits of the set.
    is_own_data
        Whether the set is that of the package, which a note then says.
    choose_disturbance
        Called with the name of a disturbance that is chosen.
    choose_strength
        Called with the strength when the slider has moved.
    show_others
        Called when other images are asked for.

    Attributes
    ----------
    parts
        The widgets, from top to bottom.
    cards
        The ten digits.
    problems, announcement
        `Message`: which models cannot be used, and what only screen readers are told.
    """

    def __init__(
        self,
        names: Iterable[str],
        labels: NDArray[np.int64],
        *,
        is_own_data: bool,
        choose_disturbance: Callable[[str], None],
        choose_strength: Callable[[float], None],
        show_others: Callable[[], None],
    ) -> None:
        kinds = [(name.capitalize(), name) for name in DISTURBANCES]
        self._kinds = ToggleButtons(options=kinds, style={"button_width": "auto"})
        self._kinds.layout.width = "auto"
        self._kinds.observe(lambda change: choose_disturbance(change["new"]), "value")
        self._sliders = StrengthSliders(choose_strength)
        self.cards = DigitCards(labels)
        others = Button(description="Ten others", icon="refresh", layout={"width": "140px"})
        others.on_click(lambda _: show_others())
        self._chart, self._spoken_chart = AccuracyChart(names), AriaLabels({})
        self._figures, self._note = HTML(), HTML()
        self.problems, self.announcement = Message(), Message("status")
        self.announcement.add_class("digit-widgets-spoken")
        data_note = HTML(_OWN_DATA if is_own_data else "")
        for part in (self._note, data_note, legend := HTML(_LEGEND)):
            part.add_class("digit-widgets-note")
        flow = {"flex_flow": "row wrap", "overflow": "visible"}
        column = {"flex": "1 1 290px", "min_width": "0", "overflow": "visible"}
        count = HTML(f"Accuracy on {count_images(len(labels))}, by strength")
        seen = VBox([self.cards, others, legend], layout={**column, "max_width": "520px"})
        measured = VBox(
            [count, self._chart, self._spoken_chart, self._figures],
            layout={**column, "max_width": "600px"},
        )
        self.parts: list[Any] = [
            self._kinds,
            self._sliders,
            Box([seen, measured], layout={**flow, "grid_gap": "8px 24px"}),
            self._note,
            data_note,
            self.problems,
            self.announcement,
            AriaLabels(_NAMES),
        ]

    def begin(self, kind: Disturbance) -> None:
        """Show the slider of a disturbance, at 0, with its note and its axis."""
        self._kinds.value = kind.name
        self._sliders.begin(kind)
        self._note.value = NOTES[kind.name]
        self._chart.begin(kind)

    def place(self, strength: float) -> None:
        """Move the slider to a strength."""
        self._sliders.place(strength)

    def say_strength(self, words: str) -> None:
        """Show the strength in words, beside the slider."""
        self._sliders.say(words)

    def show_accuracies(
        self,
        kind: Disturbance,
        strength: float,
        curves: Mapping[str, RobustnessCurve],
        known: Mapping[str, Proportion],
        failed: Collection[str],
    ) -> None:
        """Show curves as far as they are known, and a table of the accuracies at one strength.

        Parameters
        ----------
        kind, strength
            What is shown.
        curves
            The curve of each model, by its name.
        known
            What is known of the strength, by the models' names.
        failed
            The names of models that have failed.
        """
        self._chart.show(strength, curves)
        self._figures.value = accuracy_table(self._chart.swatches, known, failed)
        spoken = describe_curves(kind, list(curves.items()))
        self._spoken_chart.names = {".bqplot": {"role": "img", "aria-label": spoken}}
