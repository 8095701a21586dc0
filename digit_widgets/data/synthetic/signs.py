"""Signs: punctuation, currencies, mathematics and other signs that are not letters."""

from __future__ import annotations

import math

import numpy as np

from digit_widgets.data.synthetic.paths import Path, Paths, always, curve, dot, either, line, ring

__all__ = ["SIGNS"]

_TURN = np.linspace(0.0, 2 * math.pi, 40)


def _question_mark(rng: np.random.Generator) -> Paths:
    hook = curve(0.2j, 0.05 - 0.1j, 0.55 - 0.1j, 0.6 + 0.3j, 0.25 + 0.4j, 0.28 + 0.65j)
    return [hook, dot(0.28 + 0.98j, rng, 0.07)]


def _exclamation_mark(rng: np.random.Generator) -> Paths:
    stem = either(rng, [line(0, 0.6j)], [line(-0.1, 0.6j, 0.1, -0.1)])
    return [*stem, dot(0.95j, rng, 0.08)]


def _at(rng: np.random.Generator) -> Paths:
    inner = ring(0, 0.3, start=-0.05, turn=-1.0)
    tail = curve(0.3 - 0.3j, 0.28 + 0.35j, 0.6 + 0.4j, 0.75 - 0.3j, 0.3 - 0.85j)
    rest = curve(0.3 - 0.85j, -0.5 - 0.9j, -0.95, -0.5 + 0.9j, 0.4 + 0.8j)
    return either(rng, [np.concatenate([inner, tail, rest])], [inner, np.concatenate([tail, rest])])


def _hash(rng: np.random.Generator) -> Paths:
    slant = rng.uniform(0.0, 0.25)
    down = [line(x + slant, x + 1j) for x in (0.3, 0.7)]
    return [*down, line(0.3j, 1.1 + 0.3j), line(0.7j, 1.1 + 0.7j)]


def _percent(rng: np.random.Generator) -> Paths:
    size = rng.uniform(0.15, 0.22)
    return [ring(0.2 + 0.2j, size), line(0.85, 0.1 + 1j), ring(0.8 + 0.8j, size)]


def _ampersand(rng: np.random.Generator) -> Paths:
    round_one = curve(
        *(0.9 + 1j, 0.2 + 0.4j, 0.2 - 0.05j, 0.6 - 0.05j, 0.6 + 0.3j, 0.05 + 0.55j),
        *(0.05 + 1.05j, 0.6 + 1.05j, 0.9 + 0.55j),
    )
    three = [
        curve(0.6 + 0.1j, 0.1, 0.1 + 0.45j, 0.5 + 0.45j),
        curve(0.4 + 0.45j, -0.1 + 0.5j, -0.1 + 1j, 0.5 + 1j, 0.65 + 0.4j),
        line(0.35 + 0.5j, 0.85 + 0.5j),
    ]
    return either(rng, [round_one], three)


def _asterisk(rng: np.random.Generator) -> Paths:
    count = int(rng.choice([3, 3, 4]))
    tips = np.exp(1j * math.pi * (np.arange(count) / count + 0.5))
    return [line(tip, -tip) for tip in tips]


def _equals(rng: np.random.Generator) -> Paths:
    gap = rng.uniform(0.25, 0.5) * 1j
    count = 2 if rng.random() < 0.8 else 3
    return [line(i * gap, 1 + i * gap) for i in range(count)]


def _about(rng: np.random.Generator) -> Paths:
    wave = curve(0.1j, 0.25 - 0.2j, 0.7 + 0.25j, 1 - 0.1j)
    return either(rng, [wave], [wave, wave + 0.35j], [wave, line(0.4j, 1 + 0.4j)])


def _less(rng: np.random.Generator) -> Paths:
    tip = line(0.8, 0.45j, 0.8 + 0.9j)
    bar = line(1.1j, 0.8 + 1.1j)
    paths = either(rng, [tip], [tip], [tip, bar], [tip, tip + 0.5])
    return paths if rng.random() < 0.5 else [-path.conj() for path in paths]


