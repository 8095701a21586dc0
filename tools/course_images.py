"""The image that each notebook of the course opens with: ``python -m tools.course_images``.

Each is an SVG with its own ground, for light pages and dark ones, in ``notebooks/images``. The
digits are among the 500 of MNIST's training images that come with the package.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from html import escape
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from digit_widgets.evaluation.disturbances import DISTURBANCES, disturb
from digit_widgets.imaging import ink_steps, normalize
from digit_widgets.imaging.png import grey_png
from digit_widgets.ink import Ink
from digit_widgets.ink.svg_format import svg_path
from digit_widgets.predictors import FeatureExtractor
from digit_widgets.predictors.feeding.real_digits import load_real_digits

__all__ = ["IMAGES", "course_image"]

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks" / "images"
WIDTH = 720
STYLE = """
svg { font: 15px system-ui, sans-serif; }
text { fill: #f2f2f2; text-anchor: middle; } .ground { fill: #1d2430; }
.frame { fill: none; stroke: #8a94a6; } .ink { fill: none; stroke: #fff; stroke-linecap: round;
stroke-linejoin: round; } .pad { fill: #000; } .mark { fill: none; stroke: #f0e442;
stroke-width: 3; } .for { fill: #56b4e9; } .against { fill: #e69f00; } .neither { fill: #000; }
image { image-rendering: pixelated; }
"""
#: A 4 on a pad of 280 × 280, whose arms leave a gap of this many units at the top.
_GAPS = (70, 35, 0)
#: Ones, fours and sevens that MNIST has few of, on a grid of 40 × 40.
_OTHER_HANDS = (
    ((0, 14), (14, 0), (13, 20), (13, 40)),
    ((8, 0), (4, 14), (1, 25), (28, 24)),
    ((0, 1), (26, 0), (18, 18), (10, 40)),
    ((24, 7), (13, 0), (3, 6), (5, 17), (17, 18), (24, 7), (23, 22), (23, 40)),
)
_SECOND_STROKES = ((), ((20, 12), (18, 40)), ((6, 20), (25, 19)), ())
#: Filters of both convolutions, and parameters, of three CNNs that differ in nothing else.
_SIZES = (((4, 8), 27_354), ((16, 32), 108_618), ((32, 64), 225_034))


def main() -> None:
    """Write all images."""
    FOLDER.mkdir(exist_ok=True)
    for name in IMAGES:
        (FOLDER / f"{name}.svg").write_text(course_image(name), encoding="utf-8")


def course_image(name: str) -> str:
    """Return an image as SVG, by its notebook's name."""
    height, parts = IMAGES[name]()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}">'
        f'<style>{STYLE}</style><rect class="ground" width="{WIDTH}" height="{height}" rx="8"/>'
        f"{''.join(parts)}</svg>\n"
    )


def _draw_a_digit() -> tuple[int, list[str]]:
    ink = Ink.from_strokes([[(190, 200), (250, 200), (215, 270)]], width=16)
    steps = ink_steps(ink, side=280)
    return 216, [
        *_pad(ink, 60, "on the pad"),
        _arrow(230),
        *_pixels(steps[0].image, 290, 20, 140, "the whole pad, shrunk"),
        _arrow(460),
        *_pixels(steps[-1].image, 520, 20, 140, "what the network sees"),
    ]


def _train_ann() -> tuple[int, list[str]]:
    digits = _digits()
    shuffled = disturb(digits, "shuffled pixels", DISTURBANCES["shuffled pixels"].high)
    parts = []
    for place, (image, other) in enumerate(zip(digits, shuffled, strict=True)):
        parts += _pixels(image, 18 + 69 * place, 20, 63)
        parts += _pixels(other, 18 + 69 * place, 92, 63)
    words = "Above: ten digits. Below: the same, all shuffled in one and the same way."
    return 190, [*parts, _words(WIDTH / 2, 176, words)]


def _train_cnn() -> tuple[int, list[str]]:
    image = _digits()[5]
    edge = np.array([[-1, -1, -1], [0, 0, 0], [1, 1, 1]], np.float32)
    response = np.einsum("yxij,ij->yx", sliding_window_view(image, (3, 3)), edge)
    row, column = np.unravel_index(response.argmax(), response.shape)
    window = f'<rect class="mark" x="{60 + 5 * column}" y="{20 + 5 * row}" width="15" height="15"/>'
    parts = [*_pixels(image, 60, 20, 140, "a 5, and a window of 3 × 3"), window, _arrow(230)]
    for (down, right), weight in np.ndenumerate(edge):
        kind = ("against", "neither", "for")[int(weight) + 1]
        x, y = 312 + 32 * right, 42 + 32 * down
        parts.append(f'<rect class="{kind} frame" x="{x}" y="{y}" width="32" height="32"/>')
        parts.append(f'<rect class="{kind}" x="{x}" y="{y}" width="32" height="32"/>')
        shown = f"{weight:+.0f}" if weight else "0"
        ink = "#000" if weight else "#f2f2f2"
        parts.append(f'<text x="{x + 16}" y="{y + 21}" style="fill: {ink}">{shown}</text>')
    found = np.clip(response / response.max(), 0, 1)
    return 216, [
        *parts,
        _words(360, 184, "nine weights"),
        _arrow(460),
        *_pixels(found, 520, 20, 140, "what they find"),
    ]


