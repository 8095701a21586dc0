"""Parts of a page that stands alone: its frame and style, tables, and images in tiles."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.png import grey_png
from digit_widgets.predictors.base import DIGITS

__all__ = ["GENERATOR", "confusion_table", "page", "section", "table", "tiles"]

#: How a page says that it was made here, and may be replaced by another.
GENERATOR = '<meta name="generator" content="digit-widgets evaluate">'
#: The fullest shade of a cell, in percent of its colour: text stays readable on it.
_DEEPEST = 45

_STYLE = """
:root { color-scheme: light dark; --text: #1b1b1b; --paper: #ffffff; --line: #c4c4c4;
  --muted: #595959; --good: #0072b2; --bad: #d55e00; }
@media (prefers-color-scheme: dark) { :root { --text: #ececec; --paper: #161616; --line: #4d4d4d;
  --muted: #b0b0b0; --good: #56b4e9; --bad: #e69f00; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; color: var(--text);
  background: var(--paper); font: 1rem/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
p.note, figcaption, caption { color: var(--muted); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
caption { text-align: left; padding-bottom: .3rem; }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .6rem .2rem 0; text-align: right; }
tbody th, thead th:first-child { text-align: left; font-weight: 600; }
table.confusion th, table.confusion td { border: 1px solid var(--line); padding: .2rem .35rem;
  text-align: center; font-size: .8rem; }
td.right { background: color-mix(in srgb, var(--good) calc(var(--shade) * 1%), transparent); }
td.wrong { background: color-mix(in srgb, var(--bad) calc(var(--shade) * 1%), transparent); }
figure { margin: 0; } svg { width: 100%; max-width: 30rem; height: auto; display: block; }
svg text { fill: var(--text); font: 11px system-ui, sans-serif; }
svg .axis { stroke: var(--muted); } svg .aim { stroke: var(--text); stroke-dasharray: 4 4; }
svg .good { fill: var(--good); } svg .bad { fill: var(--bad); }
ul.tiles { list-style: none; padding: 0; display: grid; gap: .75rem;
  grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr)); }
ul.tiles li { font-size: .8rem; line-height: 1.25; }
ul.tiles img { display: block; width: 84px; height: 84px; image-rendering: pixelated;
  border: 1px solid var(--line); }
@media (max-width: 26rem) { table.groups { font-size: .8rem; white-space: nowrap; }
  table.groups th, table.groups td { padding-right: .4rem; }
  table.groups thead th { white-space: normal; }
  table.confusion th, table.confusion td { font-size: .7rem; padding: .2rem .1rem;
    min-width: 1.4rem; } }
"""


def page(title: str, body: str) -> str:
    """Return a whole page; `title` is text, `body` is HTML.

    It takes nothing from anywhere else and runs no scripts.
    """
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{GENERATOR}\n<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def section(heading: str, *parts: str, note: str = "") -> str:
    """Return a part of the page; `heading` and `note` are text, `parts` are HTML."""
    said = f'<p class="note">{escape(note)}</p>' if note else ""
    return f"<section>\n<h2>{escape(heading)}</h2>\n{said}{''.join(parts)}\n</section>\n"


def table(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of text, the first of each row its name; `name` tells what it is of."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>\n"
        for first, *rest in rows
    )
    start = '<table class="groups">' if header else "<table>"
    head = f"<thead><tr>{head}</tr></thead>\n" if header else ""
    return _scrolling(name, f"{start}\n{head}<tbody>\n{body}</tbody>\n</table>")


def confusion_table(counts: NDArray[np.int64]) -> str:
    """Return (10, 10) counts, row the true digit and column the digit read, as shaded cells."""
    right = np.eye(len(DIGITS), dtype=bool)
    shades = np.zeros(counts.shape)
    # Mistakes are a thousandth of what is right: each has a scale of its own, in logarithms.
    for among in (right, ~right):
        heights = np.log1p(np.where(among, counts, 0))
        shades += _DEEPEST * heights / max(heights.max(), 1e-9)
    head = "".join(f'<th scope="col">{digit}</th>' for digit in DIGITS)
    rows = "".join(
        f'<tr><th scope="row">{digit}</th>'
        + "".join(
            f'<td class="{"right" if true == read else "wrong"}" '
            f'style="--shade: {shades[true, read]:.0f}">{counts[true, read] or ""}</td>'
            for read in range(len(DIGITS))
        )
        + "</tr>\n"
        for true, digit in enumerate(DIGITS)
    )
    return _scrolling(
        "Confusion matrix",
        '<table class="confusion">\n<caption>Down: the true digit. Across: what it is read as.'
        f"</caption>\n<thead><tr><td></td>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>",
    )


def tiles(images: NDArray[np.float32], captions: Iterable[str]) -> str:
    """Return images, (N, h, w) in 0..1, each with a line of text under it."""
    pieces = [
        f'<li><img src="data:image/png;base64,{base64.b64encode(grey_png(image)).decode()}" '
        f'width="84" height="84" alt="">{escape(caption)}</li>\n'
        for image, caption in zip(images, captions, strict=True)
    ]
    return f'<ul class="tiles">\n{"".join(pieces)}</ul>'


def _scrolling(name: str, content: str) -> str:
    # What is wider than a phone scrolls by itself, by keyboard too.
    return (
        f'<div class="scroll" role="region" aria-label="{escape(name)}" tabindex="0">'
        f"\n{content}\n</div>"
    )
