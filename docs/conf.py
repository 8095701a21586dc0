"""Sphinx configuration of this site, built by ``make docs``."""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.nodes import make_refnode

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from digit_widgets.app.standalone.page_file import find_models  # noqa: E402
from digit_widgets.app.standalone.site_files import write_site  # noqa: E402
from tools.command_pages import command_page  # noqa: E402 - the line above makes it importable
from tools.hosted_links import hosted_links  # noqa: E402
from tools.network_pages import TABLES  # noqa: E402

project = "Digit Widgets"
author = "Digit Widgets developers"
copyright = author  # noqa: A001 - Sphinx reads this name
version = release = installed_version("digit-widgets")

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
]
exclude_patterns = ["_build", "reference/table_of_*.md"]
html_theme = "furo"
html_title = project
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_copy_source = False
html_show_sphinx = False

# Every link must have a target: see `find_by_last_name`.
nitpicky = True
#: Types of the package's own, which signatures name and which nobody needs to make.
nitpick_ignore = [
    ("py:class", f"digit_widgets.{name}")
    for name in (
        "imaging.ink_normalizer.PlacedInk",
        "predictors.runtimes.raw_model.RawModel",
        "recognition.image_glyphs.ImageGlyphs",
        "widgets.pads.recognizer_pad.RecognizerPad",
    )
]
suppress_warnings = ["ref.python"]  # several classes have an attribute of the same name

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist", "substitution"]
# The workflow that publishes this site says whose it is.
myst_substitutions = {"hosted": hosted_links(os.environ.get("GITHUB_REPOSITORY", ""))}
myst_heading_anchors = 3
# tools/notebook_pages.py has run the notebooks; here they are only shown. A still image replaces
# each widget, and the site thus loads no widget library from another host.
nb_execution_mode = "off"
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
nb_merge_streams = True
nb_mime_priority_overrides = [
    ("html", "application/vnd.jupyter.widget-view+json", None),
]

# In docstrings, a name in single backticks is a link if the name is documented.
default_role = "py:obj"
napoleon_use_ivar = True
napoleon_use_rtype = False
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_member_order = "alphabetical"
autosummary_generate = False
python_use_unqualified_type_names = True
#: Members inherited from these classes of other packages are documented by those packages.
_FOREIGN = (
    "BaseException, Box, CoreWidget, DOMWidget, DescriptionWidget, Exception, HTML, "
    "HasDescriptors, HasTraits, LoggingHasTraits, Protocol, RequestHandler, VBox, ValueWidget, "
    "Widget, _String, object"
)
autodoc_default_options = {
    "members": True,
    "inherited-members": _FOREIGN,
    "imported-members": True,
}


def setup(app: Sphinx) -> None:
    """Add what Sphinx does not do by itself."""
    app.connect("builder-inited", write_pages)
    app.connect("build-finished", write_pad)
    app.connect("autodoc-process-docstring", document_constant)
    app.connect("autodoc-process-docstring", keep_colons, priority=600)
    app.connect("missing-reference", find_by_last_name)


def write_pages(app: Sphinx) -> None:
    """Write the pages generated from the project's files: the commands, and the cards' figures."""
    tables = {f"table_of_{name}": make() for name, make in TABLES.items()}
    for name, text in {"command_line": command_page(), **tables}.items():
        page = Path(app.srcdir, "reference", f"{name}.md")
        if not page.is_file() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")


def write_pad(app: Sphinx, problem: Exception | None) -> None:
    """Write the pad of the first page, with all that it needs, beside the built pages."""
    if problem is None and app.builder.format == "html":
        models = find_models(["reader", "cnn", "ann"])
        write_site(Path(app.outdir, "pad"), models, overwrite=True)


def document_constant(_: Sphinx, what: str, name: str, __: Any, ___: Any, lines: list[str]) -> None:
    """Take a constant's description from the ``#:`` comment in its own module."""
    package, _, constant = name.rpartition(".")
    if what != "data" or package not in sys.modules:
        return
    analyzer = ModuleAnalyzer.for_module(_source(package, constant))
    lines[:] = analyzer.find_attr_docs().get(("", constant), lines)


def keep_colons(_: Sphinx, what: str, __: str, member: Any, ___: Any, lines: list[str]) -> None:
    """Undo Napoleon's parsing of a property's first colon: the text before it is not a type."""
    if what == "property":
        lines[:] = inspect.cleandoc(member.__doc__ or "").splitlines()


def _source(package: str, name: str) -> str:
    """Return the module from which a package imports a public name."""
    file = Path(importlib.import_module(package).__file__ or "")
    stub = file.with_suffix(".pyi")
    for node in ast.walk(ast.parse((stub if stub.is_file() else file).read_text())):
        if isinstance(node, ast.ImportFrom) and name in {alias.name for alias in node.names}:
            return f"{package}.{node.module}" if node.level else f"{node.module}"
    return package


def find_by_last_name(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.Element
) -> nodes.Node | None:
    """Resolve a name without its module, such as `Ink` and `Prediction.score` in docstrings.

    A full name is found by its last part, because annotations name the module that defines a class,
    and the reference names the package that exports it. A full name that is documented nowhere is a
    broken link; any other name is a parameter's or another package's, and needs no link.
    """
    if node.get("refdomain") != "py":
        return None
    objects = env.domains.python_domain.objects
    target = node["reftarget"]
    is_full = target.startswith("digit_widgets.")
    wanted = "." + (target.rpartition(".")[2] if is_full else target)
    found = [name for name in sorted(objects) if f".{name}".endswith(wanted)]
    if not found:
        return None if is_full else content
    place = objects[found[0]]
    return make_refnode(app.builder, node["refdoc"], place.docname, place.node_id, content)
