"""A drawing under way: batches in, steps that can be undone, however many there are."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digit_widgets.errors import InkError
from digit_widgets.ink import Ink, Stroke, checks, flatten_curves, smooth_polyline
from digit_widgets.widgets.canvas.editor import InkEditor
from digit_widgets.widgets.canvas.messages import InkBatch
from digit_widgets.widgets.canvas.undo import History
from tests.support.geometry import distances

LINE = [(10.0, 20.0), (30.0, 40.0), (50.0, 45.0)]


def batch(*points: tuple[float, float], **changes: Any) -> InkBatch:
    array = np.array(points, float).reshape(-1, 2)
    view, stroke = changes.pop("key", (1, 0))
    values = {"tool": "pen", "first": 0, "points": array, "end": "", "time": 0.0}
    return InkBatch(view, stroke, **{**values, **changes})


def drawn(sheet: InkEditor, number: int, tool: str = "pen", width: float = 16) -> None:
    """Draw a whole stroke, which is another for each number."""
    points = [(float(number % 200), 10.0), (100.0, 5.0 + number % 250)]
    assert sheet.take(batch(*points, key=(1, number), tool=tool, end="lifted"), width)


@pytest.fixture
def sheet() -> InkEditor:
    return InkEditor(280, 280)


def test_batches_make_a_stroke(sheet: InkEditor) -> None:
    assert sheet.take(batch(*LINE[:2]), 16)
    assert sheet.is_being_drawn
    assert sheet.take(batch(LINE[2], first=2, end="lifted"), 5)
    assert sheet.ink == Ink((Stroke(LINE, 16),))
    assert not sheet.is_being_drawn


def test_a_batch_that_follows_on_nothing_is_not_heeded(sheet: InkEditor) -> None:
    assert not sheet.take(batch(*LINE, first=3), 16)
    assert sheet.take(batch(*LINE[:2]), 16)
    assert not sheet.take(batch(LINE[2], first=7), 16)
    assert sheet.ink.n_points == 2


#: A bow of few points, whose curve runs six pixels outside of the lines between them.
BOW = [(40.0, 200.0), (80.0, 110.0), (140.0, 75.0), (200.0, 110.0), (240.0, 200.0)]


def test_an_eraser_takes_the_curve_that_one_sees(sheet: InkEditor) -> None:
    sheet.take(batch(*BOW, end="lifted"), 16)
    (curve,) = flatten_curves(sheet.ink).strokes
    middle = np.array([108.0, 88.0])  # of the curve's furthest bow from its lines
    away = np.array([-0.5, -0.87])
    gap = float(np.hypot(*(curve.points - middle).T).min())
    before = sheet.ink
    sheet.take(batch(tuple(middle + (gap + 13) * away), key=(1, 1), tool="eraser", end="lifted"), 8)
    assert sheet.ink is before
    sheet.take(batch(tuple(middle + 10 * away), key=(1, 2), tool="eraser", end="lifted"), 8)
    assert len(sheet.ink.strokes) == 2


def test_what_an_eraser_leaves_of_a_curve_stays_where_it_was(sheet: InkEditor) -> None:
    sheet.take(batch(*BOW, end="lifted"), 16)
    sheet.take(batch(*LINE, key=(1, 1), end="lifted"), 16)
    bow, line = sheet.ink.strokes
    curve = smooth_polyline(bow.points, bow.width, 0.01)
    sheet.take(batch((140, 75), key=(1, 2), tool="eraser", end="lifted"), 20)
    left, right, other = sheet.ink.strokes
    for piece in (left, right):
        left_of_it = flatten_curves(Ink((piece,))).strokes[0].points
        assert distances(left_of_it, curve).max() < 0.5
    # What the eraser did not touch is the very stroke, with the points that were drawn.
    assert other is line


def test_a_palm_after_an_undo_leaves_what_can_be_redone(sheet: InkEditor) -> None:
    drawn(sheet, 0)
    one = sheet.ink
    sheet.undo()
    sheet.take(batch((200, 200), (210, 210), key=(1, 1)), 16)
    sheet.take(batch(key=(1, 1), first=2, end="discarded"), 16)
    assert sheet.ink.is_blank
    sheet.redo()
    assert sheet.ink == one


def test_a_discarded_stroke_that_did_nothing_undoes_nothing(sheet: InkEditor) -> None:
    drawn(sheet, 0)
    one = sheet.ink
    sheet.take(batch((250, 250), key=(1, 1), tool="eraser", end="discarded"), 16)
    assert sheet.ink is one


def test_a_stroke_over_the_limit_ends_and_keeps_what_it_was(
    sheet: InkEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "MAX_POINTS", 2)
    sheet.take(batch(*LINE[:2]), 16)
    with pytest.raises(InkError, match="at most 2 points"):
        sheet.take(batch(LINE[2], first=2), 16)
    assert (sheet.ink.n_points, sheet.is_being_drawn) == (2, False)


def test_every_one_of_500_steps_comes_back(sheet: InkEditor) -> None:
    seen = [sheet.ink]
    for number in range(500):
        drawn(sheet, number, ("pen", "pen", "eraser", "stroke eraser")[number % 4])
        if sheet.ink is not seen[-1]:
            seen.append(sheet.ink)
    assert len(seen) > 300
    for ink in reversed(seen[:-1]):
        sheet.undo()
        assert sheet.ink == ink
    assert not sheet.can_undo
    for ink in seen[1:]:
        sheet.redo()
        assert sheet.ink == ink
    assert not sheet.can_redo


def test_many_steps_back_and_a_new_one_forget_the_others(sheet: InkEditor) -> None:
    for number in range(300):
        drawn(sheet, number)
    for _ in range(200):
        sheet.undo()
    assert len(sheet.ink.strokes) == 100
    drawn(sheet, 999)
    assert not sheet.can_redo
    assert len(sheet.ink.strokes) == 101


def test_history_takes_little_room_for_a_long_drawing() -> None:
    history = History()
    ink = Ink()
    points = np.random.default_rng(0).integers(0, 280, (100, 2)).astype(float)
    for number in range(1000):
        ink = ink.begin_stroke(points + number, 16) if number % 20 else Ink()
        history.record(ink)
    # Without compression, these strokes alone take 1000 times as much as one, each kept but once.
    assert len(pickle.dumps(history)) < 1000 * points.nbytes / 2


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["draw", "undo", "redo", "assign"]), max_size=300))
def test_undo_and_redo_are_those_of_a_plain_list(moves: list[str]) -> None:
    sheet, plain, at = InkEditor(280, 280), [Ink()], 0
    for number, move in enumerate(moves):
        if move == "undo":
            sheet.undo()
            at = max(at - 1, 0)
        elif move == "redo":
            sheet.redo()
            at = min(at + 1, len(plain) - 1)
        else:
            if move == "draw":
                drawn(sheet, number)
            else:
                sheet.assign(Ink.from_strokes([[(number, 1), (2, 3)]]))
            plain, at = [*plain[: at + 1], sheet.ink], at + 1
        assert sheet.ink == plain[at]
        assert (sheet.can_undo, sheet.can_redo) == (at > 0, at < len(plain) - 1)
