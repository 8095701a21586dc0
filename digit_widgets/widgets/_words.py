"""What was read, in words for the ear: as short as they are clear, the answer first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digit_widgets.predictors import NumberReading, Prediction

__all__ = [
    "NO_READING",
    "WRITTEN",
    "chart_words",
    "comparison_words",
    "number_words",
    "prediction_words",
    "rounded",
]

#: Not "Draw a digit": who has just wiped a drawing knows what to do, not yet that it is gone.
_BLANK = "Blank"
#: Said of a model that failed.
NO_READING = "No reading"
#: Shares below this are drawn, but not written: ten zeros would hide the one that counts.
WRITTEN = 0.005


def rounded(share: float) -> str:
    """Round a share in 0..1 to whole percent, without the sign; call nothing sure or impossible."""
    if 0.995 <= share < 1.0:
        return "over 99"
    return "under 1" if share < WRITTEN else f"{100 * share:.0f}"


def prediction_words(prediction: Prediction) -> str:
    """Say one reading: "7, 96 percent; then 1, 3 percent"."""
    if prediction.reason in {"blank", "failed"}:
        return _BLANK if prediction.reason == "blank" else NO_READING
    (first, share), (second, second_share) = prediction.ranked[:2]
    if prediction.label is None:
        return f"Not a digit; the nearest is {first}"
    return f"{first}, {_percent(share)}; then {second}, {_percent(second_share)}"


def number_words(reading: NumberReading) -> str:
    """Say a number: "2026; 4 digits, the least sure 91 percent"."""
    if not reading.glyphs:
        return _BLANK
    shares = [glyph.confidence for glyph in reading.glyphs if glyph.prediction.label is not None]
    n_refused = len(reading.glyphs) - len(shares)
    if not shares:
        return "Not a digit" if n_refused == 1 else f"{n_refused} shapes, none of them a digit"
    parts = [f"{len(shares)} digits" if len(shares) > 1 else "1 digit"]
    # Many voices leave out question marks.
    parts += [f"{n_refused} not a digit"] if n_refused else []
    parts.append(("the least sure " if len(shares) > 1 else "") + _percent(min(shares)))
    return f"{reading.text}; {', '.join(parts)}"


def comparison_words(predictions: Mapping[str, Prediction]) -> str:
    """Say what each model answers: "CNN: 7, 96 percent; ANN: not a digit"."""
    if any(prediction.reason == "blank" for prediction in predictions.values()):
        return _BLANK
    return "; ".join(f"{name}: {_answer(each)}" for name, each in predictions.items())


def chart_words(labels: Sequence[str], shares: Sequence[float]) -> str:
    """Say what bars show, the longest first: "7, 96 percent; 1, 3 percent; the others less"."""
    pairs = zip(labels, shares, strict=True)
    ranked = sorted(pairs, key=lambda pair: -pair[1])
    written = [f"{label}, {_percent(share)}" for label, share in ranked if share >= WRITTEN]
    if not written:
        return "Probabilities: none yet"
    rest = ["the others less"] if len(written) < len(ranked) else []
    return f"Probabilities: {'; '.join(written + rest)}"


def _answer(prediction: Prediction) -> str:
    if prediction.reason == "failed":
        return "no reading"
    if prediction.label is None:
        return "not a digit"
    return f"{prediction.label}, {_percent(prediction.confidence)}"


def _percent(share: float) -> str:
    return f"{rounded(share)} percent"
