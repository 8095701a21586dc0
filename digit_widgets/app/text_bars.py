"""Text bars: the probabilities of a prediction as bars of characters, for a terminal."""

from __future__ import annotations

from digit_widgets.recognition import Prediction
from digit_widgets.recognition.wording import percent

__all__ = ["draw_text_bars"]

#: Characters of a whole bar, and those that fill an eighth to seven eighths of one more.
_WIDTH = 24
_BLOCKS = " ▏▎▍▌▋▊▉"
_FULL = "█"
#: Where those cannot be printed.
_PLAIN = "#"


def draw_text_bars(prediction: Prediction, encoding: str | None) -> list[str]:
    """Return a line for each label: the label, its bar and its probability.

    Parameters
    ----------
    prediction
        The prediction; without probabilities there are no bars.
    encoding
        The encoding of where the lines are printed, such as "utf-8", or None if it is unknown: then
        the bars are of number signs.
    """
    if not any(prediction.probabilities):
        return []
    width = max(map(len, prediction.labels))
    has_blocks = _can_print(_FULL + _BLOCKS, encoding)
    return [
        f"{label:>{width}} {_draw_bar(share, has_blocks=has_blocks):<{_WIDTH}} {percent(share)}"
        for label, share in zip(prediction.labels, prediction.probabilities, strict=True)
    ]


def _draw_bar(share: float, *, has_blocks: bool) -> str:
    if not has_blocks:
        return _PLAIN * round(_WIDTH * share)
    whole, eighths = divmod(round(8 * _WIDTH * share), 8)
    return (_FULL * whole + _BLOCKS[eighths]).rstrip()


def _can_print(text: str, encoding: str | None) -> bool:
    try:
        text.encode(encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True