def _brace(rng: np.random.Generator) -> Paths:
    half = curve(0.4, 0.1, 0.15 + 0.2j, 0.22 + 0.5j, 0.5j)
    brace = np.concatenate([half, half[::-1].conj() + 1j])
    return _either_side([brace], 0.9, rng)


def _bracket(rng: np.random.Generator) -> Paths:
    width = rng.uniform(0.25, 0.45)
    return _either_side([line(width, 0, 1j, width + 1j)], 0.9, rng)


def _parenthesis(rng: np.random.Generator) -> Paths:
    return _either_side([ring(0, rng.uniform(0.35, 0.6), 0.6, 0.27, 0.46)], 1.0, rng)


def _either_side(left: Paths, apart: float, rng: np.random.Generator) -> Paths:
    """Return a bracket that opens, one that closes, or both."""
    right = [-path.conj() for path in left]
    return either(rng, left, right, [*left, *(path + apart for path in right)])


def _slashes(rng: np.random.Generator) -> Paths:
    slash = line(0.4, 1j) if rng.random() < 0.7 else line(0, 0.4 + 1j)
    return [slash + 0.3 * i for i in range(int(rng.integers(2, 4)))]


def _bars(rng: np.random.Generator) -> Paths:
    count, gap = int(rng.integers(2, 5)), rng.uniform(0.25, 0.5)
    bars = [line(i * gap, i * gap + 1j) for i in range(count)]
    return [*bars, line(-0.2 + 0.7j, count * gap + 0.2j)] if count == 4 else bars


def _dollar(rng: np.random.Generator) -> Paths:
    bow = curve(
        0.55 + 0.15j, 0.4 - 0.1j, -0.1, -0.05 + 0.45j, 0.65 + 0.5j, 0.65 + 1.05j, 0.1 + 1.05j, 0.8j
    )
    bars = [line(0.3 - 0.2j, 0.3 + 1.2j)]
    return [bow, *either(rng, bars, [bars[0] - 0.07, bars[0] + 0.07])]


def _plus(rng: np.random.Generator) -> Paths:
    plus = [line(0.5, 0.5 + 1j), line(0.5j, 1 + 0.5j)]
    return either(rng, plus, plus, [*plus, line(1.2j, 1 + 1.2j)])


def _divided(rng: np.random.Generator) -> Paths:
    return [line(0.5j, 1 + 0.5j), dot(0.5 + 0.15j, rng, 0.06), dot(0.5 + 0.85j, rng, 0.06)]


def _pi(rng: np.random.Generator) -> Paths:
    right = curve(0.7, 0.65 + 0.6j, 0.7 + 1j, 0.95 + 0.85j)
    return [
        either(rng, [curve(0.15j, 0.2, 0.6, 1 - 0.05j)], [line(0, 1)])[0],
        curve(0.35, 0.35 + 0.5j, 0.15 + 1j),
        right,
    ]


def _tick(rng: np.random.Generator) -> Paths:
    down = complex(rng.uniform(0.25, 0.4), rng.uniform(0.3, 0.45))
    end = down + complex(rng.uniform(0.6, 0.9), -rng.uniform(0.7, 1.0))
    return either(rng, [line(0, down, end)], [curve(0, down, down + 0.05j, down + 0.05, end)])


def _note(rng: np.random.Generator) -> Paths:
    head = ring(0, 0.2, 0.15)
    flag = curve(0.2 - 0.9j, 0.25 - 0.7j, 0.6 - 0.6j, 0.45 - 0.3j)
    pair = [head, line(0.2, 0.2 - 0.9j, 0.9 - 1j, 0.9 - 0.1j), head + (0.7 - 0.1j)]
    return either(rng, [head, line(0.2, 0.2 - 0.9j), flag], pair)


def _yin_yang(rng: np.random.Generator) -> Paths:
    upper, lower = ring(-0.5j, 0.5, start=0.75, turn=0.5), ring(0.5j, 0.5, start=0.75, turn=-0.5)
    wave: Path = np.concatenate([upper, lower])
    return [ring(0, 1), wave, dot(-0.5j, rng, 0.12), dot(0.5j, rng, 0.12)]


