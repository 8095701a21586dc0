"""Saved boxes: the boxes around pads, from the state that a notebook has saved of its widgets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from digit_widgets.app.standalone.html_text import plain_text
from digit_widgets.app.standalone.notebook_texts import ENGLISH, NotebookTexts

__all__ = ["VIEW_TYPE", "Part", "find_widget", "read_saved_box"]

#: MIME type of a widget in an output.
VIEW_TYPE = "application/vnd.jupyter.widget-view+json"
#: By the model's name, how a page lays out what is in a box.
_ROWS = {"HBoxModel": "row", "BoxModel": "row", "VBoxModel": "column", "GridBoxModel": "grid"}
_PAGES = ("TabModel", "AccordionModel", "StackModel")
_WORDS = ("HTMLModel", "HTMLMathModel", "LabelModel")
_IMAGES = ("image/png", "image/jpeg")
#: What is taken of a widget's layout, as CSS; no value of these can fetch anything. Rows of a grid
#: are as high as what they have: a pad in a narrow place has its answer below.
_OF_BOXES = (
    "flex_flow",
    "justify_content",
    "align_items",
    "grid_template_areas",
    "grid_template_columns",
    "grid_gap",
)
_OF_ITEMS = ("grid_area", "flex", "width")
#: What such a value may have: nothing that ends it.
_CSS_VALUE = re.compile(r"""[\w\s.,%()"'/-]{1,1000}""", re.ASCII)
#: Most boxes within each other, parts of one output, and characters of a part's text.
_DEEPEST, _MOST, _LONGEST = 20, 500, 1000


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an output, for a template.

    Attributes
    ----------
    kind
        "pad", "text", "image", "row", "column", "grid", or "pages", of which one is open.
    style
        CSS of the part as an item of the box around it, and of what is within it.
    is_still
        True for what a kernel would change.
    text
        For a text; for an image, its address.
    data
        For a pad, its output, as far as there is one.
    area
        Name of the part's place in a grid; "" if it has none.
    children
        For a box: its parts.
    titles, selected
        For pages: a title for each part, and the number of the open one; None for none.
    """

    kind: str
    style: str = ""
    is_still: bool = False
    text: str = ""
    data: Mapping[str, Any] | None = None
    area: str = ""
    children: tuple[Part, ...] = ()
    titles: tuple[str, ...] = ()
    selected: int | None = None

    def walk(self) -> Iterator[Part]:
        """Yield the part and all within it."""
        yield self
        for child in self.children:
            yield from child.walk()


_MISSING = Part("text", is_still=True, text="\N{HORIZONTAL ELLIPSIS}")


def read_saved_box(
    data: Mapping[str, Any], state: Mapping[str, Any], texts: NotebookTexts = ENGLISH
) -> Part | None:
    """Read what an output shows, if there is a pad within it; None if there is none.

    Nothing of a notebook is trusted: boxes may be missing, hold themselves, or be without end.

    Parameters
    ----------
    data
        Of the output, by MIME types.
    state
        The widgets' states that the notebook has saved, by their models' ids.
    texts
        Those of the page's language.
    """
    part = _Reader(state, texts).read_output(data, ())
    return part if part and any(each.kind == "pad" for each in part.walk()) else None


def find_widget(model: Any, state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a notebook has saved of a widget; {} if there is nothing."""
    saved = state.get(model) if isinstance(model, str) else None
    if not isinstance(saved, Mapping) or not isinstance(saved.get("state"), Mapping):
        return {}
    # JupyterLab leaves out of a state what its model has by default, such as its own name.
    return {**saved["state"], "_model_name": saved.get("model_name")}


