"""The page and Python read the same inks alike: images, networks, groups of strokes, words."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.explanation.litert_network import LiteRTNetwork
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.ink.playback import prefix_lengths
from digit_widgets.predictors import DIGITS, bundled_model
from digit_widgets.predictors.digit_predictor import ScoringDigitPredictor
from digit_widgets.predictors.litert import LiteRTPredictor
from digit_widgets.recognition import NumberReading, Prediction, Recognizer
from digit_widgets.recognition.numbers import NumberReader
from digit_widgets.recognition.timeline import Timeline, read_number_timeline, read_timeline
from digit_widgets.resources import BUNDLED
from digit_widgets.widgets.comparison.model_facts import agreement
from digit_widgets.widgets.parts.headline import Headline
from digit_widgets.widgets.parts.spoken import (
    describe_chart,
    describe_comparison,
    describe_number,
    describe_prediction,
)
from tests.frontend.conftest import FRONTEND, find_node
from tests.support.varied_inks import vary_drawings, vary_layouts, vary_numbers

#: Largest difference of a pixel, and of a probability or a score.
TOLERANCE = 1e-5
#: Drawings of each kind of case; and those that each network reads in the page, too.
N_DRAWINGS, N_WORDS, N_NUMBERS, N_LAYOUTS, N_TIMELINES = 2000, 400, 100, 300, 20
N_READ = {"ann": 300, "cnn": 300, "reader": 500}
THRESHOLDS = (0.5, 0.5, 0.9, 0.0)

Case = dict[str, Any]


class Recorder(ScoringDigitPredictor):
    """A network that keeps what it is given and what it gives; it may hide its scores.

    It may also give anything, always the same for an image: at once, and for all kinds of groups.
    """

    def __init__(self) -> None:
        self._network = LiteRTPredictor(bundled_model("reader"))
        self.is_random = False
        self.images: list[NDArray[np.float32]] = []
        self.outputs: list[NDArray[np.float32]] = []
        self.has_scores = True

    def _run(self, images: NDArray[np.float32]) -> tuple[Any, Any | None]:
        probabilities, scores = self._predict_any(images)
        shown = scores if self.has_scores else np.full_like(scores, np.nan)
        self.images += list(images)
        self.outputs += list(np.column_stack([probabilities, shown]))
        return probabilities, scores if self.has_scores else None

    def _predict_any(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        if self.is_random:
            chances = [np.random.default_rng(crc32(image.tobytes())) for image in images]
            powers = np.exp([random.normal(0, 3, 10) for random in chances])
            shares = np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
            return shares, np.array([random.beta(0.5, 0.5) for random in chances], np.float32)
        probabilities, scores = self._network.predict_scored(images)
        assert scores is not None
        return probabilities, scores


@dataclass(frozen=True, slots=True)
class Readings:
    """What both read: the drawings' images and outputs, and the cases one by one."""

    folder: Path
    images: NDArray[np.float32]
    cases: list[Case]
    expected: list[Case]
    results: list[Case]
    layers: dict[str, list[Case]]
    agreements: list[tuple[str, str]]
    expected_agreements: list[tuple[str, str]]

    def of_kind(self, kind: str) -> Iterator[tuple[Case, Case]]:
        """Return what Python and the page read in the cases of a kind."""
        rows = zip(self.cases, self.expected, self.results, strict=True)
        return ((expected, result) for case, expected, result in rows if case["kind"] == kind)

    def load(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return numbers that the page has written."""
        return np.fromfile(self.folder / f"{name}.f32", np.float32).reshape(shape)


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> Readings:
    folder = tmp_path_factory.mktemp("parity")
    drawings = [*vary_drawings(N_DRAWINGS, seed=1)]
    numbers = [*vary_numbers(N_NUMBERS, seed=2)]
    recorder = Recorder()
    cases: list[Case] = []
    expected: list[Case] = []
    for kind, inks, recorder.is_random in (
        ("ink", [Ink(), *drawings[:N_WORDS]], False),
        ("number", [Ink(), *numbers, *drawings[:N_TIMELINES]], False),
        ("number", vary_layouts(N_LAYOUTS, seed=3), True),
        ("timeline", drawings[:N_TIMELINES], False),
        ("numberTimeline", numbers[:N_TIMELINES], False),
    ):
        for place, ink in enumerate(inks):
            threshold = THRESHOLDS[place % len(THRESHOLDS)]
            recorder.has_scores = place % 5 != 0
            start = len(recorder.images)
            expected.append(READ[kind](ink, Recognizer(recorder, threshold)))
            span = (start, len(recorder.images))
            case = {"kind": kind, "threshold": threshold, "span": span, "strokes": as_lists(ink)}
            cases.append(case)
    compared = [*compare()]
    inks = {
        "drawings": [as_lists(ink) for ink in drawings],
        "networks": {
            name: {"path": str(bundled_model(name)), "count": count}
            for name, count in N_READ.items()
        },
        "cases": cases,
        "comparisons": [
            {name: as_page_has_it(each) for name, each in predictions.items()}
            for predictions in compared
        ],
    }
    (folder / "inks.json").write_text(json.dumps(inks), encoding="utf-8")
    np.array(recorder.images, np.float32).tofile(folder / "recorded_images.f32")
    np.array(recorder.outputs, np.float32).tofile(folder / "recorded_outputs.f32")
    script = FRONTEND / "tests" / "parity" / "read_inks.js"
    command = [str(find_node()), "--no-warnings", str(script), str(folder)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    written = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    return Readings(
        folder,
        np.stack([normalize_ink(ink) for ink in drawings]),
        cases,
        expected,
        written["results"],
        written["layers"],
        [tuple(each) for each in written["agreements"]],
        [(agreement(each), describe_comparison(each)) for each in compared],
    )


def test_images_are_the_same(readings: Readings) -> None:
    images = readings.load("images", -1, 28, 28)
    assert images.shape == readings.images.shape == (N_DRAWINGS, 28, 28)
    assert np.abs(images - readings.images).max() <= TOLERANCE


@pytest.mark.parametrize("name", BUNDLED)
def test_networks_give_the_same(readings: Readings, name: str) -> None:
    images = readings.images[: N_READ[name]]
    probabilities, scores = LiteRTPredictor(bundled_model(name)).predict_scored(images)
    assert scores is not None
    outputs = readings.load(name, -1, 11)
    assert len(outputs) == len(images)
    assert np.abs(outputs[:, :10] - probabilities).max() <= TOLERANCE
    assert np.abs(outputs[:, 10] - scores).max() <= TOLERANCE


@pytest.mark.parametrize("name", ["cnn", "reader"])
def test_layers_and_feature_maps_are_the_same(readings: Readings, name: str) -> None:
    predictor = LiteRTPredictor(bundled_model(name))
    network = LiteRTNetwork(bundled_model(name), predictor.info)
    seen = [
        each.transpose(1, 2, 0).ravel()
        for layer in network.see(readings.images[:1])
        for each in (layer.inputs, layer.maps)
    ]
    assert np.abs(readings.load(f"{name}_maps", -1) - np.concatenate(seen)).max() <= 1e-4
    kept = [
        each.ravel()
        for layer in network.convolutions
        for each in (layer.weights.transpose(0, 2, 3, 1), layer.bias)
    ]
    assert np.array_equal(readings.load(f"{name}_layers", -1), np.concatenate(kept))
    assert readings.layers[name] == [
        {
            "shape": list(layer.weights.transpose(0, 2, 3, 1).shape),
            "step": list(layer.step),
            "isPadded": layer.is_padded,
            "activation": activation,
        }
        for layer, activation in zip(network.convolutions, network.activations, strict=True)
    ]


@pytest.mark.parametrize("kind", ["ink", "number", "timeline", "numberTimeline"])
def test_drawings_are_read_and_described_alike(readings: Readings, kind: str) -> None:
    pairs = [*readings.of_kind(kind)]
    assert pairs
    for expected, result in pairs:
        assert result == expected


def test_the_cases_are_of_all_kinds(readings: Readings) -> None:
    inks = [expected for expected, _ in readings.of_kind("ink")]
    numbers = [expected for expected, _ in readings.of_kind("number")]
    glyphs = [glyph for each in numbers for glyph in each["glyphs"]]
    assert {each["reason"] for each in inks} == {"digit", "not a digit", "blank"}
    assert sum(each["dot"] for each in inks) > 5
    assert sum(bool(each["leftOut"]) for each in inks) > 5
    assert {each["label"] for each in inks} > set(DIGITS)
    assert {each["sign"] for each in glyphs} == {".", ",", "-", "/", None}
    assert {each["reason"] for each in glyphs} == {"digit", "not a digit", "sign", "unclear"}
    assert {part for each in numbers for part in each["leftOut"]} == {"dot", "line"}
    assert max(each["row"] for each in glyphs) >= 1
    assert sum(len(each["strokes"]) > 1 for each in glyphs) > 50
    changes = [expected["described"] for expected, _ in readings.of_kind("timeline")]
    assert any("changed 3 times" in each or "changed twice" in each for each in changes)


def test_networks_are_compared_in_the_same_words(readings: Readings) -> None:
    assert readings.agreements == readings.expected_agreements
    assert len(set(readings.agreements)) > 5


def read_ink(ink: Ink, recognizer: Recognizer) -> Case:
    """Return what Python reads in a drawing, as the page's script writes it."""
    prediction = recognizer.read_ink(ink, normalize_ink(ink))
    lines, meter = split_headline(prediction, recognizer.threshold)
    return {
        "label": prediction.label,
        "reason": prediction.reason,
        "dot": prediction.dot,
        "leftOut": list(prediction.left_out),
        "described": str(prediction),
        "spoken": describe_prediction(prediction),
        "headline": lines,
        "meter": meter,
        "chart": describe_chart(
            prediction.labels, prediction.probabilities, rejected=prediction.is_rejected
        ),
    }


@cache
def make_headline() -> Headline:
    return Headline()


def split_headline(prediction: Prediction, threshold: float) -> tuple[list[str], list[str] | None]:
    """Return the words of a headline's lines, and those of its meter."""
    lines: list[str] = []
    meter = None
    headline = make_headline()
    headline.threshold = threshold
    for line in headline._lines(prediction):
        words = unescape(re.sub("<[^>]*>", "", line))
        if 'role="meter"' not in line:
            lines.append(words)
            continue
        label, value, title = (
            unescape(re.findall(rf'{name}="([^"]*)"', line)[0])
            for name in ("aria-label", "aria-valuetext", "title")
        )
        meter = [label, words, value, title]
    return lines, meter


def read_number(ink: Ink, recognizer: Recognizer) -> Case:
    """Return what Python reads in a number, as the page's script writes it."""
    reading: NumberReading = NumberReader(recognizer).read(ink)
    return {
        "glyphs": [
            {
                "strokes": list(each.strokes),
                "row": each.row,
                "sign": each.sign,
                "label": each.prediction.label,
                "reason": each.prediction.reason,
            }
            for each in reading.glyphs
        ],
        "dots": reading.n_dots,
        "leftOut": list(reading.left_out),
        "several": reading.is_several_digits,
        "text": reading.text,
        "answer": reading.answer,
        "described": str(reading),
        "spoken": describe_number(reading),
        "confidence": pytest.approx(reading.confidence, abs=1e-12),
        "bounds": [pytest.approx(list(each.bounds)) for each in reading.glyphs],
    }


def read_over_time(ink: Ink, recognizer: Recognizer) -> Case:
    """Return the time line of a drawing, as the page's script writes it."""
    counts = prefix_lengths(ink, 12)
    described = str(Timeline(ink, read_timeline(recognizer, ink, counts)))
    return {"counts": list(counts), "described": described}


def read_number_over_time(ink: Ink, recognizer: Recognizer) -> Case:
    """Return the time line of a number, as the page's script writes it."""
    counts = prefix_lengths(ink, 6)
    moments = read_number_timeline(NumberReader(recognizer), ink, counts)
    return {
        "counts": list(counts),
        "numbers": [moment.number for moment in moments],
        "described": str(Timeline(ink, moments)),
    }


READ: dict[str, Callable[[Ink, Recognizer], Case]] = {
    "ink": read_ink,
    "number": read_number,
    "timeline": read_over_time,
    "numberTimeline": read_number_over_time,
}


def compare() -> Iterator[dict[str, Prediction]]:
    """Return the predictions of two networks, in all combinations, and of one."""
    sure, half = [0.0] * 10, [0.0] * 10
    sure[7], half[1], half[7] = 1.0, 0.6, 0.4
    scored = [(sure, 0.9), (half, 0.6), (half, 0.2), (sure, None)]
    all_kinds = [
        *(
            Prediction.from_scores(DIGITS, shares, score, threshold=0.5, latency=0.0)
            for shares, score in scored
        ),
        Prediction.blank(DIGITS),
        Prediction.blank(DIGITS, dot=True),
        Prediction.failed(DIGITS),
    ]
    for one in all_kinds:
        yield {"CNN": one}
        yield from ({"CNN": one, "ANN": other} for other in all_kinds)


def as_page_has_it(prediction: Prediction) -> Case:
    return {
        "label": prediction.label,
        "reason": prediction.reason,
        "probabilities": prediction.probabilities,
        "score": prediction.score,
        "dot": prediction.dot,
        "leftOut": prediction.left_out,
    }


def as_lists(ink: Ink) -> list[Case]:
    return [
        {"width": stroke.width, "points": stroke.points.ravel().tolist()} for stroke in ink.strokes
    ]
