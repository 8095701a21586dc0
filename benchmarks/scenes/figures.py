"""Figures: how scenes of each kind are read."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from PIL import Image

from benchmarks._table import print_table, spread
from benchmarks.scenes.camera import scan
from benchmarks.scenes.kinds import NOTHING, SEVERAL, SINGLES, make_scenes
from benchmarks.scenes.scene import Hand, Scene
from benchmarks.scenes.surfaces import paper
from benchmarks.scenes.writing import write_one
from digit_widgets.imaging import load_image
from digit_widgets.ink import Bounds
from digit_widgets.predictors import Predictor
from digit_widgets.recognition import NumberReader, NumberReading, Recognizer

__all__ = ["print_nothing", "print_several", "print_singles", "print_times"]

#: Confidence over which a wrong digit is confidently wrong, and under which a number is in doubt.
_SURE, _DOUBTFUL = 0.9, 0.5
#: The least share of two boxes' union that they have in common if they are of the same digit.
_SAME = 0.4
#: A scan of 9 megapixels.
_SCAN = (2_600, 3_500)


def print_singles(predictor: Predictor, hands: Sequence[Hand], count: int) -> None:
    """Read scenes of one digit, and print the shares of each kind of answer."""
    recognizer, rows, outcomes = Recognizer(predictor), [], []
    for name in SINGLES:
        outcomes.append([_single(recognizer, each) for each in make_scenes(name, hands, count)])
        rows.append([name, *_shares(outcomes[-1])])
    rows.append(["all", *_shares([outcome for each in outcomes for outcome in each])])
    print_table(
        ["one digit", "right", "refused", "several digits", "wrong", "wrong at over 90 %"], rows
    )


def _single(recognizer: Recognizer, scene: Scene) -> tuple[bool, ...]:
    """Return which of the table's columns the answer belongs to."""
    read = recognizer.read(_opened(scene))
    right = read.label == scene.text
    wrong = read.label is not None and not right
    several = read.reason == "several digits"
    refused = read.label is None and not several
    return right, refused, several, wrong, wrong and read.confidence > _SURE


def print_several(predictor: Predictor, hands: Sequence[Hand], count: int) -> None:
    """Read scenes of several digits, and print the shares of right ones and marked ones."""
    rows = []
    for name in SEVERAL:
        scenes = list(make_scenes(name, hands, count))
        reader, recognizer = NumberReader(Recognizer(predictor)), Recognizer(predictor)
        readings = [reader.read(_opened(scene)) for scene in scenes]
        pairs = list(zip(scenes, readings, strict=True))
        wrong = [reading for scene, reading in pairs if reading.text != scene.text]
        marked = [_is_marked(reading) for reading in wrong]
        alone = [recognizer.read(_opened(scene)) for scene in scenes]
        of_rows = sum(_rows_right(*pair) for pair in pairs) / sum(len(each.rows) for each in scenes)
        rows.append(
            [
                name,
                f"{1 - len(wrong) / count:.1%}",
                f"{of_rows:.1%}",
                f"{np.mean([right for pair in pairs for right in _digits_right(*pair)]):.1%}",
                f"{np.mean(marked):.0%} of {len(wrong)}" if wrong else "none wrong",
                f"{np.mean([each.label is not None for each in alone]):.1%}",
            ]
        )
    head = ["several digits", "all right", "rows right", "digits right", "wrong ones marked"]
    print_table([*head, "read as one digit"], rows)


def _is_marked(reading: NumberReading) -> bool:
    return "?" in reading.text or reading.confidence < _DOUBTFUL


def _rows_right(scene: Scene, reading: NumberReading) -> int:
    """Count the rows that are read, one after another."""
    matcher = SequenceMatcher(None, scene.text.split("\n"), reading.text.split("\n"), False)
    return sum(block.size for block in matcher.get_matching_blocks())


def _digits_right(scene: Scene, reading: NumberReading) -> list[bool]:
    """Return for each digit whether there is a glyph of its label in its place."""
    return [
        any(
            glyph.text == digit.label and _common(glyph.bounds, digit.box) > _SAME
            for glyph in reading.glyphs
        )
        for row in scene.rows
        for digit in row
    ]


def _common(one: Bounds, other: Bounds) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    both = max(width, 0) * max(height, 0)
    return both / (one.width * one.height + other.width * other.height - both)


def print_nothing(predictor: Predictor, hands: Sequence[Hand], count: int) -> None:
    """Read scenes without a digit, and print the shares that are read as one or more."""
    rows, outcomes = [], []
    for name in NOTHING:
        outcomes.append([_nothing(predictor, each) for each in make_scenes(name, hands, count)])
        rows.append([name, *_shares(outcomes[-1])])
    rows.append(["all", *_shares([outcome for each in outcomes for outcome in each])])
    print_table(["no digit", "read as one", "at over 90 %", "digits found in it"], rows)


def _nothing(predictor: Predictor, scene: Scene) -> tuple[bool, ...]:
    recognizer = Recognizer(predictor)
    read, found = recognizer.read(_opened(scene)), NumberReader(recognizer).read(_opened(scene))
    is_one = read.label is not None
    some = any(glyph.prediction.label is not None for glyph in found.glyphs)
    return is_one, is_one and read.confidence > _SURE, some


def print_times(predictor: Predictor, hands: Sequence[Hand]) -> None:
    """Time the reading of scans of one digit, from the file's bytes to the prediction."""
    recognizer, random, rows = Recognizer(predictor), np.random.default_rng(7), []
    times: dict[str, list[float]] = {"PNG": [], "JPEG": []}
    while min(map(len, times.values())) < 20:
        page = paper(_SCAN, random)
        write_one(page, hands[int(random.integers(len(hands)))], random)
        file = scan(page, random, noise=2.0).file
        start = time.perf_counter()
        recognizer.read(load_image(file))
        times["PNG" if file.startswith(b"\x89PNG") else "JPEG"].append(
            1000 * (time.perf_counter() - start)
        )
    rows = [[kind, spread(each)] for kind, each in times.items()]
    print_table(["one digit, 9 megapixels", "ms (median / 95th)"], rows)


def _opened(scene: Scene) -> Image.Image:
    return Image.open(io.BytesIO(scene.file))


def _shares(outcomes: Sequence[Sequence[bool]]) -> list[str]:
    return [f"{share:.1%}" for share in np.mean(outcomes, axis=0)]