class _Reader:
    """Reads the parts of one output."""

    def __init__(self, state: Mapping[str, Any], texts: NotebookTexts) -> None:
        self._state, self._texts = state, texts
        self._left = _MOST

    def read_output(self, data: Any, around: tuple[str, ...]) -> Part | None:
        """Return an output of a cell, or of an Output widget; None for what is not shown."""
        view = data.get(VIEW_TYPE) if isinstance(data, Mapping) else None
        if isinstance(view, Mapping) and isinstance(view.get("model_id"), str):
            return self._read_widget(view["model_id"], around, data)
        if not isinstance(data, Mapping):
            return None
        for kind in _IMAGES:
            if isinstance(data.get(kind), str):
                return Part(
                    "image", is_still=True, text=f"data:{kind};base64,{''.join(data[kind].split())}"
                )
        return _make_text(data.get("text/plain"))

    def _read_widget(
        self, model: str, around: tuple[str, ...], data: Mapping[str, Any]
    ) -> Part | None:
        saved = find_widget(model, self._state)
        self._left -= 1
        if not saved or model in around or len(around) > _DEEPEST or self._left < 0:
            return _MISSING
        layout = find_widget(_reference(saved.get("layout")), self._state)
        if layout.get("display") == "none":
            return None
        part = self._read_known(saved, layout, data, (*around, model))
        area = layout.get("grid_area")
        return replace(part, area=area) if isinstance(area, str) else part

    def _read_known(
        self,
        saved: Mapping[str, Any],
        layout: Mapping[str, Any],
        data: Mapping[str, Any],
        within: tuple[str, ...],
    ) -> Part:
        style = _write_style(layout, _OF_ITEMS)
        if "_saved_pad" in saved:
            return Part("pad", style, data=data)
        name, classes = saved.get("_model_name"), saved.get("_dom_classes")
        is_ours = isinstance(classes, list) and any("digit-widgets" in str(c) for c in classes)
        if name == "OutputModel":
            parts = tuple(self._read_outputs(saved.get("outputs"), within))
            return Part("column", style, children=parts)
        if is_ours:
            return Part("text", style, is_still=True, text=self._texts.view_needs_kernel)
        if not isinstance(name, str) or name not in (*_ROWS, *_PAGES):
            return _describe_rest(saved, style)
        box = self._read_box(saved, style + _write_style(layout, _OF_BOXES), within)
        areas = re.findall(r"[\w-]+", str(layout.get("grid_template_areas") or ""))
        # A narrow page has them one below the other.
        places = {area: -number for number, area in enumerate(reversed(areas))}
        children = sorted(box.children, key=lambda part: places.get(part.area, 1))
        return replace(box, children=tuple(children)) if areas else box

    def _read_box(self, saved: Mapping[str, Any], style: str, within: tuple[str, ...]) -> Part:
        """Return a box with the parts that are known."""
        models = [_reference(child) for child in _list(saved.get("children"))]
        read = [
            self._read_widget(model, within, {VIEW_TYPE: {"model_id": model}}) for model in models
        ]
        children = tuple(part for part in read if part)
        name = saved["_model_name"]
        if name in _ROWS:
            return Part(_ROWS[name], style, children=children)
        titles = [str(each)[:_LONGEST] for each in _list(saved.get("titles"))]
        named = [(titles[n : n + 1] or [""])[0] for n, part in enumerate(read) if part]
        chosen = saved.get("selected_index")
        shown = [n for n, part in enumerate(read) if part]
        selected = shown.index(chosen) if chosen in shown else None
        return Part("pages", style, children=children, titles=tuple(named), selected=selected)

    def _read_outputs(self, outputs: Any, within: tuple[str, ...]) -> Iterator[Part]:
        """Yield what an Output widget has."""
        for output in _list(outputs):
            if not isinstance(output, Mapping):
                continue
            text = output.get("text") or output.get("ename")
            part = _make_text(text) if text else self.read_output(output.get("data"), within)
            if part:
                yield part


def _describe_rest(saved: Mapping[str, Any], style: str) -> Part:
    """Return the text of a widget that a page does not show: words, or its name and value."""
    value = saved.get("value")
    name = str(saved.get("_model_name") or "Widget").removesuffix("Model")
    if saved.get("_model_name") in _WORDS:
        return Part("text", style, text=plain_text(str(value))[:_LONGEST])
    labels, chosen = _list(saved.get("_options_labels")), saved.get("index")
    if isinstance(chosen, int) and 0 <= chosen < len(labels):
        value = labels[chosen]
    told = [plain_text(str(saved.get("description") or name))]
    told += [str(value)] if isinstance(value, str | int | float) and value != "" else []
    return Part("text", style, is_still=True, text=": ".join(told)[:_LONGEST])


def _make_text(content: Any) -> Part | None:
    text = "".join(map(str, content)) if isinstance(content, list) else str(content or "")
    return Part("text", is_still=True, text=text[:_LONGEST]) if text.strip() else None


def _write_style(layout: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Return the values of a layout as CSS; what could be more than a value is left out."""
    values = ((name, layout.get(name)) for name in names)
    return "".join(
        f"{name.replace('_', '-')}: {value}; "
        for name, value in values
        if isinstance(value, str) and _CSS_VALUE.fullmatch(value)
    )


def _reference(value: Any) -> str:
    """Return the id of a model that a state refers to; "" if it is none."""
    return value.removeprefix("IPY_MODEL_") if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
