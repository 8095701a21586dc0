"""Ideas: drawings that may fool a network, and what each of them is meant to be."""

from __future__ import annotations

from collections.abc import Mapping

from digit_widgets.ink import Ink

__all__ = ["IDEAS", "NO_DIGIT", "draw_idea"]

#: What somebody calls a drawing that is meant to be no digit.
NO_DIGIT = "no digit"
#: The ideas' strokes, on 280 × 280.
IDEAS: Mapping[str, list[list[tuple[float, float]]]] = {
    "A house": [
        [(80, 130), (80, 235), (200, 235), (200, 130), (80, 130)],
        [(62, 136), (140, 54), (218, 136)],
    ],
    "A 1 with a flag": [[(88, 122), (116, 88), (148, 42), (147, 110), (145, 240)]],
    "A 4 like a 9": [
        [(164, 62), (126, 52), (98, 82), (96, 122), (124, 142), (162, 132)],
        [(168, 56), (165, 140), (160, 240)],
    ],
    "A crossed 7": [[(90, 54), (196, 52), (160, 140), (132, 240)], [(112, 146), (190, 142)]],
}
_PEN = 16.0


def draw_idea(name: str, side: float) -> Ink:
    """Return the drawing of an idea on a square pad of so many CSS pixels."""
    scale = side / 280
    strokes = [[(scale * x, scale * y) for x, y in stroke] for stroke in IDEAS[name]]
    return Ink.from_strokes(strokes, width=scale * _PEN)
