"""Wording: what each disturbance teaches, and accuracies in words and as a table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from html import escape

from digit_widgets.evaluation.disturbances import Disturbance
from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.evaluation.robustness import RobustnessCurve
from digit_widgets.recognition.wording import FAILED, count_images, sentence

__all__ = ["NOTES", "accuracy_table", "describe_accuracies", "describe_curves"]

_UNKNOWN = "\N{EN DASH}"
#: What to look for, by the disturbance's name.
NOTES = {
    "shift": (
        "A convolution looks for the same strokes everywhere, so a CNN minds a shift less than a "
        "dense network (ANN), which learnt each stroke at its place. From 5 pixels on, ink is lost "
        "at the edge."
    ),
    "turn": (
        "Neither kind of network knows what turning is: each reads what it was shown in training, "
        "and a little more."
    ),
    "size": (
        "A stroke's pieces stay alike when a digit grows or shrinks, which helps a CNN; a dense "
        "network finds its pixels elsewhere."
    ),
    "noise": (
        "The same noise lies on the image at each strength, only stronger. A CNN's filters answer "
        "to specks as they do to strokes: it is not always the more robust one."
    ),
    "pen width": (
        "People's pens differ. A pad draws what was written on it with a pen as wide as MNIST's "
        "before a network sees it."
    ),
    "shuffled pixels": (
        "The package's networks learnt with all pixels in their places, so both fail here. A dense "
        "network never knew which pixels are neighbours; a CNN is made of that. Trained on pixels "
        "shuffled the same way in every image, an ANN read 97.4% of MNIST's 10,000 test images and "
        "a CNN 95.5%: measured once, not by this widget (60,000 images, 3 epochs, plain Adam, one "
        "seed)."
    ),
}


def accuracy_table(
    names: Mapping[str, str], shares: Mapping[str, Proportion], failed: Collection[str]
) -> str:
    """Make an HTML table of models' accuracies at one strength.

    Parameters
    ----------
    names
        An HTML swatch for each model's name.
    shares
        What is known, by name.
    failed
        The names of models that failed.
    """
    rows = []
    for name, swatch in names.items():
        cells = [_UNKNOWN, _UNKNOWN]
        if name in failed:
            cells = [FAILED, _UNKNOWN]
        elif name in shares:
            cells = [_write(shares[name].value), _write_interval(shares[name])]
        written = "".join(f"<td>{cell}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{swatch}{escape(name)}</th>{written}</tr>')
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Model", "Right", "95% interval"))
    return f'<table class="digit-widgets-table"><tr>{heads}</tr>{"".join(rows)}</table>'


def describe_accuracies(
    disturbance: Disturbance, strength: float, shares: Mapping[str, Proportion], n_images: int
) -> str:
    """Describe accuracies: "6 pixels to the right: cnn 84 percent, ann 47 percent of 9 images"."""
    told = ", ".join(f"{name} {_speak(share.value)}" for name, share in shares.items())
    of_what = f"{told} of {count_images(n_images)}" if told else FAILED
    return f"{sentence(disturbance.describe(strength))}: {of_what}"


def describe_curves(disturbance: Disturbance, curves: Sequence[tuple[str, RobustnessCurve]]) -> str:
    """Describe curves for speech: both ends and the middle of each, as far as they are known."""
    places = dict.fromkeys((disturbance.low, 0.0, disturbance.high))
    told = []
    for name, curve in curves:
        known = dict(zip(curve.strengths, curve.accuracies, strict=True))
        parts = [
            f"{disturbance.describe(place)} {_speak(known[place].value)}"
            for place in places
            if place in known
        ]
        told.append(f"{name}: {', '.join(parts) or 'nothing yet'}")
    return f"Accuracy by strength. {'; '.join(told)}"


def _write(share: float) -> str:
    """Write an accuracy with a decimal, as reports do: it is a count, not a probability."""
    return f"{share:.1%}"


def _write_interval(share: Proportion) -> str:
    low, high = share.interval
    return f"{100 * low:.1f}\N{EN DASH}{high:.1%}"


def _speak(share: float) -> str:
    return f"{100 * share:.0f} percent"
