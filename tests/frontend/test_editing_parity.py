"""A canvas without a kernel draws, erases and undoes as one with a kernel, message by message."""

from __future__ import annotations

import json
import math
import random
import subprocess
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from ipywidgets import Widget

from digit_widgets.ink import (
    MAX_POINTS,
    MAX_STROKES,
    Ink,
    Stroke,
    ink_from_json,
    ink_to_json,
    ink_to_svg,
)
from digit_widgets.widgets import InkCanvas
from tests.frontend.conftest import FRONTEND, find_node

SEQUENCES = 500
#: Largest distance, in CSS pixels, of a cut in the page from the kernel's.
CLOSE = 1e-9
STATE = ("can_undo", "can_redo", "pen_is_down", "tool", "pen_width", "eraser_width", "error")
TOOLS = ("pen", "pen", "pen", "eraser", "eraser", "stroke eraser")

Step = dict[str, Any]
Case = dict[str, Any]


def walk(chance: random.Random, width: int, height: int) -> list[tuple[float, float]]:
    """Return a pointer's path on a grid of sixteenths, which may leave the surface or rest."""
    x, y = chance.uniform(-20, width + 20), chance.uniform(-20, height + 20)
    course, points = chance.uniform(0, 2 * math.pi), []
    step, bend = chance.choice([2.0, 12.0, 40.0]), chance.choice([0.0, 0.2, 1.0])
    for _ in range(chance.choice([1, 2, 3, 12, 30])):
        points.append((round(x * 16) / 16, round(y * 16) / 16))
        if chance.random() < 0.1:
            continue
        course += chance.gauss(0, bend)
        x += step * math.cos(course) if chance.random() < 0.9 else 0.0
        y += step * math.sin(course)
    return points


def stroke_of(chance: random.Random, number: int, sides: tuple[int, int]) -> Iterator[Step]:
    """Yield a stroke's batches; now and then one that skips points, comes twice or comes late."""
    points = walk(chance, *sides)
    tool, view = chance.choice(TOOLS), chance.choice([7, 7, 8])
    first, end = 0, chance.choice([True, True, True, "discarded", False])
    while first < len(points) or first == 0:
        count = chance.randint(1, 12)
        batch = points[first : first + count]
        is_last = first + count >= len(points)
        message = {
            "kind": "ink",
            "view": view,
            "stroke": number,
            "tool": tool,
            "first": first + (chance.random() < 0.03),
            "points": [value for point in batch for value in point],
            "end": end if is_last else False,
            "time": 0,
        }
        yield {"message": message}
        if chance.random() < 0.05:
            yield {"message": message}
        if chance.random() < 0.05:
            yield from other(chance, sides)
        first += count


def other(chance: random.Random, sides: tuple[int, int]) -> Iterator[Step]:
    """Yield a step that is no stroke."""
    kind = chance.choice(["undo", "undo", "undo", "redo", "redo", "clear", "width", "rest"])
    if kind in {"undo", "redo", "clear"}:
        yield {"message": {"kind": "command", "view": 7, "what": kind}}
    elif kind == "width":
        tool, width = chance.choice(TOOLS), chance.choice([1, 2.5, 16, 40, 41, 0.5])
        yield {"message": {"kind": "width", "view": 7, "tool": tool, "width": width}}
    else:
        kept = [[(5.0, 5.0), (5.0, 40.25), (sides[0], 40.0)], [(30.1, 1e-5)]]
        outside = [[(5, 5), (sides[0] + 0.5, 10)]]
        drawings = [ink_to_json(Ink.from_strokes(each, 3.3)) for each in (kept, outside)]
        choices: list[list[Step]] = [
            [{"message": {"kind": "ping", "view": 8, "number": 4}}],
            [{"message": {"kind": "tool", "view": 8, "tool": chance.choice(TOOLS)}}],
            [{"set": {"disabled": True}}, {"set": {"disabled": False}}],
            [{"set": {"disabled": chance.random() < 0.1}}],
        ]
        texts = (*drawings, ink_to_json(Ink()), "{}", "no drawing")
        choices += [
            [{"message": {"kind": kind, "view": 7, "ink": text}}]
            for kind in ("backup", "restore")
            for text in texts
        ]
        yield from chance.choice(choices)


def sequence(seed: int) -> Case:
    chance = random.Random(seed)
    sides = chance.choice([(280, 280), (280, 280), (560, 200), (50, 50)])
    steps: list[Step] = []
    for number in range(chance.randint(2, 7)):
        steps.extend(stroke_of(chance, number, sides))
        if chance.random() < 0.5:
            steps.extend(other(chance, sides))
    return {"width": sides[0], "height": sides[1], "steps": steps}


