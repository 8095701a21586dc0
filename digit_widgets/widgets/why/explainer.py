"""Explainer: the explanations of one drawing, each made once and kept while the drawing stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from digit_widgets.errors import ModelError
from digit_widgets.explanation import (
    Counterfactual,
    GradCam,
    InkAttribution,
    Occlusion,
    Question,
    attribute_ink,
    cut_ink,
    find_counterfactual,
    occlude,
)
from digit_widgets.explanation.grad_cam import GradCamMap
from digit_widgets.ink import Bounds, Ink
from digit_widgets.recognition import Prediction, Recognizer
from digit_widgets.widgets.why.interruption import InterruptiblePredictor

__all__ = ["Explainer", "GradCamCache"]

#: Probabilities of the layers and of the model differ by less than this if both are fed alike.
_ALIKE = 0.02


class GradCamCache:
    """The Grad-CAM of the model used last: taking a network apart takes time."""

    def __init__(self) -> None:
        self._model: Any = None
        self._opened: GradCam | ModelError = ModelError("No model yet.")

    def open(self, model: Any) -> GradCam:
        """Return the Grad-CAM of a model.

        Raises
        ------
        ModelError
            The model shows no convolution.
        """
        if self._model is not model:
            try:
                self._opened = GradCam(model)
            except ModelError as error:
                self._opened = error
            self._model = model
        if isinstance(self._opened, ModelError):
            raise self._opened
        return self._opened


class Explainer:
    """Explains one drawing's reading; not thread-safe.

    Parameters
    ----------
    recognizer
        The model and its threshold.
    ink
        The drawing, not blank and not a dot.
    area
        Where a change may add strokes, in the drawing's unit.
    is_overtaken
        True ends any explanation by `OvertakenError`.

    Attributes
    ----------
    prediction
        The reading of the drawing.
    attribution
        What its pieces do.
    """

    def __init__(
        self, recognizer: Recognizer, ink: Ink, area: Bounds, is_overtaken: Callable[[], bool]
    ) -> None:
        self._area = area
        predictor = InterruptiblePredictor(recognizer.predictor, is_overtaken)
        self._recognizer = replace(recognizer, predictor=predictor)
        pieces = cut_ink(ink)
        self.prediction: Prediction = self._recognizer.read_image(pieces.image)
        self.attribution: InkAttribution = attribute_ink(predictor, pieces)
        self._occlusion: Occlusion | None = None
        self._changes: dict[str | None, Counterfactual | None] = {}

    @property
    def read_label(self) -> str:
        """The label read; of a rejected drawing, the most probable one."""
        return self.prediction.ranked[0][0]

    def ask(self, label: str | None, rather_than: str | None) -> Question:
        """Return the question about two chosen labels; None for the one read, and for any other."""
        label = self.read_label if label is None else label
        return Question(label, None if rather_than == label else rather_than)

    def occlude(self) -> Occlusion:
        """Return the readings with each place of the image painted over."""
        if self._occlusion is None:
            self._occlusion = occlude(self._recognizer.predictor, self.attribution.pieces.image)
        return self._occlusion

    def look_inside(self, cam: GradCam, question: Question) -> GradCamMap:
        """Return where the network's last convolution sees what speaks for a label.

        Raises
        ------
        ModelError
            The layers, fed with the image, read something else than the model does.
        """
        image = self.attribution.pieces.image
        seen = cam.explain(image, question, self.attribution.labels)
        if float(np.abs(seen.probabilities - self.attribution.whole).max()) > _ALIKE:
            raise ModelError(
                "Fed with the 28×28 as it is, this network's layers read something else than the "
                "model does on the pad: a picture of them would explain another reading."
            )
        return seen

    def choose_target(self, label: str | None, rather_than: str | None) -> str | None:
        """Return the label that a change is to give: the one asked about, unless it is read."""
        present = self.prediction.label
        return next((each for each in (label, rather_than) if each not in {None, present}), None)

    def knows_change(self, target: str | None) -> bool:
        """Return True if the search for a change to this label is done."""
        return target in self._changes

    def find_change(self, target: str | None) -> Counterfactual | None:
        """Return the smallest change found that gives a label, or any other; None if none does."""
        if target not in self._changes:
            self._changes[target] = find_counterfactual(
                self._recognizer, self.attribution.pieces, target, within=self._area
            )
        return self._changes[target]
