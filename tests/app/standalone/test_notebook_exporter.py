"""Notebooks as pages: what the exporter writes, of what it was given."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import asdict
from html.parser import HTMLParser
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import nbformat
import pytest
from ipywidgets import IntSlider
from traitlets.config import Config

from digit_widgets.app.standalone.notebook_exporter import NotebookExporter
from digit_widgets.app.standalone.notebook_texts import choose_notebook_texts
from digit_widgets.ink import Ink, ink_from_json, ink_to_json
from digit_widgets.predictors.bundled import bundled_model
from digit_widgets.widgets import DigitPad, ModelComparison, NumberPad, Studio
from digit_widgets.widgets.pads.saved_pad import PAD_TYPE
from tests.support.digits import DIGITS
from tests.support.pad_notebooks import STATE_TYPE, notebook_of, save_state

SEVEN = Ink.from_strokes(DIGITS["7"], width=16)
ATTACK = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'<!--"


def evenly(image: Any) -> list[float]:
    """Read nothing: a function, which no page can run."""
    return [0.1] * 10


class Parts(HTMLParser):
    """The parts of a page that count here.

    Attributes
    ----------
    tags
        Names of the elements, in order.
    pads
        The settings of the pads that live.
    addresses
        What is fetched from elsewhere.
    scripts
        Content of the scripts with an id, by it.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.pads: list[dict[str, Any]] = []
        self.addresses: list[str] = []
        self.scripts: dict[str, str] = {}
        self._script: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        assert not [name for name in given if name.startswith("on")]
        if settings := given.get("data-pad"):
            self.pads.append(json.loads(settings))
        address = given.get("src") or (given.get("href") if tag == "link" else None)
        if address and not address.startswith("data:"):
            self.addresses.append(address)
        self._script = given.get("id") if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._script:
            self.scripts[self._script] = self.scripts.get(self._script, "") + data


def export(notebook: nbformat.NotebookNode, folder: Path | None = None, **options: Any) -> str:
    resources = {"metadata": {"path": str(folder or "")}}
    page, _ = NotebookExporter(**options).from_notebook_node(notebook, resources)
    return str(page)


def changed(change: Callable[[dict[str, Any]], Any], ink: Ink = SEVEN) -> dict[str, Any]:
    """Return a pad's output with a changed description of it."""
    data: dict[str, Any] = DigitPad("ann", ink=ink)._repr_mimebundle_()
    change(data[PAD_TYPE])
    return data


def test_each_network_is_once_in_the_page_and_nothing_is_fetched() -> None:
    pads = (DigitPad("ann", ink=SEVEN), ModelComparison(["cnn", "ann"]), NumberPad("cnn"))
    page = export(notebook_of(*pads, Studio()))
    parts = Parts(page)
    assert [pad["kind"] for pad in parts.pads] == ["digit", "comparison", "number", "studio"]
    used = [[model["id"].rpartition("-")[2] for model in pad["models"]] for pad in parts.pads]
    assert used == [["0"], ["1", "0"], ["1"], ["2", "1", "0"]]
    assert [name for name in parts.scripts if "model" in name] == [
        f"digit-widgets-model-{number}" for number in range(3)
    ]
    assert parts.pads[1]["models"][0] == {
        "name": "cnn",
        "id": "digit-widgets-model-1",
        "parameters": 225034,
        "accuracy": 0.9956,
    }
    assert ink_from_json(parts.pads[0]["ink"]) == SEVEN
    assert parts.addresses == []
    assert "widget-view+json" not in page


def test_a_notebook_without_pads_has_nothing_for_them() -> None:
    parts = Parts(export(notebook_of({"text/plain": "1"})))
    assert parts.pads == []
    assert parts.scripts == {}
    assert "script" not in parts.tags


def test_a_drawing_that_was_made_since_is_taken_from_the_saved_state() -> None:
    pad = DigitPad("ann", ink=SEVEN)
    notebook = notebook_of(pad)
    for ink in (Ink.from_strokes(DIGITS["4"], width=16), Ink()):
        pad.ink = ink
        save_state(notebook)
        assert ink_from_json(Parts(export(notebook)).pads[0]["ink"]) == ink


def test_what_no_page_can_run_stays_an_image_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "broken.tflite").write_bytes(b"TFL3")
    keras = DigitPad(evenly, ink=SEVEN)
    mixed = ModelComparison({"CNN": "cnn", "mine": evenly})
    files = [
        changed(lambda pad, name=name: pad.update(models=[{"name": "mine", "model": name}]))
        for name in ("gone.tflite", "broken.tflite", "model.keras", "/dev/null", "\0.tflite")
    ]
    page = export(notebook_of(keras, mixed, IntSlider(), *files), tmp_path)
    parts = Parts(page)
    (live,) = parts.pads
    assert [model["name"] for model in live["models"]] == ["CNN"]
    assert [words.partition(":")[0] for words in live["problems"]] == ["mine cannot be used here"]
    assert parts.tags.count("img") == 2 + len(files)
    for words in (
        "evenly cannot be used here: a page runs reader, cnn, ann",
        "IntSlider(value=0)",
        "This widget needs a kernel",
        "There is no model file",
        "broken.tflite is not a LiteRT model",
        "not model.keras",
    ):
        assert words in page


