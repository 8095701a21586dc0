"""Digit cards: an image of each digit, disturbed, with what every model reads in it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import numpy as np
from ipywidgets import HTML, Box, VBox
from numpy.typing import NDArray

from digit_widgets.evaluation.confusion import LabeledPredictions
from digit_widgets.predictors import DIGITS
from digit_widgets.recognition.wording import FAILED, NOTHING, REJECTED
from digit_widgets.widgets.parts.page_widgets import PixelImage

__all__ = ["DigitCards"]

#: An image's side in CSS pixels: a multiple of 28, for even pixels.
_SIDE = 56


class DigitCards(Box):  # type: ignore[misc]
    """One card a digit: its image, and a line for each model with its answer and ✓ or ✗.

    The cards are created once; other images change what is on them, and nothing moves.

    Parameters
    ----------
    labels
        (N,) int64: the digits of a set. One that does not occur has no card.

    Attributes
    ----------
    n_pages
        Number of times that there are other images to show: as many as of the most frequent digit.
    """

    def __init__(self, labels: NDArray[np.int64]) -> None:
        found = ((digit, np.flatnonzero(labels == digit)) for digit in range(len(DIGITS)))
        self._places = {digit: places for digit, places in found if len(places)}
        self.n_pages = max(map(len, self._places.values()))
        self._images, self._answers, cards = [], [], []
        for digit in self._places:
            image = PixelImage((28, 28), f"A {DIGITS[digit]}, disturbed")
            image.layout = {"width": f"{_SIDE}px", "height": f"{_SIDE}px", "overflow": "visible"}
            answers = HTML()
            card = VBox([HTML(f"<b>{DIGITS[digit]}</b>"), image, answers])
            card.add_class("digit-widgets-card")
            self._images.append(image)
            self._answers.append(answers)
            cards.append(card)
        super().__init__(cards, layout={"flex_flow": "row wrap"})
        self.add_class("digit-widgets-cards")

    def indices(self, page: int) -> NDArray[np.int64]:
        """Return the places in the set of a page's images, one a digit; pages count from 1."""
        return np.array([each[(page - 1) % len(each)] for each in self._places.values()])

    def show(
        self, images: NDArray[np.float32], readings: Mapping[str, LabeledPredictions | None]
    ) -> None:
        """Show disturbed images, one a card, and what each model reads; None if it failed."""
        for place, (image, answers) in enumerate(zip(self._images, self._answers, strict=True)):
            image.show(images[place])
            answers.value = "".join(
                _write_answer(name, each, place) for name, each in readings.items()
            )


def _write_answer(name: str, readings: LabeledPredictions | None, place: int) -> str:
    """Write one model's answer: "✓ cnn 7"; in brackets if it would be rejected."""
    if readings is None:
        return _write_line("failed", "\N{EN DASH}", name, "", FAILED)
    prediction = readings.prediction(place)
    if prediction.reason == "blank":
        return _write_line("wrong", "\N{BALLOT X}", name, "\N{EN DASH}", f"wrong, {NOTHING}")
    right = bool(readings.right[place])
    mark, words = ("\N{CHECK MARK}", "right") if right else ("\N{BALLOT X}", "wrong")
    label = prediction.ranked[0][0]
    if prediction.is_rejected:
        return _write_line(words, mark, name, f"({label})", f"{words}, {REJECTED}")
    return _write_line(words, mark, name, label, words)


def _write_line(kind: str, mark: str, name: str, label: str, spoken: str) -> str:
    return (
        f'<div class="{kind}"><span aria-hidden="true">{mark}</span> '
        f'<span class="name">{escape(name)}</span> <b>{label}</b>'
        f'<span class="digit-widgets-spoken">, {spoken}</span></div>'
    )
