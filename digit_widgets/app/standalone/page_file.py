"""Page file: the pad, its networks, scripts, styles and texts in one HTML file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from digit_widgets.app.standalone.model_checks import check_page_model, try_page_model
from digit_widgets.app.standalone.packing import pack_model
from digit_widgets.data.files import expand_path
from digit_widgets.errors import ArgumentError, ModelError
from digit_widgets.predictors.bundled import bundled_model
from digit_widgets.predictors.model_names import named_models
from digit_widgets.resources import BUNDLED, read_icon

__all__ = [
    "PageModel",
    "black_variables",
    "escape_script",
    "find_model",
    "find_models",
    "read_static",
    "render_page",
]

#: Most networks on a page: as many as there are colours for.
_MOST = 6
_HERE = Path(__file__).parent
_NAMES = {"reader": "Reader", "cnn": "CNN", "ann": "ANN"}
_TITLE = "Digit Widgets"
#: By language: what the page is, for search engines, and what it says without JavaScript.
_DESCRIPTIONS = {
    "en": "Draw a digit and watch neural networks read it. Nothing leaves this page.",
    "de": "Zeichne eine Ziffer und sieh zu, wie neuronale Netze sie lesen. Nichts verlässt diese "
    "Seite.",
}
_NO_SCRIPT = {
    "en": "This page reads digits with JavaScript, which is switched off: allow it for this page.",
    "de": "Diese Seite braucht JavaScript, das abgeschaltet ist: Erlaube es für sie.",
}


@dataclass(frozen=True, slots=True)
class PageModel:
    """A network of a page.

    Attributes
    ----------
    name
        By which people recognise it.
    content
        Its ``.tflite`` file.
    parameters
        Number of its weights and biases, without those of its scorer; None without a card.
    accuracy
        Share of MNIST's 10,000 test images that it reads, in 0..1, from its card; None without one.
    warning
        What may be wrong with it; "" if it reads most of the real digits that it was tried on.
    """

    name: str
    content: bytes
    parameters: int | None = None
    accuracy: float | None = None
    warning: str = ""


def find_models(models: Sequence[str]) -> tuple[PageModel, ...]:
    """Return the networks of a page.

    Parameters
    ----------
    models
        One to six: "reader", "cnn" or "ann", or the path of a ``.tflite`` file. Others are named
        after their file.

    Raises
    ------
    ArgumentError
        There are more than six.
    ModelError
        There are none, a file is missing or damaged, or the page could not run or feed it.
    """
    if len(models) > _MOST:
        raise ArgumentError(f"A page takes at most {_MOST} networks, not {len(models)}.")
    named = named_models(list(models))
    # "CNN", and "CNN 2" if it is given twice.
    titles = {
        name: name.replace(model, _NAMES.get(model, model), 1) for name, model in named.items()
    }
    return tuple(find_model(titles[name], model) for name, model in named.items())


def find_model(name: str, model: str) -> PageModel:
    """Return one network.

    Parameters
    ----------
    name
        By which people recognise it.
    model
        "reader", "cnn" or "ann", or the path of a ``.tflite`` file.

    Raises
    ------
    ModelError
        A file is missing or damaged, or the page could not run or feed it.
    """
    if model in BUNDLED:
        card = json.loads(bundled_model(model, ".json").read_text(encoding="utf-8"))
        content = bundled_model(model).read_bytes()
        return PageModel(name, content, card["parameters"], card["test"]["accuracy"])
    path = expand_path(model)
    if path.suffix.lower() != ".tflite":
        raise ModelError(
            f"A page takes {', '.join(BUNDLED)} or a .tflite file, not {path.name}. From a Keras "
            "model, digit-widgets export model MODEL.keras --to tflite writes one."
        )
    content = check_page_model(path)
    return PageModel(name, content, warning=try_page_model(path))


def render_page(
    models: Sequence[PageModel],
    *,
    title: str | None = None,
    language: str | None = None,
    site: bool = False,
) -> str:
    """Return the page's HTML.

    Parameters
    ----------
    models
        The networks, one or more. The first one reads what is drawn; all are compared.
    title
        Heading and title of the page; by default the texts' own.
    language
        "en" or "de"; None takes the browser's if it is one of them, or else English.
    site
        True for a page that comes with the other files of a site.
    """
    from jinja2 import Environment, FileSystemLoader

    from digit_widgets.predictors import THRESHOLD
    from digit_widgets.widgets.parts.colors import scheme_variables

    icon = read_icon()
    settings: dict[str, Any] = {
        "title": title,
        "language": language,
        "threshold": THRESHOLD,
        "isSite": site,
        "icon": icon,
        "models": [
            {
                "id": f"model-{n}",
                "name": each.name,
                "parameters": each.parameters,
                "accuracy": each.accuracy,
            }
            for n, each in enumerate(models)
        ],
    }
    script = escape_script(read_static("page.js"))
    environment = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
    return environment.get_template("page.html.j2").render(
        version=version("digit-widgets"),
        title=title or _TITLE,
        description=_DESCRIPTIONS[language or "en"],
        no_script=_NO_SCRIPT[language or "en"],
        language=language,
        site=site,
        icon=f"data:image/svg+xml,{quote(icon)}",
        policy=_state_policy(script, site=site),
        styles=f"{scheme_variables()}\n{black_variables()}\n{read_static('page.css')}",
        settings=escape_script(json.dumps(settings, ensure_ascii=False)),
        models=[
            {"id": f"model-{n}", "packed": pack_model(each.content)}
            for n, each in enumerate(models)
        ],
        script=script,
    )


def black_variables() -> str:
    """Return a CSS rule for the digits' colours on a drawing, which is black in both themes."""
    from digit_widgets.widgets.parts.colors import digit_color_on_black

    colors = (f"--digit-widgets-on-black-{n}: {digit_color_on_black(n)}" for n in range(10))
    return f":root {{ {'; '.join(colors)}; }}"


def read_static(name: str) -> str:
    """Read a file that `make frontend` has built."""
    return (_HERE / "static" / name).read_text(encoding="utf-8")


def escape_script(text: str) -> str:
    r"""Return JSON or JavaScript that means the same and cannot end its element or hide it.

    In JSON, and in JavaScript within texts and regular expressions, "\x3c" and "\u003c" are "<".
    """
    return re.sub(r"<(?=/?script|!--)", r"\\u003c", text, flags=re.IGNORECASE)


def _state_policy(script: str, *, site: bool) -> str:
    """Return what the browser lets the page do: its own script, and no request to anywhere."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    own = " 'self'" if site else ""
    rules = {
        "default-src": "'none'",
        # WebAssembly, which multiplies for the networks, runs no script.
        "script-src": f"'sha256-{digest}' 'wasm-unsafe-eval'",
        "style-src": "'unsafe-inline'",
        "img-src": f"data: blob:{own}",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    if site:
        rules |= {"manifest-src": "'self'", "worker-src": "'self'"}
    return "; ".join(f"{name} {value}" for name, value in rules.items())
