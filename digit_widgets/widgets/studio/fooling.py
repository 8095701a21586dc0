"""Fooling: somebody says what the drawing is, and the networks that read otherwise are counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipywidgets import HTML, Box, Button, VBox

from digit_widgets.ink import Ink
from digit_widgets.predictors import DIGITS
from digit_widgets.recognition import Prediction
from digit_widgets.widgets.comparison.followed_comparison import FollowedComparison
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.parts.message import Message
from digit_widgets.widgets.parts.page_widgets import AriaLabels
from digit_widgets.widgets.studio.ideas import IDEAS, NO_DIGIT, draw_idea

__all__ = ["FoolTheNetworks", "is_fooled"]

_RULE = (
    "Draw something that a network gets wrong, then say what it is. A network is <b>fooled</b> if "
    "it reads another digit, or any digit in what is none. “Not a digit” fools nobody."
)
_NAMES = {
    ".digit-widgets-ideas": {"role": "group", "aria-label": "Ideas, which are drawn on the pad"},
    ".digit-widgets-truths": {"role": "group", "aria-label": "What is it?"},
}
_FLOW = {"flex_flow": "row wrap", "overflow": "visible", "grid_gap": "6px", "margin": "0 0 12px"}


def is_fooled(prediction: Prediction, truth: str) -> bool:
    """Return True if a label was read that is not the truth, a label or `NO_DIGIT`."""
    return prediction.label is not None and prediction.label != truth


class FoolTheNetworks(VBox):  # type: ignore[misc]
    """What each network reads on a pad, buttons to say what it is, and how many were fooled.

    A drawing counts once, whatever is said of it first.

    Parameters
    ----------
    pad
        The pad to follow, on which the ideas are drawn.
    models
        By name, anything that `load_predictor` takes.

    Attributes
    ----------
    comparison
        `FollowedComparison`: what the networks read.
    n_drawings
        int: the number of drawings that were counted.
    n_fooled
        dict: by how many of them each network was fooled.
    """

    def __init__(self, pad: DigitPad, models: Mapping[str, Any]) -> None:
        self._pad = pad
        self.comparison = FollowedComparison(pad, models, compact=True)
        self.n_drawings, self.n_fooled = 0, dict.fromkeys(models, 0)
        self._counted: list[Ink] = []
        self._verdict, self._count = Message("status"), Message("note")
        ideas = [_make_button(name, self._on_idea) for name in IDEAS]
        truths = [_make_button(name, self._on_truth) for name in (*DIGITS, NO_DIGIT)]
        named = {"ideas": Box(ideas, layout=_FLOW), "truths": Box(truths, layout=_FLOW)}
        for name, box in named.items():
            box.add_class(f"digit-widgets-{name}")
        super().__init__(
            [
                HTML(_RULE),
                HTML("<b>Ideas</b>, drawn for you: change them as you like."),
                named["ideas"],
                self.comparison,
                HTML("<b>What is it?</b>"),
                named["truths"],
                self._verdict,
                self._count,
                AriaLabels(_NAMES),
            ],
            layout={"overflow": "visible"},
        )
        self.add_class("digit-widgets-fooling")
        self._count.say("No drawing was counted yet.")

    def close(self) -> None:
        """Remove the widget from all pages, and stop following the pad."""
        self.comparison.close()
        super().close()

    def _on_idea(self, button: Button) -> None:
        self._pad.ink = draw_idea(button.description, self._pad.canvas.width)

    def _on_truth(self, button: Button) -> None:
        self._pad.wait()
        self.comparison.wait()
        predictions: dict[str, Prediction] = self.comparison.predictions
        ink, truth = self._pad.ink, button.description
        if all(each.reason in {"blank", "failed"} for each in predictions.values()):
            self._verdict.say("There is nothing to judge: draw something first.")
        elif ink in self._counted:
            self._verdict.say("This drawing was counted: change it, or draw another.")
        else:
            self._counted.append(ink)
            self.n_drawings += 1
            for name, prediction in predictions.items():
                self.n_fooled[name] += is_fooled(prediction, truth)
            self._verdict.say(_describe(predictions, truth))
            self._count.say(self._describe_count())

    def _describe_count(self) -> str:
        fooled = ", ".join(f"{name} {count}" for name, count in self.n_fooled.items())
        return f"Fooled so far, of {self.n_drawings} drawn: {fooled}."


def _describe(predictions: Mapping[str, Prediction], truth: str) -> str:
    """Return what was said, what each network reads, and which are fooled by it."""
    read = ", ".join(f"{name} reads {each.answer}" for name, each in predictions.items())
    fooled = [name for name, each in predictions.items() if is_fooled(each, truth)]
    who = f"You fooled {' and '.join(fooled)}." if fooled else "Nobody was fooled."
    return f"You say {truth}; {read}. {who}"


def _make_button(name: str, on_click: Any) -> Button:
    button = Button(description=name, layout={"width": "auto", "min_width": "44px", "margin": "0"})
    button.on_click(on_click)
    return button
