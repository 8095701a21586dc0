"""Boxes around pads, as an exported notebook lays them out from its saved state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from ipywidgets import (
    HTML,
    Accordion,
    AppLayout,
    HBox,
    IntSlider,
    Label,
    Layout,
    Output,
    Tab,
    VBox,
    Widget,
    interactive,
)
from traitlets.config import Config

from digit_widgets.app.standalone.saved_boxes import VIEW_TYPE, Part, read_saved_box
from digit_widgets.ink import Ink, ink_from_json, ink_to_json
from digit_widgets.widgets import DigitPad, InkTimeline, ModelComparison, NumberPad, Studio
from digit_widgets.widgets.pads.saved_pad import PAD_TYPE
from tests.app.standalone.test_notebook_exporter import ATTACK, Parts, evenly, export
from tests.support.digits import DIGITS
from tests.support.pad_notebooks import notebook_of, save_state

SEVEN = Ink.from_strokes(DIGITS["7"], width=16)


def export_saved(*widgets: Widget) -> str:
    """Export a notebook with widgets as outputs, and with their state."""
    notebook = notebook_of(*widgets)
    save_state(notebook)
    return export(notebook)


def read(widget: Widget) -> Part:
    data = {VIEW_TYPE: {"model_id": widget.model_id}}
    part = read_saved_box(data, save_state(notebook_of()))
    assert part is not None
    return part


def words(part: Part) -> list[str]:
    return [each.text for each in part.walk() if each.kind == "text"]


@pytest.mark.parametrize(
    "box", [HBox, VBox, Tab, Accordion, lambda pads: AppLayout(center=pads[0])]
)
def test_pads_within_boxes_live(box: Callable[..., Any]) -> None:
    pads = DigitPad("ann", ink=SEVEN), NumberPad("ann"), ModelComparison(["ann"]), Studio()
    parts = Parts(export_saved(box(pads)))
    kinds = ["digit", "number", "comparison", "studio"]
    assert [pad["kind"] for pad in parts.pads] == kinds[: len(parts.pads)]
    assert ink_from_json(parts.pads[0]["ink"]) == SEVEN
    # Each has its drawing as an image, too, and the network that they share is there once.
    assert parts.tags.count("img") == len(parts.pads)
    assert sum("model" in name for name in parts.scripts) == (3 if len(parts.pads) > 1 else 1)


def test_a_pads_state_says_what_it_is_now() -> None:
    pad = DigitPad("cnn")
    notebook = notebook_of(HBox([pad]), pad)
    pad.model, pad.threshold, pad.description = "ann", 0.25, "Draw"
    pad.canvas.pen_width, pad.ink = 9.0, SEVEN
    save_state(notebook)
    boxed, alone = Parts(export(notebook)).pads
    assert boxed == alone
    assert [model["name"] for model in boxed["models"]] == ["ann"]
    assert (boxed["threshold"], boxed["description"], boxed["pen"]) == (0.25, "Draw", 9)
    assert ink_from_json(boxed["ink"]) == SEVEN


def test_a_studio_says_what_its_pad_reads_with() -> None:
    studio = Studio()
    studio.pad.model = "ann"
    (pad,) = Parts(export_saved(VBox([studio]))).pads
    assert [model["name"] for model in pad["models"]] == ["ANN", "CNN", "Reader"]


def test_boxes_are_laid_out_with_their_titles_and_texts() -> None:
    pad = DigitPad("ann")
    hidden = Label("hidden", layout={"display": "none"})
    tab = Tab(
        [pad, VBox([HTML("<b>Draw</b> a 4<script>no()</script>"), IntSlider(5, description="n")])],
        titles=("Pad", "More"),
    )
    part = read(HBox([tab, hidden, InkTimeline(pad)], layout=Layout(align_items="center")))
    assert (part.kind, part.style) == ("row", "align-items: center; ")
    pages, _ = part.children
    assert (pages.kind, pages.titles, pages.selected) == ("pages", ("Pad", "More"), 0)
    assert words(part) == ["Draw a 4", "n: 5", "This view needs a kernel."]
    assert [each.is_still for each in part.walk() if each.kind == "text"] == [False, True, True]


def test_a_grid_is_read_in_the_order_of_its_places() -> None:
    grid = AppLayout(
        header=Label("1"), footer=Label("4"), left_sidebar=Label("2"), center=DigitPad()
    )
    part = read(grid)
    assert part.kind == "grid"
    assert 'grid-template-areas: "header header header"' in part.style
    areas = [child.area for child in part.children]
    assert areas == ["header", "left-sidebar", "center", "footer"]


def test_pads_and_outputs_within_an_output_are_shown() -> None:
    pad, output = DigitPad("ann"), Output()
    data = {VIEW_TYPE: {"model_id": pad.model_id}, "text/plain": "DigitPad()"}
    output.outputs = (
        {"output_type": "stream", "name": "stdout", "text": "printed\n"},
        {"output_type": "display_data", "data": data, "metadata": {}},
        {"output_type": "display_data", "data": {"image/png": "aGVsbG8="}, "metadata": {}},
    )
    part = read(VBox([output]))
    assert [each.kind for each in part.children[0].children] == ["text", "pad", "image"]
    assert words(part) == ["printed\n"]
    live = Parts(export_saved(interactive(lambda digit: digit, digit=pad)))
    assert len(live.pads) == 1


def test_what_no_page_can_run_says_so_in_its_place() -> None:
    pads = DigitPad(evenly, ink=SEVEN), DigitPad("ann")
    page = export_saved(HBox(pads))
    parts = Parts(page)
    assert len(parts.pads) == 1
    assert parts.tags.count("img") == 2
    assert "evenly cannot be used here: a page runs reader, cnn, ann" in page
    assert "needs a kernel" not in page


def test_a_drawing_that_is_too_long_to_be_saved_is_not_shown_as_a_blank_one() -> None:
    long = Ink.from_strokes([[(n % 200 + 20, 40 + n % 7) for n in range(10_100)]])
    page = export_saved(HBox([DigitPad("ann", ink=long)]))
    assert Parts(page).pads == []
    assert "too long to be saved" in page


def test_boxes_without_pads_stay_a_line_of_text() -> None:
    page = export_saved(HBox([Label("Words"), IntSlider()]))
    assert "HBox(children=" in page
    assert "This widget needs a kernel" in page


def test_boxes_that_hold_themselves_or_without_end_are_cut_off() -> None:
    pad = DigitPad("ann")
    box = HBox([pad])
    for _ in range(40):
        box = HBox([box, box])
    assert len(list(read(HBox([pad, box])).walk())) < 2000
    own = VBox([pad])
    notebook = notebook_of(own)
    children = save_state(notebook)[own.model_id]["state"]["children"]
    children += [f"IPY_MODEL_{own.model_id}", "IPY_MODEL_gone", None, {"a": 1}]
    assert len(Parts(export(notebook)).pads) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"children": None},
        {"children": {}},
        {"layout": 1},
        {"layout": "IPY_MODEL_gone"},
        {"_dom_classes": None},
        {"model_name": []},
        {"model_name": None},
        {"state": None},
        {"titles": 3, "selected_index": [], "model_name": "TabModel"},
        {"titles": [ATTACK], "selected_index": 99, "model_name": "TabModel"},
        {"outputs": [1, {"data": 3}, {"text": [ATTACK]}], "model_name": "OutputModel"},
    ],
)
def test_damaged_boxes_harm_nothing(change: dict[str, Any]) -> None:
    pad = DigitPad("ann")
    box = VBox([pad])
    notebook = notebook_of(box, pad)
    saved = save_state(notebook)[box.model_id]
    saved["state"].update(change)
    saved.update({name: change[name] for name in ("state", "model_name") if name in change})
    parts = Parts(export(notebook))
    assert parts.pads
    assert parts.tags.count("script") == 3


@pytest.mark.parametrize(
    "change",
    [
        {"_saved_pad": ATTACK},
        {"_saved_pad": {}},
        {"_saved_pad": [1]},
        {"_saved_pad": {"version": 2}},
    ],
)
def test_a_damaged_pad_says_so_in_its_place(change: dict[str, Any]) -> None:
    pads = DigitPad("ann"), DigitPad("ann")
    notebook = notebook_of(HBox(pads))
    save_state(notebook)[pads[0].model_id]["state"].update(change)
    page = export(notebook)
    assert len(Parts(page).pads) == 1
    assert "run the cell again" in page


def test_words_and_layouts_of_a_box_stay_what_they_are() -> None:
    pad = DigitPad("ann", layout={"width": "50%", "grid_area": "a; color: red"})
    box = HBox([pad, Label(ATTACK)], layout={"grid_gap": "} body {display: none"})
    page = export_saved(box)
    assert 'style="flex: 1 1 280.0px; width: 50%; "' in page
    assert "body {display: none" not in page
    parts = Parts(page)
    assert parts.tags.count("script") == 3
    assert parts.addresses == []


def test_a_notebook_that_is_run_has_its_boxes(tmp_path: Path) -> None:
    source = (
        "from ipywidgets import HBox\nfrom digit_widgets import DigitPad, ink_from_json\n"
        "pads = DigitPad('cnn'), DigitPad('ann')\nHBox(pads)"
    )
    later = f"pads[0].model = 'ann'; pads[0].ink = ink_from_json('''{ink_to_json(SEVEN)}''')"
    cells = [nbformat.v4.new_code_cell(each) for each in (source, later)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    run = Config({"ExecutePreprocessor": {"enabled": True}})
    parts = Parts(export(notebook, tmp_path, config=run))
    assert [pad["models"][0]["name"] for pad in parts.pads] == ["ann", "ann"]
    assert ink_from_json(parts.pads[0]["ink"]) == SEVEN


def test_an_image_on_a_pad_is_no_drawing_for_a_page() -> None:
    import numpy as np

    pad = DigitPad("ann")
    assert pad._saved_pad is not None
    assert PAD_TYPE in pad._repr_mimebundle_()
    pad.put_image(np.eye(28, dtype=np.float32))
    assert pad._saved_pad is None
    pad.clear()
    assert pad._saved_pad is not None