def _compare() -> tuple[int, list[str]]:
    four = _digits()[4:5]
    shown = (("shift", 6.0), ("turn", 40.0), ("noise", 40.0), ("shuffled pixels", 100.0))
    parts = _pixels(four[0], 20, 20, 120, "unchanged")
    for place, (kind, strength) in enumerate(shown, start=1):
        words = DISTURBANCES[kind].describe(strength).replace("100% of the pixels", "pixels")
        parts += _pixels(disturb(four, kind, strength)[0], 20 + 140 * place, 20, 120, words)
    return 190, parts


def _look_inside() -> tuple[int, list[str]]:
    image = _digits()[4]
    first, second = FeatureExtractor("cnn").maps(image)
    parts = _pixels(image, 20, 30, 112, "a 4")
    for maps, left, words in (
        (first, 190, "from the first layer"),
        (second, 466, "from the second"),
    ):
        strongest = np.argsort(-maps.mean(axis=(1, 2)), kind="stable")[:18:3]
        for place, number in enumerate(strongest):
            x, y = left + 76 * (place % 3), 20 + 76 * (place // 3)
            parts += _pixels(maps[number] / maps[number].max(), x, y, 70)
        parts.append(_words(left + 111, 190, words))
    return 206, parts


def _handwriting() -> tuple[int, list[str]]:
    digits = _digits()
    parts = []
    for place, (label, stroke, more) in enumerate(
        zip((1, 4, 7, 9), _OTHER_HANDS, _SECOND_STROKES, strict=True)
    ):
        strokes = [each for each in (stroke, more) if each]
        ink = Ink.from_strokes([[(60 + 4 * x, 60 + 4 * y) for x, y in each] for each in strokes])
        x = 168 + 100 * place
        parts += _pixels(digits[label], x, 16, 84)
        parts += _pixels(normalize(ink.with_width(16)), x, 110, 84)
    return 232, [
        *parts,
        _words(
            WIDTH / 2, 218, "Above: digits of MNIST. Below: the same digits as others write them."
        ),
    ]


def _own_model() -> tuple[int, list[str]]:
    parts = []
    for place, gap in enumerate(_GAPS):
        top = (125 + (70 - gap) * 0.75, 55)
        left = [top, (95, 105), (90, 145), (130, 152), (185, 140)]
        ink = Ink.from_strokes([left, [(178, 62), (182, 140), (176, 235)]], width=16)
        parts += _pad(ink, 60 + 230 * place, ("one", "two", "three")[place])
    return 216, parts


def _hundred_networks() -> tuple[int, list[str]]:
    parts = []
    for place, (filters, parameters) in enumerate(_SIZES):
        x = 30 + 236 * place
        for row, count in enumerate(filters):
            for number in range(count):
                left, top = x + 11 * (number % 16), 24 + 52 * row + 11 * (number // 16)
                kind = ("for", "against")[row]
                parts.append(
                    f'<rect class="{kind}" x="{left}" y="{top}" width="9" height="9" rx="1"/>'
                )
        words = f"{filters[0]} and {filters[1]} filters"
        parts += [_words(x + 88, 152, words), _words(x + 88, 174, f"{parameters:,} parameters")]
    return 194, parts


def _digits() -> NDArray[np.float32]:
    """Return (10, 28, 28): an image of each digit, from 0 to 9."""
    return load_real_digits()[0][20:30]


def _pixels(image: NDArray[np.float32], x: int, y: int, side: int, words: str = "") -> list[str]:
    """Return an image with its pixels visible, and words under it."""
    data = b64encode(grey_png(np.asarray(image, np.float32))).decode()
    box = f'x="{x}" y="{y}" width="{side}" height="{side}"'
    drawn = f'<image {box} href="data:image/png;base64,{data}"/><rect class="frame" {box}/>'
    return [drawn, _words(x + side / 2, y + side + 24, words)] if words else [drawn]


def _pad(ink: Ink, x: int, words: str) -> list[str]:
    """Return a pad of 140 × 140 with ink of its 280 × 280, and words under it."""
    strokes = "".join(
        f'<path class="ink" stroke-width="{stroke.width:g}" d="{svg_path(stroke)}"/>'
        for stroke in ink.strokes
    )
    box = f'x="{x}" y="20" width="140" height="140"'
    return [
        f'<rect class="pad" {box}/><svg {box} viewBox="0 0 280 280">{strokes}</svg>'
        f'<rect class="frame" {box}/>',
        _words(x + 70, 184, words),
    ]


def _arrow(x: int) -> str:
    return f'<text x="{x + 15}" y="98" style="font-size: 28px">→</text>'


def _words(x: float, y: float, words: str) -> str:
    return f'<text x="{x:g}" y="{y:g}">{escape(words)}</text>'


#: What draws each image: it returns the height and the parts of the SVG.
IMAGES: dict[str, Callable[[], tuple[int, list[str]]]] = {
    "01_draw_a_digit": _draw_a_digit,
    "02_train_ann": _train_ann,
    "03_train_cnn": _train_cnn,
    "04_compare_ann_cnn": _compare,
    "05_look_inside_the_cnn": _look_inside,
    "06_handwriting_is_not_mnist": _handwriting,
    "07_bring_your_own_model": _own_model,
    "08_a_hundred_networks": _hundred_networks,
}


if __name__ == "__main__":
    main()
