"""Time of an update in the kernel and in a naive notebook: ``python -m benchmarks.update``.

A drawing of 60 points is turned from ink into all of the pad's traits and its widgets' messages.
The naive notebook shrinks the pad's pixels to 28×28 and calls ``Model.predict`` at each event.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from PIL import Image

from benchmarks._table import print_table, spread
from digit_widgets import DigitPad, Ink
from digit_widgets.predictors import BUNDLED, bundled_model
from tests.support.digits import DIGITS, finely

REPEATS = 300


def main() -> None:
    """Measure and print a table."""
    ink = sixty_points()
    rows = []
    pads = {f"pad, {name}": DigitPad(name) for name in BUNDLED}
    medians = {}
    for name, pad in pads.items():
        inks = iter([_moved(ink, 0.01 * i) for i in range(REPEATS + 20)])

        def update(pad: DigitPad = pad, inks: object = inks) -> None:
            pad.ink = next(inks)  # type: ignore[call-overload]

        times = _timed(update, REPEATS)
        assert pad.value == "3"
        medians[name] = float(np.median(times))
        rows.append([name, spread(times)])
    times = _timed(_obvious_notebook(), 60)
    rows.append(["obvious notebook, Model.predict", spread(times)])
    obvious = float(np.median(times))
    ratios = [*(f"{obvious / median:.0f}" for median in medians.values()), "1"]
    print_table(
        ["update of 60 points", "ms (median / 95th)", "times faster"],
        [[*row, ratio] for row, ratio in zip(rows, ratios, strict=True)],
    )


def sixty_points() -> Ink:
    """Return a 3 as a mouse draws it."""
    path = np.array(finely(DIGITS["3"][0], step=1.0))
    return Ink.from_strokes([path[np.linspace(0, len(path) - 1, 60).astype(int)]], width=16)


def _moved(ink: Ink, shift: float) -> Ink:
    """Return the same drawing at another place, so that no cache can help."""
    return ink.transform(1.0, shift, shift)


def _obvious_notebook() -> Callable[[], None]:
    import keras

    model = keras.saving.load_model(bundled_model("cnn", ".keras"))
    canvas = np.zeros((280, 280), np.uint8)
    canvas[60:220, 130:150] = 255

    def update() -> None:
        small = np.asarray(Image.fromarray(canvas).resize((28, 28)), np.float32) / 255
        model.predict(small[np.newaxis, ..., np.newaxis], verbose=0)

    return update


def _timed(work: Callable[[], None], repeats: int) -> list[float]:
    for _ in range(5):
        work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


if __name__ == "__main__":
    main()
