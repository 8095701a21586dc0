"""Time of each explanation, in ms and in plain updates: ``python -m benchmarks.why``.

The drawing of 60 points of `benchmarks.update`, explained with the default model, without widgets;
and a plain update, from ink to prediction, for comparison.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks._table import print_table, spread
from benchmarks.update import sixty_points
from digit_widgets.explanation import (
    GradCam,
    Question,
    attribute_ink,
    cut_ink,
    find_counterfactual,
    occlude,
)
from digit_widgets.ink import Bounds, Ink
from digit_widgets.predictors import DEFAULT_MODEL, load_predictor
from digit_widgets.recognition import Recognizer

REPEATS = 200
#: The pad, on which strokes may be added.
PAD = Bounds(0.0, 0.0, 280.0, 280.0)


def main() -> None:
    """Measure and print a table."""
    ink = sixty_points()
    predictor = load_predictor()
    recognizer, question, cam = Recognizer(predictor), Question("3"), GradCam()
    image = cut_ink(ink).image

    def attribute(drawing: Ink) -> None:
        attribute_ink(predictor, cut_ink(drawing)).weigh(question)

    works: dict[str, Callable[[Ink], object]] = {
        "plain update: one reading": recognizer.read,
        f"ink attribution, {len(cut_ink(ink))} pieces": attribute,
        "occlusion": lambda _: occlude(predictor, image).weigh(question),
        "Grad-CAM": lambda _: cam.explain(image, question),
        "counterfactual, any label": lambda drawing: find_counterfactual(
            predictor, cut_ink(drawing), within=PAD
        ),
        "counterfactual, none found": lambda drawing: find_counterfactual(
            predictor, cut_ink(drawing), "1", within=PAD
        ),
    }
    times = {
        name: _time(work, ink, 20 if "counterfactual" in name else REPEATS)
        for name, work in works.items()
    }
    plain = float(np.median(next(iter(times.values()))))
    print_table(
        [f"60 points, {DEFAULT_MODEL}", "ms (median / 95th)", "plain updates"],
        [[name, spread(each), f"{np.median(each) / plain:.1f}"] for name, each in times.items()],
    )


def _time(work: Callable[[Ink], object], ink: Ink, repeats: int) -> list[float]:
    """Return milliseconds of each run, on a drawing moved a little, so that no cache can help."""
    times = []
    for number in range(-5, repeats):
        moved = ink.transform(1.0, 0.01 * number, 0.01 * number)
        start = time.perf_counter()
        work(moved)
        if number >= 0:
            times.append((time.perf_counter() - start) * 1000)
    return times


if __name__ == "__main__":
    main()
