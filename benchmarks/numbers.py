"""Accuracy on numbers, by the gaps between digits: ``python -m benchmarks.numbers PEN_NPZ``.

PEN_NPZ holds labelled pen strokes and, as ``writers``, the writer of each. Numbers are composed of
two to six digits of one of the writers 25 to 30, with sizes within 15 % and tops within about 5 %
of the height; in one of ten digits with several strokes, the last stroke is drawn at the very end.
Signs are drawn between two of these numbers, a minus before one, by a script that varies their
size, place and shape; two numbers are also put above each other, some with a line between them.
A second argument names another model than the default.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from benchmarks._signs import SIGNS, compose_rows, compose_signed
from benchmarks._table import print_table, spread
from digit_widgets import Ink, NumberReading, Predictor, load_predictor
from digit_widgets.data import InkDataset, load_ink_dataset
from digit_widgets.data.synthetic.numbers import SyntheticNumber, compose_numbers
from digit_widgets.recognition import NumberReader, Recognizer

NUMBERS = 500
GAPS = (-0.10, -0.05, 0.0, 0.05, 0.10, 0.20, 0.30, 0.50)


def main() -> None:
    """Measure and print two tables."""
    predictor = load_predictor(*sys.argv[2:])
    digits = load_ink_dataset(sys.argv[1])
    writers = [digits.split_by_writer({str(writer)})[1] for writer in range(25, 31)]
    ranges = {f"{gap:+.0%}": (gap, gap) for gap in GAPS} | {"+10% to +50%": (0.1, 0.5)}
    rows = []
    for name, gaps in ranges.items():
        numbers = list(compose_numbers(writers, NUMBERS, gaps, np.random.default_rng(0)))
        readings = [NumberReader(Recognizer(predictor, 0.0)).read(number.ink) for number in numbers]
        rows.append([name, *_shares(numbers, readings)])
    print_table(["gap", "numbers right", "digits right", "grouping right", "with a sign"], rows)
    print()
    heads = ["signs and rows", "numbers right", "signs and rows right", "told by ?", "wrong"]
    print_table(heads, _signs_and_rows(writers, predictor))
    print()
    numbers = list(compose_numbers(writers, 20, (0.1, 0.5), np.random.default_rng(0)))
    print_table(
        ["one reading of a number of 2 to 6 digits", "ms (median / 95th)"],
        [
            ["all at once", spread(_at_once(numbers, predictor))],
            ["while it is drawn, each point", spread(_growing(numbers, predictor))],
        ],
    )


def _shares(numbers: list[SyntheticNumber], readings: list[NumberReading]) -> list[str]:
    """Return the shares in percent of right numbers, digits in their places, and groupings."""
    pairs = list(zip(numbers, readings, strict=True))
    whole = [number.text == reading.text for number, reading in pairs]
    digits = [right for pair in pairs for right in _digits_right(*pair)]
    grouped = [_groups(number.strokes, reading) for number, reading in pairs]
    signed = [any(each in reading.text for each in (*SIGNS, "\n")) for reading in readings]
    return [f"{np.mean(each):.1%}" for each in (whole, digits, grouped, signed)]


def _signs_and_rows(writers: list[InkDataset], predictor: Predictor) -> list[list[str]]:
    """Return a row of shares for each sign, and for rows with and without a line between them."""
    kinds = {
        f"a sign: {sign}": compose_signed(writers, NUMBERS, sign, np.random.default_rng(0))
        for sign in SIGNS
    }
    for name, gaps, line in (
        ("two rows, gap 5% to 15%", (0.05, 0.15), False),
        ("two rows, gap 15% to 50%", (0.15, 0.5), False),
        ("two rows, a line between", (0.3, 0.7), True),
    ):
        random = np.random.default_rng(0)
        kinds[name] = compose_rows(writers, NUMBERS, gaps, random, line=line)
    reader = NumberReader(Recognizer(predictor))
    rows = []
    for kind, numbers in kinds.items():
        pairs = [(number, reader.read(number.ink).text) for number in numbers]
        whole = np.array([number.text == text for number, text in pairs])
        right = np.array([_signs(number.text) == _signs(text) for number, text in pairs])
        unsure = np.array(["?" in text for _, text in pairs]) & ~right
        rows.append([kind, *(f"{each.mean():.1%}" for each in (whole, right, unsure))])
        rows[-1].append(f"{(~right & ~unsure).mean():.1%}")
    return rows


def _signs(text: str) -> str:
    """Return the signs and line breaks in a text."""
    return "".join(each for each in text if each in SIGNS or each == "\n")


def _digits_right(number: SyntheticNumber, reading: NumberReading) -> list[bool]:
    """Return, for each digit, True if a glyph with its strokes, dots left out, has its label."""
    seen = {stroke for glyph in reading.glyphs for stroke in glyph.strokes}
    read = {glyph.strokes: glyph.text for glyph in reading.glyphs}
    return [
        read.get(tuple(i for i in strokes if i in seen)) == label
        for strokes, label in zip(number.strokes, number.text, strict=True)
    ]


def _groups(strokes: tuple[tuple[int, ...], ...], reading: NumberReading) -> bool:
    seen = {stroke for glyph in reading.glyphs for stroke in glyph.strokes}
    right = [tuple(i for i in each if i in seen) for each in strokes]
    return right == [glyph.strokes for glyph in reading.glyphs]


def _at_once(numbers: list[SyntheticNumber], predictor: Predictor) -> list[float]:
    return [_timed(NumberReader(Recognizer(predictor)), number.ink) for number in numbers]


def _growing(numbers: list[SyntheticNumber], predictor: Predictor) -> list[float]:
    """Time each update while numbers are drawn, with 60 points per digit."""
    times = []
    for number in numbers:
        reader = NumberReader(Recognizer(predictor))
        ink = Ink()
        for stroke in number.ink.strokes:
            path = stroke.points
            path = path[np.linspace(0, len(path) - 1, min(len(path), 60)).astype(int)]
            ink = ink.begin_stroke(path[:1], stroke.width)
            for point in path[1:]:
                ink = ink.extend_stroke([point])
                times.append(_timed(reader, ink))
    return times


def _timed(reader: NumberReader, ink: Ink) -> float:
    start = time.perf_counter()
    reader.read(ink)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