def beyond(ink: Ink, tool: str) -> Case:
    """Return a case in which a huge drawing grows, and what then still works."""
    batches = [([10, 10], False), ([90, 12, 80, 40, 200, 50, 9, 60], False), ([70, 70], True)]
    steps: list[Step] = [{"message": {"kind": "restore", "view": 1, "ink": ink_to_json(ink)}}]
    for stroke in (0, 1):
        first = 0
        for points, end in batches:
            message = {"kind": "ink", "view": 1, "stroke": stroke, "tool": tool, "first": first}
            steps.append({"message": {**message, "points": points, "end": end, "time": 0}})
            first += len(points) // 2
    steps.append({"message": {"kind": "command", "view": 1, "what": "undo"}})
    return {"width": 280, "height": 280, "steps": steps}


def limits() -> Iterator[Case]:
    dots = [[(5.0 + i % 250, 5.0 + i // 250)] for i in range(MAX_STROKES - 1)]
    yield beyond(Ink.from_strokes(dots, 1), "pen")
    line = np.column_stack([np.linspace(100, 200, MAX_POINTS - 3), np.full(MAX_POINTS - 3, 200.0)])
    yield beyond(Ink.from_strokes([line], 1), "pen")
    # Each stroke that is cut is two.
    lines = [[(3.0, 3.0 + i / 4), (270.0, 3.0 + i / 4)] for i in range(MAX_STROKES)]
    yield beyond(Ink.from_strokes(lines, 1), "eraser")


def follow(case: Case) -> list[tuple[Ink, dict[str, Any], list[dict[str, Any]]]]:
    """Return what a kernel's canvas makes of the steps: drawing, state and answers after each."""
    canvas = InkCanvas(case["width"], case["height"])
    answers: list[dict[str, Any]] = []
    results = []
    canvas.send = answers.append
    for step in case["steps"]:
        answers.clear()
        for name, value in step.get("set", {}).items():
            canvas.set_trait(name, value)
        if "message" in step:
            canvas._on_page(canvas, step["message"], [])
        state = {name: getattr(canvas, name) for name in STATE}
        told = [each for each in answers if each["kind"] in {"ack", "pong"}]
        results.append((canvas.ink, {**state, "isKept": bool(canvas._backup)}, told))
    canvas.close()
    return results


def follow_in_page(cases: list[Case]) -> Any:
    result = subprocess.run(
        [str(find_node()), str(FRONTEND / "tests" / "parity" / "editing.js")],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def assert_same(case: Case, followed: Any) -> bool:
    """Assert that both sides did the same; return True if anything of a stroke was erased."""
    strokes = [
        Stroke(np.reshape(each["points"], (-1, 2)), each["width"]) for each in followed["strokes"]
    ]
    has_erased = False
    for step, (ink, state, told), made in zip(
        case["steps"], follow(case), followed["results"], strict=True
    ):
        assert made["state"] == state, step
        assert made["answers"] == told, step
        drawing = [strokes[number] for number in made["drawing"]]
        assert len(drawing) == len(ink.strokes), step
        # Only erasing computes lengths, whose last digits may differ.
        has_erased = has_erased or step.get("message", {}).get("tool") == "eraser"
        for one, other in zip(drawing, ink.strokes, strict=True):
            assert one.width == other.width
            assert len(one) == len(other), step
            away = float(np.abs(one.points - other.points).max())
            assert away <= CLOSE if has_erased else away == 0.0, step
    drawn = Ink(tuple(strokes[number] for number in followed["results"][-1]["drawing"]))
    assert followed["files"]["json"] == ink_to_json(drawn)
    assert followed["files"]["svg"] == ink_to_svg(drawn, case["width"], case["height"])
    assert ink_from_json(followed["files"]["json"]) == drawn
    return has_erased


@pytest.fixture(autouse=True)
def _close_widgets() -> Iterator[None]:
    yield
    Widget.close_all()


def test_a_page_edits_ink_as_a_kernel_does() -> None:
    cases = [sequence(seed) for seed in range(SEQUENCES)]
    followed = follow_in_page(cases)
    erased = [assert_same(*each) for each in zip(cases, followed, strict=True)]
    assert SEQUENCES / 2 < sum(erased) < SEQUENCES


def test_a_page_stops_at_the_limits_where_a_kernel_does() -> None:
    cases = list(limits())
    for case, followed in zip(cases, follow_in_page(cases), strict=True):
        assert_same(case, followed)
        errors = {result["state"]["error"] for result in followed["results"]}
        assert any("A drawing holds at most" in error for error in errors)
