"""Evidence picture: the 28×28 that a model sees, each pixel marked by what speaks for a label."""

from __future__ import annotations

from base64 import b64encode
from html import escape

import numpy as np
from ipywidgets import HTML
from numpy.typing import NDArray

from digit_widgets.imaging.png import color_png
from digit_widgets.widgets.why.evidence_colors import find_levels, level_color

__all__ = ["EvidencePicture"]

#: Pixels on the page per pixel of the image, and width of the rim of one that speaks against.
_ZOOM, _RIM = 8, 2
#: Brightness of the ink under the marks.
_DIM = 0.45


class EvidencePicture(HTML):  # type: ignore[misc]
    """A picture with a heading, and a sentence on what it shows and what it does not prove.

    Parameters
    ----------
    heading
        The method's name.
    explanation
        The sentence.
    """

    def __init__(self, heading: str, explanation: str) -> None:
        super().__init__(layout={"flex": "1 1 224px", "max_width": "300px", "min_width": "0"})
        self._heading, self._explanation = heading, explanation
        self.add_class("digit-widgets-evidence")

    def show(self, evidence: NDArray[np.floating], image: NDArray[np.float32], words: str) -> None:
        """Show (28, 28) evidence over an image in 0..1; with words for screen readers."""
        png = b64encode(color_png(_paint(evidence, image))).decode()
        side = len(image) * _ZOOM
        alternative = escape(f"{self._heading}: {words}")
        self._fill(
            f'<img src="data:image/png;base64,{png}" width="{side}" height="{side}" '
            f'alt="{alternative}"><p>{escape(self._explanation)}</p>'
        )

    def say(self, words: str) -> None:
        """Show words in place of the picture: why there is none."""
        self._fill(f"<p>{escape(words)}</p>")

    def _fill(self, content: str) -> None:
        self.value = (
            f"<figure><figcaption><b>{escape(self._heading)}</b></figcaption>{content}</figure>"
        )


def _paint(evidence: NDArray[np.floating], image: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (28 zoom, 28 zoom, 3) float32 in 0..1: solid marks for, rims against."""
    levels = find_levels(evidence)
    ink = np.repeat(image[..., np.newaxis] * _DIM, 3, axis=2)
    colors = np.array([level_color(level) for level in range(-3, 4)], np.float32) / 255
    marks = np.where((levels != 0)[..., np.newaxis], colors[levels + 3], ink)
    is_inside = np.zeros((_ZOOM, _ZOOM), bool)
    is_inside[_RIM:-_RIM, _RIM:-_RIM] = True
    within = np.tile(is_inside, evidence.shape)[..., np.newaxis]
    is_hollow = np.repeat(np.repeat(levels < 0, _ZOOM, 0), _ZOOM, 1)[..., np.newaxis]
    large_marks, large_ink = (
        np.repeat(np.repeat(each, _ZOOM, 0), _ZOOM, 1) for each in (marks, ink)
    )
    return np.where(is_hollow & within, large_ink, large_marks).astype(np.float32)
