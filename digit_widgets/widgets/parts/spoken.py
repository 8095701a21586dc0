"""Spoken text: predictions in words for screen readers, the answer first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digit_widgets.recognition import NumberReading, Prediction
from digit_widgets.recognition.wording import (
    DOUBTFUL,
    REJECTED,
    UNCLEAR,
    is_slight,
    left_out,
    rejection,
    sentence,
    spoken_likeness,
    spoken_percent,
)

__all__ = ["describe_chart", "describe_comparison", "describe_number", "describe_prediction"]

#: The names of the signs.
_SIGNS = {".": "a point", ",": "a comma", "-": "a minus", "/": "a slash"}


def describe_prediction(prediction: Prediction) -> str:
    """Describe a prediction: "7, 96 percent; then 1, 3 percent; looks like a digit, 98 percent"."""
    if prediction.label is not None:
        ranked = prediction.ranked[:2]
        parts = ["; then ".join(f"{label}, {spoken_percent(share)}" for label, share in ranked)]
    else:
        parts = [sentence(prediction.answer)]
        if prediction.is_rejected:
            parts.append(f"the nearest is {prediction.ranked[0][0]}")
    if prediction.score is not None:
        parts.append(spoken_likeness(prediction.score, prediction.labels))
    return _join(*parts, left_out(prediction.left_out))


def describe_number(reading: NumberReading) -> str:
    """Describe a number: "2026; 4 digits, the least sure 91 percent"."""
    if not reading.glyphs:
        return sentence(reading.answer)
    shares = [glyph.confidence for glyph in reading.glyphs if glyph.prediction.label is not None]
    unread = [glyph.prediction for glyph in reading.glyphs if glyph.is_unread]
    n_rejected = sum(prediction.is_rejected for prediction in unread)
    least = "the least " if len(reading.glyphs) > 1 else ""
    # The lowest score also explains why some glyphs are rejected.
    score = [] if reading.score is None else [least + spoken_likeness(reading.score)]
    doubt = DOUBTFUL if reading.is_doubtful else ""
    ending = [*score, doubt, left_out(reading.left_out)]
    if not shares:
        shapes = f"{len(unread)} shapes, none of them a digit"
        return _join(sentence(unread[0].answer) if len(unread) == 1 else shapes, *ending)
    parts = [f"{len(shares)} digits" if len(shares) > 1 else "1 digit"]
    # Many voices leave out question marks, and signs.
    parts += [f"{n_rejected} {REJECTED}"] if n_rejected else []
    parts += [f"{n} {UNCLEAR}"] if (n := len(unread) - n_rejected) else []
    parts += [_SIGNS[glyph.sign] for glyph in reading.glyphs if glyph.sign]
    n_rows = reading.glyphs[-1].row + 1
    parts += [f"in {n_rows} rows"] if n_rows > 1 else []
    parts.append(("the least sure " if len(shares) > 1 else "") + spoken_percent(min(shares)))
    return _join(reading.text.replace("\n", " above "), ", ".join(parts), *ending)


def describe_comparison(predictions: Mapping[str, Prediction]) -> str:
    """Describe each model's prediction: "CNN: 7, 96 percent; ANN: not a digit".

    Scores are left to the table: one for every model would drown the answers.
    """
    for prediction in predictions.values():
        if prediction.reason == "blank":
            return sentence(prediction.answer)
    return "; ".join(f"{name}: {_answer(each)}" for name, each in predictions.items())


def describe_chart(
    labels: Sequence[str], shares: Sequence[float], *, rejected: bool = False
) -> str:
    """Describe bars, the longest first: "7, 96 percent; 1, 3 percent; the others less"."""
    pairs = zip(labels, shares, strict=True)
    ranked = sorted(pairs, key=lambda pair: -pair[1])
    written = [
        f"{label}, {spoken_percent(share)}" for label, share in ranked if not is_slight(share)
    ]
    if not written:
        return "Probabilities: none yet"
    rest = ["the others less"] if len(written) < len(ranked) else []
    # The words for faint bars.
    of_what = f"Probabilities of what is {rejection(labels)}" if rejected else "Probabilities"
    return f"{of_what}: {'; '.join(written + rest)}"


def _join(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def _answer(prediction: Prediction) -> str:
    if prediction.label is None:
        return prediction.answer
    return f"{prediction.label}, {spoken_percent(prediction.confidence)}"
