"""Journeys: pads that record their predictions, and the measured times from pointer to bars."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._table import spread

__all__ = ["MODEL", "NOTES", "TRAINING", "Journey"]

#: Code of a pad: with a model of the given slowness; with a network in training.
MODEL = """
    import time
    from digit_widgets import DigitPad, load_predictor

    network = load_predictor()

    def model(images):
        time.sleep({seconds})
        return network.predict_proba(images)

    pad = DigitPad(model if {seconds} else None)
"""
TRAINING = """
    from digit_widgets import DigitPad, TrainingMonitor, load_mnist
    from digit_widgets.training import FitSettings, fit

    pad = DigitPad()
    monitor = TrainingMonitor([pad])
    monitor.start(fit, "cnn", load_mnist({mnist!r}), FitSettings(epochs=10_000))
    monitor
"""
#: Records the predictions, and reports them when the pad is cleared.
NOTES = """
    import json
    from ipywidgets import HTML, VBox

    told, readings = HTML(), []
    told.add_class("told")
    told.layout.display = "none"
    pad.canvas.pen_width = 4
    show = pad._show_reading

    def note(ink, start):
        show(ink, start)
        if not ink.is_blank:
            readings.append((ink.n_points, pad.probabilities))
        elif readings:
            told.value = json.dumps(readings)
            readings.clear()

    pad._show_reading = note
    VBox([pad, told])
"""


@dataclass
class Journey:
    """The measurements of some drawings; times in milliseconds."""

    to_ink: list[float] = field(default_factory=list)
    to_bars: list[float] = field(default_factory=list)
    to_final: list[float] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    events: list[float] = field(default_factory=list)
    gone: int = 0
    late: int = 0

    def add_ink(self, log: dict[str, Any]) -> None:
        """Add a drawing whose ink was watched."""
        times = self._times(log)
        inked = [point["inked"] for point in log["points"]]
        assert all(inked), "Ink of a point was never there."
        self.to_ink += (np.array(inked) - times).tolist()
        self.gone += log["gone"]
        self.late += sum(later < earlier for earlier, later in pairwise(inked))

    def add_bars(self, log: dict[str, Any], readings: list[tuple[int, list[float]]]) -> None:
        """Add a drawing whose bars were watched, and the kernel's predictions for it, in order."""
        times = self._times(log)
        assert readings[-1][0] == len(times), "What was read last is not the whole drawing."
        since = [bars for bars in log["readings"] if bars["shown"] > times[0]]
        shown: dict[int, float] = {}
        for which, at in _matched(since, readings):
            # A network in training predicts the same drawing repeatedly.
            shown.setdefault(readings[which][0], at)
        if len(times) not in shown:
            assert _are_shown(since[-1], readings[-1]), "What was read last is not shown."
            # It equals the previous prediction: no bar has moved since.
            shown[len(times)] = since[-1]["shown"]
        self.to_final.append(max(0.0, shown[len(times)] - log["up"]))
        during = [(n, at) for n, at in shown.items() if at <= times[-1]]
        self.rates.append(len(during) / (times[-1] - times[0]) * 1000)
        for n, at in during:
            self.to_bars.append(at - times[n - 1])
            self.ages.append(times[times <= at][-1] - times[n - 1])

    def _times(self, log: dict[str, Any]) -> NDArray[np.float64]:
        times = np.array([point["time"] for point in log["points"]])
        self.events.append(len(times) / (times[-1] - times[0]) * 1000)
        return times

    def row(self) -> list[str]:
        """Return the figures as a row of a table."""
        return [
            f"{np.median(self.events):.0f}",
            spread(self.to_ink),
            f"{self.gone} / {self.late}",
            f"{np.median(self.rates):.1f}",
            spread(self.to_bars),
            spread(self.ages),
            spread(self.to_final),
        ]


def _matched(
    shown: list[dict[str, Any]], readings: list[tuple[int, list[float]]]
) -> list[tuple[int, float]]:
    """Find the prediction that each state of the bars shows, and when it was shown."""
    found, after = [], 0
    for bars in shown:
        for place in range(after, len(readings)):
            if _are_shown(bars, readings[place]):
                found.append((place, bars["shown"]))
                after = place + 1
                break
    return found


def _are_shown(bars: dict[str, Any], reading: tuple[int, list[float]]) -> bool:
    widths, probabilities = np.array(bars["widths"]), np.array(reading[1])
    return bool(np.allclose(widths, widths.sum() * probabilities, atol=1e-3))
