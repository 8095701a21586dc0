"""The widget tree: what a page would be given of a widget, found as a person would find it.

By the kinds of its parts, by their CSS classes, and by what they are called. No test needs to know
in which attribute a widget keeps a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, TypeVar

import bqplot
from ipywidgets import HTML, Button, Label, Widget

__all__ = [
    "axis",
    "button",
    "css_classes",
    "figure",
    "find_all",
    "find_one",
    "is_shown",
    "mark",
    "parent_of",
    "plain_text",
    "text_of",
    "walk",
]

Kind = TypeVar("Kind", bound=Widget)


def css_classes(widget: Widget) -> tuple[str, ...]:
    """A widget's CSS classes are what a page gives it; a chart's marks have none."""
    return tuple(getattr(widget, "_dom_classes", ()))


def is_shown(widget: Widget) -> bool:
    """A widget is shown unless its own layout takes it from the page."""
    layout = getattr(widget, "layout", None)
    return layout is None or layout.display != "none"


def walk(widget: Widget, *, shown: bool = False) -> Iterator[Widget]:
    """A widget comes first, then all that stands in it; if asked, only what is shown."""
    if shown and not is_shown(widget):
        return
    yield widget
    for name in ("children", "marks", "axes"):
        for part in getattr(widget, name, ()):
            yield from walk(part, shown=shown)


def find_all(
    widget: Widget,
    kind: type[Kind],
    css_class: str | None = None,
    *,
    shown: bool = False,
    **traits: Any,
) -> list[Kind]:
    """All parts of a kind are found, with a CSS class and values of traits if these are given."""
    return [
        part
        for part in walk(widget, shown=shown)
        if isinstance(part, kind)
        and (css_class is None or css_class in css_classes(part))
        and all(getattr(part, name, None) == value for name, value in traits.items())
    ]


def find_one(
    widget: Widget,
    kind: type[Kind],
    css_class: str | None = None,
    *,
    shown: bool = False,
    **traits: Any,
) -> Kind:
    """The one such part is found; none, or several, fail and are told of."""
    found = find_all(widget, kind, css_class, shown=shown, **traits)
    if len(found) != 1:
        wanted = f"{kind.__name__} {css_class or ''} {traits or ''}"
        kinds = sorted({type(part).__name__ for part in walk(widget, shown=shown)})
        raise AssertionError(
            f"{len(found)} instead of 1 in {type(widget).__name__}: {wanted}. "
            f"It is made of {', '.join(kinds)}."
        )
    return found[0]


def parent_of(widget: Widget, part: Widget) -> Widget:
    """The one part is found in which another one stands."""
    found = [each for each in walk(widget) if part in getattr(each, "children", ())]
    assert len(found) == 1, f"A {type(part).__name__} stands in {len(found)} parts instead of 1."
    return found[0]


def button(widget: Widget, description: str) -> Button:
    """The one button is found that is called so."""
    return find_one(widget, Button, description=description)


def figure(widget: Widget, css_class: str) -> bqplot.Figure:
    """The one chart is found that has a CSS class."""
    return find_one(widget, bqplot.Figure, css_class)


def mark(chart: Widget, kind: type[Kind], **traits: Any) -> Kind:
    """The one mark of a kind is found in a chart by what it looks like: its colours, say."""
    return find_one(chart, kind, **traits)


def axis(chart: Widget, **traits: Any) -> bqplot.Axis:
    """The one axis of a chart is found by its label or its side."""
    return find_one(chart, bqplot.Axis, **traits)


def plain_text(html: str) -> str:
    """The words of some HTML are what a person reads of it."""
    bare = re.sub(r"<style>.*?</style>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def text_of(widget: Widget) -> str:
    """All words are those that a widget and its parts show, from the top, a line for each."""
    lines = []
    for part in walk(widget, shown=True):
        said = [getattr(part, "description", "")]
        if isinstance(part, HTML):
            said.append(plain_text(part.value))
        elif isinstance(part, Label):
            said.append(part.value)
        lines += [words for words in said if words]
    return "\n".join(lines)