def _crossed_ring(rng: np.random.Generator) -> Paths:
    turn = np.exp(1j * math.pi / 4) if rng.random() < 0.5 else 1.0
    return [ring(0, 1), line(-turn, turn), line(-1j * turn, 1j * turn)]


def _caret(rng: np.random.Generator) -> Paths:
    return [line(0.6j, rng.uniform(0.4, 0.6), 1 + 0.6j)]


def _quotes(rng: np.random.Generator) -> Paths:
    mark = either(rng, [line(0, 0.5j)], [curve(0.1, 0.15 + 0.25j, -0.05 + 0.5j)])[0]
    return [mark, mark + rng.uniform(0.3, 0.5)]


def _dots(rng: np.random.Generator) -> Paths:
    way = complex(0.5, 0) if rng.random() < 0.5 else 0.5j
    return [ring(i * way, 0.08, turn=1.5) for i in range(int(rng.integers(2, 4)))]


def _therefore(rng: np.random.Generator) -> Paths:
    return [dot(place, rng, 0.08) for place in (0.5, 0.8j, 1 + 0.8j)]


def _sum(rng: np.random.Generator) -> Paths:
    sum_sign = [line(0.9 + 0.1j, 0.9, 0, 0.5 + 0.5j, 1j, 0.9 + 1j, 0.9 + 0.9j)]
    return either(rng, sum_sign, [line(0, 0.9, 0.45 + 0.8j, 0)])


SIGNS = {
    "question mark": _question_mark,
    "exclamation mark": _exclamation_mark,
    "at": _at,
    "hash": _hash,
    "percent": _percent,
    "ampersand": _ampersand,
    "asterisk": _asterisk,
    "equals": _equals,
    "not equal": always(line(0.3j, 1 + 0.3j), line(0.7j, 1 + 0.7j), line(0.75, 0.25 + 1j)),
    "about": _about,
    "less or greater": _less,
    "brace": _brace,
    "bracket": _bracket,
    "parenthesis": _parenthesis,
    "slashes": _slashes,
    "bars": _bars,
    "euro": always(
        ring(0, 0.5, start=-0.12, turn=-0.76),
        line(-0.75 - 0.12j, 0.15 - 0.12j),
        line(-0.75 + 0.12j, 0.1 + 0.12j),
    ),
    "dollar": _dollar,
    "pound": always(
        curve(0.7 + 0.15j, 0.5 - 0.1j, 0.2, 0.25 + 0.4j, 0.3 + 0.8j, 1j),
        line(1j, 0.75 + 1j),
        line(0.05 + 0.55j, 0.6 + 0.55j),
    ),
    "yen": always(
        line(0, 0.4 + 0.45j, 0.8),
        line(0.4 + 0.45j, 0.4 + 1j),
        line(0.1 + 0.6j, 0.7 + 0.6j),
        line(0.1 + 0.78j, 0.7 + 0.78j),
    ),
    "plus": _plus,
    "times": always(line(0, 1 + 1j), line(1, 1j)),
    "divided by": _divided,
    "infinity": always(np.cos(_TURN) + 0.9j * np.sin(_TURN) * np.cos(_TURN)),
    "pi": _pi,
    "root": always(line(0.6j, 0.15 + 0.5j, 0.35 + 1j, 0.6, 1.3)),
    "tick": _tick,
    "note": _note,
    "peace": always(ring(0, 1), line(-1j, 1j), line(-0.7 + 0.7j, 0), line(0, 0.7 + 0.7j)),
    "yin and yang": _yin_yang,
    "Venus": always(ring(0, 0.5), line(0.5j, 1.4j), line(-0.35 + 1j, 0.35 + 1j)),
    "Mars": always(
        ring(0, 0.6),
        line(0.42 - 0.42j, 1.1 - 1.1j),
        line(0.6 - 1.1j, 1.1 - 1.1j, 1.1 - 0.6j),
    ),
    "crossed ring": _crossed_ring,
    "copyright": always(ring(0, 1), ring(0, 0.5, start=-0.12, turn=-0.76)),
    "caret": _caret,
    "quotation marks": _quotes,
    "dots": _dots,
    "therefore": _therefore,
    "dash": always(line(0, 1)),
    "sum or nabla": _sum,
}