def test_a_page_in_german_says_in_german_what_it_cannot_show(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gone = changed(lambda pad: pad.update(models=[{"name": "mine", "model": "gone.tflite"}]))
    damaged = changed(lambda pad: pad.clear())
    outputs = DigitPad(evenly, ink=SEVEN), IntSlider(), gone, damaged
    page = export(notebook_of(*outputs), tmp_path, language_code="de")
    for words in (
        "evenly lässt sich hier nicht verwenden: Eine Seite führt reader, cnn, ann aus",
        "mine lässt sich hier nicht verwenden",
        "Dieses Widget braucht einen Kernel",
        "Führe die Zelle noch einmal aus",
    ):
        assert words in page
    assert not re.search("cannot|needs a kernel|There is no", page)
    # Who exports is told why.
    assert "There is no model file" in caplog.text


def test_languages_have_texts_of_their_own() -> None:
    english, german = (asdict(choose_notebook_texts(language)) for language in ("en", "de-AT"))
    assert asdict(choose_notebook_texts(None)) == english
    values = {"name": "mine", "bundled": "ann", "problem": "It is gone."}
    for key, text in english.items():
        assert german[key].format(**values) != text.format(**values)


def test_files_are_looked_for_beside_the_notebook(tmp_path: Path) -> None:
    (tmp_path / "mine.tflite").write_bytes(bundled_model("ann").read_bytes())
    data = changed(lambda pad: pad.update(models=[{"name": "mine", "model": "mine.tflite"}]))
    (tmp_path / "image.svg").write_text("<svg/>")
    parts = Parts(export(notebook_of(data, heading="![An image](image.svg)"), tmp_path))
    assert parts.pads[0]["models"][0]["parameters"] is None
    assert parts.addresses == []


@pytest.mark.parametrize(
    "change",
    [
        lambda pad: pad.clear(),
        lambda pad: pad.update(version=2),
        lambda pad: pad.update(kind=ATTACK),
        lambda pad: pad.update(kind=[]),
        lambda pad: pad.update(ink=ATTACK),
        lambda pad: pad.update(ink={"strokes": []}),
        lambda pad: pad.update(ink="[" * 100_000),
        lambda pad: pad.update(width=1e9),
        lambda pad: pad.update(height="280"),
        lambda pad: pad.update(pen=float("nan")),
        lambda pad: pad.update(eraser=True),
        lambda pad: pad.update(threshold=-1),
        lambda pad: pad.update(tools=[["pen"]]),
        lambda pad: pad.update(canvas=[]),
        lambda pad: pad.update(models=[]),
        lambda pad: pad.update(models="cnn"),
        lambda pad: pad.update(models=[{"name": 1, "model": "cnn"}]),
        lambda pad: pad.update(models=[{"name": "cnn", "model": ["cnn"]}]),
    ],
)
def test_a_damaged_pad_stays_an_image(change: Callable[[dict[str, Any]], Any]) -> None:
    page = export(notebook_of(changed(change)))
    assert Parts(page).pads == []
    assert "run the cell again" in page


@pytest.mark.parametrize("data", [1, "pad", [1], ATTACK])
def test_a_pad_that_is_no_object_stays_an_image(data: Any) -> None:
    page = export(notebook_of({PAD_TYPE: data, "image/svg+xml": [ATTACK], "text/plain": ATTACK}))
    parts = Parts(page)
    assert "run the cell again" in page
    assert "script" not in parts.tags
    assert parts.tags.count("img") == 1


def test_words_of_a_notebook_stay_words() -> None:
    data = changed(
        lambda pad: pad.update(
            description=ATTACK,
            tools=["pen", ATTACK],
            models=[{"name": ATTACK, "model": "ann"}, {"name": ATTACK, "model": ATTACK}],
        )
    )
    data["text/plain"] = ATTACK
    notebook = notebook_of(data)
    saved = {"state": {"_backup": ink_to_json(SEVEN), "more": ATTACK}}
    notebook.metadata["widgets"] = {STATE_TYPE: {"state": {ATTACK: saved}}}
    parts = Parts(export(notebook))
    (pad,) = parts.pads
    assert pad["description"] == ATTACK
    assert pad["tools"] == ["pen"]
    assert [model["name"] for model in pad["models"]] == [ATTACK]
    assert parts.addresses == []
    # Styles, a model and the script of the pads.
    assert parts.tags.count("script") == 3


@pytest.mark.parametrize("state", [None, [], {"state": []}, {"state": {"x": None}}])
def test_a_damaged_state_is_of_no_matter(state: Any) -> None:
    notebook = notebook_of(changed(lambda pad: pad.update(canvas="y")))
    notebook.metadata["widgets"] = {STATE_TYPE: state}
    assert len(Parts(export(notebook)).pads) == 1


def test_where_html_is_cleaned_a_pad_is_an_image() -> None:
    parts = Parts(export(notebook_of(DigitPad("ann", ink=SEVEN)), sanitize_html=True))
    assert parts.tags.count("img") == 1
    assert "script" not in parts.tags


def test_formulas_stay_as_typed_unless_mathjax_is_named() -> None:
    notebook = notebook_of(heading="$a^2 + b^2$")
    assert "$a^2 + b^2$" in export(notebook)
    (address,) = Parts(export(notebook, mathjax_url="mathjax/tex.js")).addresses
    assert address == "mathjax/tex.js"


def test_nbconvert_finds_it_by_its_name() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    (entry,) = project["entry-points"]["nbconvert.exporters"].items()
    name, value = entry
    assert name == "digit-html"
    assert EntryPoint(name, value, "nbconvert.exporters").load() is NotebookExporter


def test_a_notebook_that_is_run_has_what_its_cells_drew(tmp_path: Path) -> None:
    sources = (
        "from digit_widgets import DigitPad, ink_from_json\npad = DigitPad('ann')\npad",
        f"pad.ink = ink_from_json('''{ink_to_json(SEVEN)}''')",
    )
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    run = Config({"ExecutePreprocessor": {"enabled": True}})
    (pad,) = Parts(export(notebook, tmp_path, config=run)).pads
    assert ink_from_json(pad["ink"]) == SEVEN
    assert re.search("width", json.dumps(pad["tools"]))
