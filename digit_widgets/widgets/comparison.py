"""Several models on one drawing: what each reads, how surely, how fast, and what it cost."""

from __future__ import annotations

import time
from collections.abc import Mapping
from html import escape
from typing import Any

import bqplot
import numpy as np
from ipywidgets import HTML, Box, VBox
from numpy.typing import NDArray
from traitlets import Dict

from digit_widgets.errors import DigitWidgetsError, ModelError
from digit_widgets.ink import Ink
from digit_widgets.predictors import DIGITS, Prediction, Predictor, load_predictor, predict_image
from digit_widgets.predictors.reading import seen
from digit_widgets.widgets._colors import PALETTE
from digit_widgets.widgets._facts import agreement, facts_table, readings_table
from digit_widgets.widgets._message import model_problem
from digit_widgets.widgets._page import Names
from digit_widgets.widgets._style import PLAIN, style_sheet
from digit_widgets.widgets._words import comparison_words
from digit_widgets.widgets.surface import InkReader

__all__ = ["ModelComparison"]

_ORDER = "The bars of each digit stand in the table's order."
#: For screen readers: what the bars say, the table says in figures.
_NAMES = {
    ".bqplot": {"role": "img", "aria-label": "Probabilities of each model, as bars"},
    # What is wider than a narrow page is scrolled to, by keys too. (`tabbable` does nothing for
    # boxes.)
    ".digit-widgets-bars": {"role": "group", "aria-label": "Bars", "tabindex": "0"},
    ".digit-widgets-readings": {"role": "group", "aria-label": "Readings", "tabindex": "0"},
    ".digit-widgets-facts": {"role": "group", "aria-label": "Facts", "tabindex": "0"},
}


