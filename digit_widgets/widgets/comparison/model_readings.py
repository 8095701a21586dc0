"""Model readings: what several models read in one image, as a line, bars and tables."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import numpy as np
from ipywidgets import HTML
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.ink import Ink
from digit_widgets.predictors import DIGITS, ScoringPredictor, load_predictor, model_info
from digit_widgets.recognition import Prediction, Recognizer
from digit_widgets.recognition.recognizer import make_model_input
from digit_widgets.widgets.comparison.model_facts import agreement, list_facts, readings_table
from digit_widgets.widgets.comparison.scrollable_parts import ARIA_LABELS, make_scrollable
from digit_widgets.widgets.pads.saved_pad import portable_model
from digit_widgets.widgets.parts.message import model_problem
from digit_widgets.widgets.parts.model_bars import ModelBars
from digit_widgets.widgets.parts.model_notes import ModelNotes
from digit_widgets.widgets.parts.page_widgets import AriaLabels

__all__ = ["ModelReadings"]

_ORDER = "The bars of each digit stand in the table's order."


class ModelReadings:
    """Several models, and the widgets that show what they read, for a larger widget to lay out.

    Parameters
    ----------
    models
        By name, anything that `load_predictor` takes. A model that cannot be used, or whose labels
        differ from the first one's, is reported; the others still work.
    facts
        As in `ModelComparison`.
    report
        Called with a source, as in `Problems`, and its problem, "" if there is none.
    compact
        True leaves out the bars and the facts.

    Attributes
    ----------
    labels
        The labels that all models have.
    agreement, readings, notes
        The widgets: a line, a table, and how models that are not bundled are fed.
    bars, order
        The bars, and what their order is; missing if compact.
    names
        The parts' names for screen readers: to be a child of the same box.
    """

    def __init__(
        self,
        models: Mapping[str, Any],
        facts: Mapping[str, Mapping[str, float | None]],
        report: Callable[[str, str], None],
        *,
        compact: bool = False,
    ) -> None:
        self._report = report
        self.labels: tuple[str, ...] = ()
        self._recognizers = {name: self._load(name, models[name]) for name in models}
        self.labels = self.labels or DIGITS
        used = {name: each for name, each in self._recognizers.items() if each is not None}
        self.notes = ModelNotes()
        self.notes.show({name: model_info(each.predictor) for name, each in used.items()})
        self._given = models
        self._warm: set[str] = set()
        # Until the first predictions, models that may have scores are assumed to have them.
        self._with_scores = any(
            isinstance(each.predictor, ScoringPredictor) for each in used.values()
        )
        self.agreement, self._table = HTML(), HTML()
        self.agreement.add_class("digit-widgets-agreement")
        # The words must not make the column wider than the parts below them.
        self.agreement.layout = {"width": "0", "min_width": "100%"}
        self.readings = make_scrollable("readings", self._table)
        self._facts = (
            {}
            if compact
            else {name: list_facts(each, facts.get(name, {})) for name, each in models.items()}
        )
        self._bars = None if compact else ModelBars(self.labels, len(self._recognizers))
        if self._bars is None:
            self.names = AriaLabels({key: ARIA_LABELS[key] for key in (".digit-widgets-readings",)})
            return
        self.bars = make_scrollable("bars", self._bars)
        # Colours alone must not be the only way to tell the models apart.
        self.order = HTML(_ORDER if len(self._recognizers) > 1 else "")
        self.order.add_class("digit-widgets-note")
        self.names = AriaLabels(ARIA_LABELS)
        self.names.titles = {".axis .tick": self._bars.full_labels}

    def show(self, image: NDArray[np.float32], start: float, *, dot: bool) -> dict[str, Prediction]:
        """Let all models read an image, show what they read, and return it by their names.

        Parameters
        ----------
        image
            (28, 28) float32 in 0..1, all 0 for nothing, or for a dot.
        start
            ``time.perf_counter()`` from which the first latency counts; the others get as much for
            what was done before this call.
        dot
            True if only a dot is drawn.
        """
        spent = time.perf_counter() - start
        nothing = Prediction.blank(self.labels, dot=dot)
        predictions = {
            name: self._predict(name, image, spent, nothing) for name in self._recognizers
        }
        # Update the bars first: people watch them most.
        if self._bars is not None:
            self._bars.show(list(predictions.values()))
        self.agreement.value = escape(agreement(predictions))
        if image.any():
            self._with_scores = any(each.score is not None for each in predictions.values())
        self._table.value = readings_table(predictions, self._facts, with_scores=self._with_scores)
        return predictions

    @property
    def n_usable(self) -> int:
        """The number of models that could be loaded."""
        return sum(each is not None for each in self._recognizers.values())

    def portable(self) -> dict[str, str | None]:
        """Return the models by name, each as `portable_model` returns it."""
        recognizers = self._recognizers
        return {name: portable_model(self._given[name], each) for name, each in recognizers.items()}

    def read(self, ink: Ink) -> dict[str, Prediction]:
        """Let all models that can be used read a drawing, and show nothing.

        Raises
        ------
        Whatever a model raises.
        """
        image = make_model_input(ink)
        used = {name: each for name, each in self._recognizers.items() if each is not None}
        if not image.any():
            return dict.fromkeys(used, Prediction.blank(self.labels))
        return {name: each.read_image(image) for name, each in used.items()}

    def _load(self, name: str, model: Any) -> Recognizer | None:
        try:
            recognizer = Recognizer(load_predictor(model))
            self.labels = self.labels or recognizer.labels
            if recognizer.labels != self.labels:
                labels = ", ".join(recognizer.labels)
                raise ModelError(f"Its labels, {labels:.60}, are not those of the first model.")
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            self._report(f"model {name}", f"{name}: {model_problem(error)}")
            return None
        return recognizer

    def _predict(
        self, name: str, image: NDArray[np.float32], spent: float, nothing: Prediction
    ) -> Prediction:
        """Return a model's prediction; `nothing` if the drawing is blank or a dot."""
        recognizer = self._recognizers[name]
        if recognizer is None:
            return Prediction.failed(self.labels)
        if not image.any():
            self._report(f"reading {name}", "")
            return nothing
        try:
            if name not in self._warm:
                # A first call may load or compile the model, and must not count in the latency.
                recognizer.read_image(image)
                self._warm.add(name)
            prediction = recognizer.read_image(image, start=time.perf_counter() - spent)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            self._report(f"reading {name}", f"{name}: {model_problem(error)}")
            return Prediction.failed(self.labels)
        self._report(f"reading {name}", "")
        return prediction
