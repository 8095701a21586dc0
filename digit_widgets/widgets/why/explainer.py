"""Explainer: the explanations of one drawing, each made once and kept while the drawing stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
from digit_widgets.predictors import Predictor
from digit_widgets.recognition import Prediction, Recognizer
from digit_widgets.widgets.why.interruption import InterruptiblePredictor

__all__ = ["Explainer", "GradCamCache"]

#: Probabilities that the layers and the model give for one image differ by less than this.
_ALIKE = 0.02


class GradCamCache:
    """The Grad-CAM of the model used last: taking a network apart takes time."""

    def __init__(self) -> None:
        self._predictor: Predictor | None = None
        self._opened: GradCam | ModelError = ModelError("No model yet.")

    def open(self, predictor: Predictor) -> GradCam:
        """Return the Grad-CAM of a model.

        Raises
        ------
        ModelError
            The model shows no convolutional layer.
        """
        if self._predictor is not predictor:
            try:
                self._opened = GradCam(predictor)
            except ModelError as error:
                self._opened = error
            self._predictor = predictor
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
    within
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
        self, recognizer: Recognizer, ink: Ink, within: Bounds, is_overtaken: Callable[[], bool]
    ) -> None:
        self._within = within
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

    def make_question(self, label: str | None, rather_than: str | None) -> Question:
        """Return the question about two chosen labels; None for the one read, and for any other."""
        label = self.read_label if label is None else label
        return Question(label, None if rather_than == label else rather_than)

    def occlude(self) -> Occlusion:
        """Return the readings with each place of the image painted over."""
        if self._occlusion is None:
            self._occlusion = occlude(self._recognizer.predictor, self.attribution.pieces.image)
        return self._occlusion

    def look_inside(self, cam: GradCam, question: Question) -> GradCamMap:
        """Return where the network's last convolutional layer sees what speaks for a label.

        Raises
        ------
        ModelError
            The layers give other probabilities than the model gave.
        """
        seen = cam.explain(self.attribution.pieces.image, question)
        if float(np.abs(seen.probabilities - self.attribution.whole).max()) > _ALIKE:
            raise ModelError(
                "The network's layers now read this otherwise than the model did: its file or its "
                "weights have changed since. Draw again, or give the pad the model anew."
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
                self._recognizer.predictor,
                self.attribution.pieces,
                target,
                threshold=self._recognizer.threshold,
                within=self._within,
            )
        return self._changes[target]