class ModelComparison(InkReader):
    """One drawing that several models read side by side during every stroke.

    One background thread, where observers run too, has each model read the newest ink. Assigning
    `ink`, and `clear`, `undo` and `redo`, return when all have read.

    Parameters
    ----------
    models
        Names to models, one or more, each anything that `load_predictor` takes. One that cannot
        be used, or whose labels are not the first one's, is said; the others go on.
    ink
        A drawing to begin with.
    facts
        Names to what is known of a model: ``parameters``, ``size`` in bytes, ``accuracy`` in
        0..1, ``loss`` and ``seconds`` of training, instead of what a Keras model, or a file and
        the model card beside it, tell.

    Attributes
    ----------
    predictions
        dict: names to `Prediction`, a new one each reading. Latencies count normalising the ink
        and the model's own time. Read-only.
    error
        str: what is wrong, a line each; "" if nothing is. Read-only.
    ink
        `Ink`: the drawing, in CSS pixels. May be assigned.

    Raises
    ------
    ModelError
        No models, models without names, or facts of a name that no model has.
    """

    predictions = Dict(read_only=True)

    def __init__(
        self,
        models: Mapping[str, Any],
        *,
        ink: Ink | None = None,
        facts: Mapping[str, Mapping[str, float | None]] | None = None,
        **kwargs: Any,
    ) -> None:
        if not isinstance(models, Mapping) or not all(isinstance(name, str) for name in models):
            raise ModelError('Give models by their names, such as {"CNN": "cnn"}.')
        if not models:
            raise ModelError('Give one or more models, such as {"CNN": "cnn"}.')
        if others := set(facts or {}) - set(models):
            raise ModelError(f"There are facts, but no models, of {', '.join(sorted(others))}.")
        super().__init__(**kwargs)
        self._agreement, self._readings = HTML(), HTML()
        self._agreement.add_class("digit-widgets-agreement")
        # Its words do not make the column wider than what stands under them.
        self._agreement.layout = {"width": "0", "min_width": "100%"}
        self._labels: tuple[str, ...] = ()
        self._predictors = {name: self._loaded(name, models[name]) for name in models}
        self._labels = self._labels or DIGITS
        self._warm: set[str] = set()
        self._bars = bqplot.Bars(
            x=list(self._labels),
            scales={"x": bqplot.OrdinalScale(), "y": bqplot.LinearScale(min=0.0, max=1.0)},
            type="grouped",
            colors=list(PALETTE),
            color_mode="element",  # one a model, even for a model alone
            padding=0.2,
        )
        self.children = self._parts(facts_table(models, facts or {}))
        self._worker.submit(self.ink)
        self._worker.wait()
        if ink is not None:
            self.ink = ink

    def _parts(self, facts: str) -> list[Any]:
        width = max(280, 60 + len(self._labels) * (6 + 5 * len(self._predictors)))
        percent = {"side": "left", "tick_format": ".0%", "tick_values": [0.0, 0.5, 1.0]}
        figure = bqplot.Figure(
            marks=[self._bars],
            axes=[
                bqplot.Axis(scale=self._bars.scales["x"], grid_lines="none"),
                bqplot.Axis(scale=self._bars.scales["y"], grid_lines="none", **percent),
            ],
            fig_margin={"top": 10, "bottom": 28, "left": 52, "right": 4},
            **PLAIN,
            layout={"width": f"{width}px", "height": "200px", "min_width": "0", "margin": "0"},
        )
        figure.add_class("digit-widgets-chart")
        narrow = {"overflow": "auto hidden", "max_width": "100%", "flex": "none"}
        parts = {"bars": figure, "readings": self._readings, "facts": HTML(facts)}
        wide = [Box([part], layout=narrow) for part in parts.values()]
        for name, box in zip(parts, wide, strict=True):
            box.add_class(f"digit-widgets-{name}")
        # Colours alone do not tell the models apart.
        order = HTML(_ORDER if len(self._predictors) > 1 else "")
        order.add_class("digit-widgets-note")
        # The facts are the widest: beside the drawing they would not fit in JupyterLab.
        model, observer = self._messages["model"], self._messages["observer"]
        reading = VBox(
            [self._agreement, model, wide[0], order, wide[1], observer],
            layout={"max_width": "100%", "min_width": "0", "overflow": "visible"},
        )
        flow = {"flex_flow": "row wrap", "overflow": "visible"}
        beside = Box([self._surface(), reading], layout=flow)
        return [style_sheet(), beside, wide[2], Names(_NAMES)]

    def _loaded(self, name: str, model: Any) -> Predictor | None:
        try:
            predictor = load_predictor(model)
            self._labels = self._labels or tuple(predictor.labels)
            if tuple(predictor.labels) != self._labels:
                labels = ", ".join(predictor.labels)
                raise ModelError(f"It reads {labels:.60}: not what the first model reads.")
        except DigitWidgetsError as error:
            self._report(f"model {name}", f"{name}: {error}")
            return None
        return predictor

    def _show_reading(self, ink: Ink, start: float) -> None:
        image = seen(ink)
        spent = time.perf_counter() - start
        predictions = {name: self._predicted(name, image, spent) for name in self._predictors}
        # Bars first: they are what people watch.
        self._bars.y = np.array([each.probabilities for each in predictions.values()])
        self._agreement.value = escape(agreement(predictions))
        self._readings.value = readings_table(predictions)
        self._announcer.read(ink, comparison_words(predictions))
        self.set_trait("predictions", predictions)

    def _predicted(self, name: str, image: NDArray[np.float32], spent: float) -> Prediction:
        predictor = self._predictors[name]
        if predictor is None:
            return Prediction.failed(self._labels)
        try:
            if image.any() and name not in self._warm:
                # A first call may load or compile the model: that is not what is compared.
                predict_image(predictor, image, 0.0)
                self._warm.add(name)
            prediction = predict_image(predictor, image, time.perf_counter() - spent)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            self._report(f"reading {name}", f"{name}: {model_problem(error)}")
            return Prediction.failed(self._labels)
        self._report(f"reading {name}", "")
        return prediction
