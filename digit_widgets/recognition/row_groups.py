"""Row groups: the groups of strokes in each row of a drawing, and the digits and signs chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink import Ink
from digit_widgets.predictors.base import THRESHOLD
from digit_widgets.recognition.group_costs import group_costs
from digit_widgets.recognition.rows import Rows
from digit_widgets.recognition.segmentation import Groups, find_cheapest_chain, find_groups
from digit_widgets.recognition.signs import Mark, Part, find_marks, judge_marks
from digit_widgets.recognition.stroke_shapes import StrokeShapes

__all__ = ["Choice", "Evidence", "RowGroups", "choose_rows", "group_rows"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A model's output for all groups of strokes.

    Attributes
    ----------
    labels
        The model's labels.
    places
        The place of each group in the output, by the indices of its strokes in the ink.
    probabilities, scores
        (groups, classes) and (groups,) float32 in 0..1, or None for the scores.
    """

    labels: tuple[str, ...]
    places: Mapping[tuple[int, ...], int]
    probabilities: NDArray[np.float32]
    scores: NDArray[np.float32] | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A digit or a sign that is chosen: the indices of its strokes, and its mark if it has one."""

    strokes: tuple[int, ...]
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class RowGroups:
    """A row's groups of strokes that may be a digit, and its strokes that may be signs.

    Attributes
    ----------
    ink
        The row alone.
    strokes
        The indices of its strokes in the whole drawing.
    groups
        The groups, with indices in the row.
    marks
        The possible signs, by their indices in the row.
    """

    ink: Ink
    strokes: tuple[int, ...]
    groups: Groups
    marks: dict[int, Mark]

    @property
    def keys(self) -> list[tuple[int, ...]]:
        """The groups, with indices in the whole drawing."""
        return [self._locate(group) for group in self.groups.strokes]

    def choose(self, evidence: Evidence) -> list[Choice]:
        """Choose digits and signs, from left to right; dots that are no points are left out."""
        places = [evidence.places[key] for key in self.keys]
        scores = evidence.scores
        costs = group_costs(
            self.groups,
            evidence.labels,
            evidence.probabilities[places],
            None if scores is None else scores[places],
            signs=[stroke for stroke, mark in self.marks.items() if mark.stands_alone],
        )
        chain = [self.groups.strokes[i] for i in find_cheapest_chain(self.groups.spans, costs)]
        grouped = {stroke for group in self.groups.strokes for stroke in group}
        points = [(i,) for i, mark in self.marks.items() if i not in grouped and mark.sign == "."]
        parts = sorted(map(self._part, [*chain, *points]), key=lambda part: part.left + part.right)
        judged = zip(parts, judge_marks(parts), strict=True)
        return [
            Choice(self._locate(part.strokes), mark)
            for part, mark in judged
            if part.strokes[0] in grouped or (mark is not None and mark.is_sure)
        ]

    def _part(self, strokes: tuple[int, ...]) -> Part:
        bounds = Ink(tuple(self.ink.strokes[i] for i in strokes)).bounds
        assert bounds is not None
        mark = self.marks.get(strokes[0]) if len(strokes) == 1 else None
        return Part(strokes, bounds.left, bounds.right, mark)

    def _locate(self, strokes: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(self.strokes[i] for i in strokes)


def group_rows(ink: Ink, shapes: StrokeShapes, rows: Rows) -> list[RowGroups]:
    """Find the groups and the possible signs of each row; rows of touches have none."""
    found = []
    for strokes in rows.strokes:
        row = Ink(tuple(ink.strokes[i] for i in strokes))
        groups = find_groups(shapes.take(strokes, 1.0))
        if groups.n:
            marks = find_marks(shapes.take(strokes, 1 / groups.height))
            found.append(RowGroups(row, strokes, groups, marks))
    return found


def choose_rows(ways: Iterable[list[RowGroups]], evidence: Evidence) -> int:
    """Choose between the ways to part a drawing into rows, and return the number of the best.

    The first is taken if the model takes what it joins, above each other, for digits.
    """
    together, *apart = ways
    if not apart:
        return 0
    owner = {stroke: row for row, each in enumerate(apart[0]) for stroke in each.strokes}
    chosen = [choice.strokes for row in together for choice in row.choose(evidence)]
    joined = [strokes for strokes in chosen if len({owner.get(i) for i in strokes}) > 1]
    if not joined or evidence.scores is None:
        return 1
    likely = evidence.scores[[evidence.places[strokes] for strokes in joined]]
    return 0 if (likely >= THRESHOLD).all() else 1
