"""Robustness explorer: what models read in disturbed digits, and their accuracy as curves."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ipywidgets import HTML, Box, Button, ToggleButtons, VBox
from traitlets import Dict, Float, Int, TraitError, Unicode, observe, validate

from digit_widgets.errors import ArgumentError
from digit_widgets.evaluation.confusion import LabeledPredictions
from digit_widgets.evaluation.disturbances import (
    DISTURBANCES,
    Disturbance,
    disturb,
    find_disturbance,
)
from digit_widgets.evaluation.robustness import choose_images, read_disturbed
from digit_widgets.predictors.model_names import named_models
from digit_widgets.recognition.wording import count_images
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.message import Message, model_problem
from digit_widgets.widgets.parts.models import load_models
from digit_widgets.widgets.parts.page_widgets import TOGGLES, AriaLabels, ConnectionStatus
from digit_widgets.widgets.parts.short_repr import ShortRepr
from digit_widgets.widgets.parts.worker import LatestWorker
from digit_widgets.widgets.robustness.accuracy_chart import AccuracyChart
from digit_widgets.widgets.robustness.curve_meter import CurveMeter, Progress
from digit_widgets.widgets.robustness.digit_cards import DigitCards
from digit_widgets.widgets.robustness.strength_sliders import SLIDER_NAMES, StrengthSliders
from digit_widgets.widgets.robustness.wording import (
    NOTES,
    accuracy_table,
    describe_accuracies,
    describe_curves,
)

__all__ = ["RobustnessExplorer"]

#: Seconds without another choice after which screen readers are told the accuracies.
_PAUSE = 0.8
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


class _Choice(NamedTuple):
    """What is to be shown."""

    disturbance: Disturbance
    strength: float
    page: int


class RobustnessExplorer(ShortRepr, VBox):  # type: ignore[misc]
    """Ten digits, disturbed as a slider says, with what every model reads, and accuracy curves.

    The digits can be shifted, turned, made larger or smaller, noisy, thicker or thinner, and their
    pixels shuffled. A background thread shows the newest choice first; in between it measures the
    accuracy on all images, from coarse to fine strengths, until each curve is complete. All its
    parts can be reached with Tab; arrow keys move the slider.

    An image counts as right if its most probable digit is, also where a pad would reject it. One
    that the disturbance left blank counts as wrong.

    Parameters
    ----------
    models
        One or more models of the ten digits, each anything that `load_predictor` takes: a mapping
        of names to models, or a list, as in `ModelComparison`. A model that cannot be loaded or
        that fails is reported below the curves; the others still work.
    data
        An `ImageDataset`, whose test images are used. By default 500 of MNIST's training images,
        which come with the package.
    disturbance, strength
        What is shown first; see below.

    Attributes
    ----------
    disturbance
        str: "shift", "turn", "size", "noise", "pen width" or "shuffled pixels". May be assigned, as
        may all attributes but `curves` and `error`; another one begins with strength 0.
    strength
        float: the strength, 0 for unchanged images, in the unit of the disturbance: -10 to 10
        pixels to the right, -90 to 90 degrees clockwise, -60 to 60 percent larger, 0 to 50 percent
        of full ink as the noise's standard deviation, -2 to 5 pixels thicker, 0 to 100 percent of
        the pixels.
    page
        int from 1: the current ten images.
    curves
        dict: a `RobustnessCurve` for each model's name, of the strengths that are measured so far;
        a new dict each time. Read-only.
    error
        str: which models cannot be used, and why, one per line; "" if all can be. Read-only.

    Raises
    ------
    ArgumentError
        An unknown keyword, no such disturbance, a strength out of range, or data of another type.
    DataError
        There are no test images.
    ModelError
        No models, or a single model outside a list.
    """

    disturbance = Unicode("shift")
    strength = Float(0.0)
    page = Int(1)
    curves = Dict(read_only=True)
    error = Unicode("", read_only=True)

    def __init__(
        self,
        models: Mapping[str, Any] | Iterable[Any] = ("cnn", "ann"),
        data: Any = None,
        *,
        disturbance: str = "shift",
        strength: float = 0.0,
        **kwargs: Any,
    ) -> None:
        check_keywords(self, RobustnessExplorer, kwargs)
        kind = find_disturbance(disturbance)
        strength = kind.check(strength)
        self._images, self._labels = choose_images(data)
        self._predictors, self._unusable = load_models(named_models(models))
        self._failed: dict[str, str] = {}
        self._closing = threading.Event()
        self._changed = threading.Event()
        self._choice = self._shown = _Choice(kind, strength, 0)
        self._meter = CurveMeter(self._predictors, self._images, self._labels)
        self._cards = DigitCards(self._labels)
        self._worker: LatestWorker[None] = LatestWorker(lambda _: self._work())
        super().__init__(self._parts(data is None), **kwargs)
        self.layout.overflow = "visible"
        self.add_class("digit-widgets-robustness")
        self.add_class("digit-widgets-live")
        self.disturbance = kind.name
        self._begin(kind)
        self.strength = strength
        self._choose()
        # A new widget has nothing to announce: its words are read when they are reached.
        self._announced = True

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until all is shown and measured, at most `timeout` seconds; return if it is."""
        return self._worker.wait(timeout)

    def close(self) -> None:
        """Remove the widget from all pages, and stop the thread."""
        # ipywidgets also closes widgets whose __init__ has failed.
        if worker := getattr(self, "_worker", None):
            self._closing.set()
            self._changed.set()
            worker.close()
        super().close()

    def _facts(self) -> dict[str, Any]:
        return {
            "models": list(self._predictors),
            "disturbance": self.disturbance,
            "strength": self.strength,
        }

    # Parts ----------------------------------------------------------------------------------

    def _parts(self, is_own_data: bool) -> list[Any]:
        names = [(name.capitalize(), name) for name in DISTURBANCES]
        self._kinds = ToggleButtons(options=names, style={"button_width": "auto"})
        self._kinds.layout.width = "auto"
        self._kinds.observe(lambda change: self.set_trait("disturbance", change["new"]), "value")
        self._sliders = StrengthSliders(lambda strength: self.set_trait("strength", strength))
        self._spoken_chart = AriaLabels({})
        others = Button(description="Ten others", icon="refresh", layout={"width": "140px"})
        others.on_click(lambda _: self.set_trait("page", self.page % self._cards.n_pages + 1))
        self._chart = AccuracyChart(self._predictors)
        self._figures = HTML()
        self._note, self._problems = HTML(), Message()
        self._spoken = Message("status")
        self._spoken.add_class("digit-widgets-spoken")
        self._data_note = HTML(_OWN_DATA if is_own_data else "")
        for part in (self._note, self._data_note, legend := HTML(_LEGEND)):
            part.add_class("digit-widgets-note")
        flow = {"flex_flow": "row wrap", "overflow": "visible"}
        column = {"flex": "1 1 290px", "min_width": "0", "overflow": "visible"}
        count = HTML(f"Accuracy on {count_images(len(self._images))}, by strength")
        seen = VBox([self._cards, others, legend], layout={**column, "max_width": "520px"})
        measured = VBox(
            [count, self._chart, self._spoken_chart, self._figures],
            layout={**column, "max_width": "600px"},
        )
        return [
            ConnectionStatus(self),
            self._kinds,
            self._sliders,
            Box([seen, measured], layout={**flow, "grid_gap": "8px 24px"}),
            self._note,
            self._data_note,
            self._problems,
            self._spoken,
            AriaLabels(_NAMES),
        ]

    # Choices --------------------------------------------------------------------------------

    @validate("disturbance")
    def _check_disturbance(self, proposal: Any) -> str:
        try:
            return find_disturbance(proposal["value"]).name
        except ArgumentError as error:
            raise TraitError(str(error)) from None

    @validate("strength")
    def _check_strength(self, proposal: Any) -> float:
        try:
            return self._choice.disturbance.check(proposal["value"])
        except ArgumentError as error:
            raise TraitError(str(error)) from None

    @validate("page")
    def _check_page(self, proposal: Any) -> int:
        page: int = proposal["value"]
        return min(max(1, page), self._cards.n_pages)

    @observe("disturbance")
    def _on_disturbance(self, change: Any) -> None:
        kind = DISTURBANCES[change["new"]]
        self._meter.retry()
        self._choice = _Choice(kind, 0.0, self.page)
        self._begin(kind)
        self._announced = False
        self._choose()

    @observe("strength", "page")
    def _on_choice(self, _: Any) -> None:
        self._announced = False
        self._choose()

    def _begin(self, kind: Disturbance) -> None:
        """Show the slider of a disturbance, at 0."""
        self._kinds.value = kind.name
        self._sliders.begin(kind)
        self.strength = 0.0
        self._note.value = NOTES[kind.name]
        self._chart.begin(kind)

    def _choose(self) -> None:
        """Show and measure what is chosen now, soon."""
        kind = self._choice.disturbance
        self._choice = _Choice(kind, self.strength, self.page)
        self._sliders.place(self.strength)
        self._changed.set()
        self._worker.submit(None)

    # From choice to accuracy: the worker's thread -------------------------------------------

    def _work(self) -> None:
        chosen = 0.0
        while not self._closing.is_set():
            self._changed.clear()
            if self._choice != self._shown:
                self._show_images(self._choice)
                self._show_accuracies()
                chosen = time.monotonic()
            kind, strength, _ = self._shown
            # Last: until then, all else would be taken for what it names.
            self._sliders.say(kind.describe(strength))
            progress = self._meter.measure_part(kind, strength)
            if progress is Progress.NEWS:
                self._show_accuracies()
            pause = 0.0 if self._announced else chosen + _PAUSE - time.monotonic()
            if progress is Progress.COMPLETE and self._changed.wait(pause):
                continue
            if not self._announced and time.monotonic() >= chosen + _PAUSE:
                self._announce()
            if progress is Progress.COMPLETE:
                return

    def _show_images(self, choice: _Choice) -> None:
        kind, strength, page = choice
        places = self._cards.indices(page)
        images = disturb(self._images[places], kind.name, strength)
        readings: dict[str, LabeledPredictions | None] = {}
        problems = {}
        for name, predictor in self._predictors.items():
            readings[name] = None
            try:
                readings[name] = read_disturbed(predictor, images, self._labels[places])
            except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
                problems[name] = model_problem(error)
        self._cards.show(images, readings)
        self._failed = problems
        self._shown = choice

    def _show_accuracies(self) -> None:
        kind, strength, _ = self._shown
        curves = self._meter.curves(kind)
        problems = {**self._unusable, **self._meter.problems, **self._failed}
        self._chart.show(strength, curves)
        known = self._meter.get(kind, strength)
        self._figures.value = accuracy_table(self._chart.swatches, known, problems)
        spoken = describe_curves(kind, list(curves.items()))
        self._spoken_chart.names = {".bqplot": {"role": "img", "aria-label": spoken}}
        self.set_trait("error", "\n".join(f"{name}: {each}" for name, each in problems.items()))
        self.set_trait("curves", curves)

    def _announce(self) -> None:
        self._announced = True
        kind, strength, _ = self._shown
        known = self._meter.get(kind, strength)
        self._spoken.say(describe_accuracies(kind, strength, known, len(self._images)))

    @observe("error")
    def _on_error(self, change: Any) -> None:
        self._problems.say(change["new"])
