"""Live outputs: the outputs of a notebook's widgets as a page without a kernel shows them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from digit_widgets.app.standalone.notebook_texts import NotebookTexts, choose_notebook_texts
from digit_widgets.app.standalone.packing import pack_model
from digit_widgets.app.standalone.page_file import (
    black_variables,
    escape_script,
    find_model,
    read_static,
)
from digit_widgets.app.standalone.saved_boxes import (
    VIEW_TYPE,
    Part,
    find_widget,
    read_saved_box,
)
from digit_widgets.app.standalone.saved_pads import SavedModel, SavedPad, read_saved_pad
from digit_widgets.data.files import expand_path
from digit_widgets.errors import DataError, ModelError
from digit_widgets.ink import ink_from_json, ink_to_svg
from digit_widgets.resources import BUNDLED

__all__ = ["LiveOutputs"]

_TEMPLATES = Path(__file__).parent / "templates"
_STATE = "application/vnd.jupyter.widget-state+json"
_SVG = "image/svg+xml"


class LiveOutputs(Preprocessor):
    """Turns what widgets left in a notebook into HTML, and collects what the pads need.

    A pad becomes a place with its image, which a script replaces by the pad itself. Its networks
    are in ``resources["live_pads"]``, each once, with the script and the styles. A pad whose
    networks no page can run, and any other widget, stays an image, or a line of text, and says so.
    Boxes with pads are laid out from the notebook's saved state. Nothing of a notebook is trusted.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook and the resources, both changed."""
        from digit_widgets.widgets.parts.colors import variables

        folder = Path(resources.get("metadata", {}).get("path") or ".")
        texts = choose_notebook_texts(resources.get("language_code"))
        pads = _Pads(folder, _saved_state(nb), texts)
        # Nothing in the page reads it.
        nb.metadata.pop("widgets", None)
        for output in _outputs(nb):
            if resources.get("should_sanitize_html"):
                # HTML in outputs is cleaned, this one too: the image or the text is seen.
                output["data"].pop(VIEW_TYPE, None)
            elif html := pads.render(output["data"]):
                # All of it: another type might be preferred to HTML.
                output["data"] = {"text/html": html}
        resources["live_pads"] = {
            "variables": f"{variables()}\n{black_variables()}",
            "models": {name: packed for packed, name in pads.models.items()},
            "styles": read_static("page.css"),
            "script": escape_script(read_static("live_pads.js")),
        }
        for problem in pads.problems:
            self.log.warning(problem)
        return nb, resources


@dataclass(frozen=True, slots=True)
class _Place:
    """A pad's place.

    Attributes
    ----------
    settings
        As JSON; None if it cannot live.
    image, text
        Address of its image, "" if there is none, and what is said instead.
    told
        What is wrong.
    width
        Of its surface in CSS pixels; 0 if nobody knows.
    """

    settings: str | None
    image: str
    text: str
    told: list[str]
    width: float


