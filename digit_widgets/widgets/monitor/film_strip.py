"""Film strip: a table of what a network in training read, a row for each moment."""

from __future__ import annotations

from base64 import b64encode
from html import escape

import numpy as np
from ipywidgets import HTML
from numpy.typing import NDArray

from digit_widgets.imaging.png import grey_png
from digit_widgets.predictors import DIGITS, WeightSnapshotPredictor
from digit_widgets.recognition.wording import percent
from digit_widgets.widgets.monitor.film import Film, Frame, is_moment

__all__ = ["FilmStrip"]

#: A network that learns from pixels in 0..255 reads wrongly what it is fed here.
_CAPTION = "What the network read in ten of MNIST's digits, fed as 0 to 1, the longer it learnt"


class FilmStrip(HTML):  # type: ignore[misc]
    """Films a network in training: images above, and below a row of answers for each moment.

    Each answer is the darker the more probable it is; one that is right is bold, a wrong one is
    slanted, and of another colour.
    """

    def __init__(self) -> None:
        super().__init__()
        self.layout.overflow = "visible"
        self.begin(None)

    def begin(
        self, network: WeightSnapshotPredictor | None, own: NDArray[np.float32] | None = None
    ) -> None:
        """Begin a new film.

        Parameters
        ----------
        network
            Snapshots of the network; None for one that cannot read digits, which has no film.
        own
            An image to read beside MNIST's, as in `Film`.
        """
        self._network = network
        self._film = None if network is None else Film(own)
        self._head = "" if self._film is None else _write_head(self._film)
        self.value = ""
        self.layout.display = "none"

    def take(self, batches: int, *, is_end: bool = False) -> None:
        """Add what the network reads after so many batches, if it is a moment of the film.

        Call it on the thread that trains the network.
        """
        film, network = self._film, self._network
        if film is None or network is None or not (is_end or is_moment(batches)):
            return
        try:
            film.take(network, batches)
        except Exception:  # noqa: BLE001 - whatever a model's layers raise must not end a training
            self.begin(None)
            return
        last = len(film.frames) - 1
        rows = (
            _write_row(film, frame, is_end=is_end and number == last)
            for number, frame in enumerate(film.frames)
        )
        self.value = (
            f'<table class="digit-widgets-film">{self._head}<tbody>{"".join(rows)}</tbody></table>'
        )
        self.layout.display = None


def _write_head(film: Film) -> str:
    yours = ", and in what you had drawn" if None in film.truths else ""
    images = "".join(
        '<th scope="col"><img src="data:image/png;base64,'
        f'{b64encode(grey_png(image)).decode()}" width="28" height="28" '
        f'alt="{"yours" if truth is None else DIGITS[truth]}"></th>'
        for image, truth in zip(film.images, film.truths, strict=True)
    )
    return (
        f"<caption>{_CAPTION}{yours}</caption>"
        f'<thead><tr><th scope="col">batch</th>{images}</tr></thead>'
    )


def _write_row(film: Film, frame: Frame, *, is_end: bool) -> str:
    cells = []
    for truth, label, confidence in zip(
        film.truths, frame.labels.tolist(), frame.confidences.tolist(), strict=True
    ):
        kind = "own" if truth is None else "right" if label == truth else "wrong"
        spoken = ' <span class="digit-widgets-spoken">wrong</span>' if kind == "wrong" else ""
        cells.append(
            f'<td class="{kind}" title="{DIGITS[label]}, {escape(percent(confidence))}" '
            f'style="--confidence: {confidence:.0%}">{DIGITS[label]}{spoken}</td>'
        )
    end = "<br>(end)" if is_end else ""
    return f'<tr><th scope="row">{frame.batches:,}{end}</th>{"".join(cells)}</tr>'
