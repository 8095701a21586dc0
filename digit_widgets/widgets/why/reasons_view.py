"""Reasons view: the coloured ink with its legend and words, and the pictures below it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from ipywidgets import HTML, Box, Button, VBox
from numpy.typing import NDArray

from digit_widgets.explanation import Counterfactual, InkAttribution, Question
from digit_widgets.explanation.sentences import (
    describe_attribution,
    describe_counterfactual,
    describe_picture,
)
from digit_widgets.ink import Ink
from digit_widgets.recognition import Prediction
from digit_widgets.recognition.wording import percent, sentence
from digit_widgets.widgets.parts.message import Message
from digit_widgets.widgets.why.colored_ink import ColoredInk, ink_legend
from digit_widgets.widgets.why.evidence_picture import EvidencePicture

__all__ = ["ReasonsView"]

_INK = (
    "Each piece of ink is taken away in turn, and the rest is read again. That shows what this "
    "reading hangs on; it does not show how pieces work together."
)
_OCCLUSION = (
    "A square of paper is laid over each place in turn. That shows which places this reading hangs "
    "on; it does not prove what the model looks for in other drawings."
)
_GRAD_CAM = (
    "Where the last convolutional layer responds to what raises the label, in its coarse cells. "
    "That does not prove that the reading would change without it."
)
#: What names begin with, or single letters are, that take "an": 8 and x as they are spoken.
_AN_WORDS, _AN_LETTERS = frozenset("8aeiou"), frozenset("8aefhilmnorsx")


class ReasonsView(VBox):  # type: ignore[misc]
    """Shows explanations of one drawing.

    Parameters
    ----------
    width, height
        Size of the pad's drawing surface, in the ink's unit.
    on_accept
        Called with the ink explained and the change last offered for it when the button is pressed.

    Attributes
    ----------
    button
        The button that makes the change.
    """

    def __init__(
        self, width: float, height: float, on_accept: Callable[[Ink, Counterfactual], None]
    ) -> None:
        self._ink = ColoredInk(width, height)
        self._legend = HTML()
        self._told, self._change = Message("status"), Message("status")
        self.button = Button(
            layout={"width": "auto", "align_self": "flex-start", "display": "none"}
        )
        self._on_accept = on_accept
        self._offered: tuple[Ink, Counterfactual] | None = None
        self.button.on_click(self._on_press)
        self.button.add_class("digit-widgets-accept")
        method = Message("note")
        method.say(_INK)
        self._occlusion = EvidencePicture("Occlusion", _OCCLUSION)
        self._grad_cam = EvidencePicture("Grad-CAM", _GRAD_CAM)
        flow = {"flex_flow": "row wrap", "grid_gap": "8px 20px", "overflow": "visible"}
        drawing = VBox([self._ink, self._legend], layout={"max_width": "100%", "flex": "none"})
        words = VBox(
            [self._told, self._change, self.button, method],
            layout={"flex": "1 1 240px", "min_width": "0", "max_width": "480px"},
        )
        self._words, self._pictures = words, Box([self._occlusion, self._grad_cam], layout=flow)
        super().__init__([Box([drawing, words], layout=flow), self._pictures])
        self.layout.overflow = "visible"
        self.show_nothing(Ink(), "")

    def _on_press(self, _: Button) -> None:
        # What the page showed when it was pressed, even if the button is being withdrawn.
        if self._offered is not None:
            self._on_accept(*self._offered)

    def show_nothing(self, ink: Ink, words: str) -> None:
        """Show a drawing that cannot be explained, and why not."""
        self._ink.show_plain(ink, words or "The drawing, without colours")
        self._legend.value = ""
        self._told.say(words)
        self.show_change(None, None, None)
        self._pictures.layout.display = "none"
        self.mark_stale(stale=False)

    def show_ink(
        self, attribution: InkAttribution, question: Question, change: Counterfactual | None
    ) -> None:
        """Colour the drawing, with a ghost of a change."""
        words = describe_attribution(attribution, question)
        self._ink.show(attribution, question, change, f"The drawing, coloured. {words}")
        self._legend.value = ink_legend(question, with_ghost=change is not None)

    def tell(self, prediction: Prediction, attribution: InkAttribution, question: Question) -> None:
        """Say what was read, and what speaks for it and against it."""
        read = f"Read as {prediction.label}, {percent(prediction.confidence)}."
        if prediction.label is None:
            nearest = prediction.ranked[0][0]
            read = f"{sentence(prediction.answer)}; the nearest label is {nearest}."
        self._told.say(f"{read} {describe_attribution(attribution, question)}")

    def show_occlusion(
        self, evidence: NDArray[np.floating], image: NDArray[np.float32], question: Question
    ) -> None:
        """Show the picture by occlusion."""
        self._pictures.layout.display = ""
        self._occlusion.show(evidence, image, describe_picture(evidence, image, question))

    def show_grad_cam(
        self, heat: NDArray[np.floating], image: NDArray[np.float32], question: Question
    ) -> None:
        """Show the picture by Grad-CAM."""
        self._grad_cam.show(heat, image, describe_picture(heat, image, question))

    def refuse_grad_cam(self, words: str) -> None:
        """Say why there is no picture by Grad-CAM."""
        self._grad_cam.say(words)

    def show_change(
        self, change: Counterfactual | None, attribution: InkAttribution | None, words: str | None
    ) -> None:
        """Describe a change and offer it, or say why there is none."""
        if change is None or attribution is None:
            self._change.say(words or "")
            self.button.layout.display = "none"
            return
        ink = attribution.pieces.ink
        bounds = ink.bounds
        assert bounds is not None
        label = change.prediction.label or ""
        self._change.say(describe_counterfactual(change, bounds))
        vowels = _AN_LETTERS if len(label) == 1 else _AN_WORDS
        self._offered = ink, change
        article = "an" if label[:1].lower() in vowels else "a"
        self.button.description = f"Make it {article} {label}"
        self.button.layout.display = ""

    def mark_stale(self, *, stale: bool) -> None:
        """Grey what belongs to an older drawing than the coloured one."""
        for part in (self._words, self._pictures):
            (part.add_class if stale else part.remove_class)("digit-widgets-stale")