class _Pads:
    """The pads of a notebook, and the networks that they share.

    Parameters
    ----------
    folder
        The notebook's, in which it looks for files.
    state, texts
        As in `read_saved_pad`.
    """

    def __init__(self, folder: Path, state: Mapping[str, Any], texts: NotebookTexts) -> None:
        from jinja2 import Environment, FileSystemLoader

        self._folder, self._state, self._texts = folder, state, texts
        self._found: dict[str, tuple[dict[str, Any], str]] = {}
        #: By packed file, the id of its element.
        self.models: dict[str, str] = {}
        #: What is wrong with networks, for whoever exports.
        self.problems: list[str] = []
        environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
        self._template = environment.get_template("output.html.j2")

    def render(self, data: Mapping[str, Any]) -> str:
        """Return a widget's HTML from its output; "" if it is none."""
        from digit_widgets.widgets.pads.saved_pad import PAD_TYPE

        if PAD_TYPE not in data and VIEW_TYPE not in data:
            return ""
        part = read_saved_box(data, self._state, self._texts) or Part("pad", data=data)
        told = self._texts.rest_needs_kernel if any(each.is_still for each in part.walk()) else ""
        return self._template.render(part=part, find_place=self._find_place, told=told)

    def _find_place(self, data: Mapping[str, Any]) -> _Place:
        """Return the place of a pad, or of a widget that is none, from its output."""
        settings, image, width = None, _text(data.get(_SVG)), 0.0
        told = [self._texts.needs_kernel]
        if (described := self._find_description(data)) is not None:
            try:
                pad = read_saved_pad(described, self._state, self._texts)
                settings, told = self._describe(pad)
                width = pad.width
                image = image or ink_to_svg(ink_from_json(pad.ink), pad.width, pad.height)
            except DataError as error:
                told = [str(error)]
        encoded = base64.b64encode(image.encode()).decode("ascii")
        return _Place(
            settings=None if settings is None else json.dumps(settings),
            image=f"data:{_SVG};base64,{encoded}" if image else "",
            text=_text(data.get("text/plain")) or self._texts.drawing,
            told=told,
            width=width,
        )

    def _find_description(self, data: Mapping[str, Any]) -> Any:
        """Return what a notebook says of a pad: in its state, or else in its output."""
        from digit_widgets.widgets.pads.saved_pad import PAD_TYPE

        view = data.get(VIEW_TYPE)
        saved = find_widget(view.get("model_id") if isinstance(view, Mapping) else "", self._state)
        return saved.get("_saved_pad", data.get(PAD_TYPE))

    def _describe(self, pad: SavedPad) -> tuple[dict[str, Any] | None, list[str]]:
        """Return what the script needs, None if there is no network, and what is wrong."""
        models, problems = [], []
        for model in pad.models:
            if model.model is None:
                bundled = ", ".join(BUNDLED)
                problems.append(self._texts.needs_file.format(name=model.name, bundled=bundled))
                continue
            try:
                settings, warning = self._find(model.name, model.model)
            except ModelError as error:
                problems.append(self._tell(model, str(error), self._texts.unusable))
                continue
            models.append({"name": model.name, **settings})
            problems += [self._tell(model, warning, self._texts.doubtful)] if warning else []
        if not models:
            return None, problems
        return {
            "kind": pad.kind,
            "ink": pad.ink,
            "width": pad.width,
            "height": pad.height,
            "pen": pad.pen,
            "eraser": pad.eraser,
            "tools": pad.tools,
            "compact": pad.compact,
            "description": pad.description,
            "threshold": pad.threshold,
            "models": models,
            "problems": problems,
        }, []

    def _tell(self, model: SavedModel, problem: str, text: str) -> str:
        """Return a problem for the page, and keep it as it is for whoever exports."""
        if problem not in self.problems:
            self.problems.append(problem)
        return text.format(name=model.name, problem=problem)

    def _find(self, name: str, model: str) -> tuple[dict[str, Any], str]:
        """Return a network's element with what is known of it, and what may be wrong with it."""
        if model not in self._found:
            path = model if model in BUNDLED else str(self._folder / expand_path(model))
            found = find_model(name, path)
            settings = {
                "id": self.models.setdefault(
                    pack_model(found.content), f"digit-widgets-model-{len(self.models)}"
                ),
                "parameters": found.parameters,
                "accuracy": found.accuracy,
            }
            self._found[model] = settings, found.warning
        return self._found[model]


def _outputs(nb: NotebookNode) -> Iterator[NotebookNode]:
    """Yield the outputs of a notebook that have data."""
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            if output.get("data"):
                yield output


def _saved_state(nb: NotebookNode) -> Mapping[str, Any]:
    """Return the widgets' states that a notebook has saved, by their models' ids."""
    state: Any = nb.metadata
    for name in ("widgets", _STATE, "state"):
        state = state.get(name) if isinstance(state, Mapping) else None
    return state if isinstance(state, Mapping) else {}


def _text(content: Any) -> str:
    """Return the text of an output, which may be a list of lines."""
    return "".join(map(str, content)) if isinstance(content, list) else str(content or "")
