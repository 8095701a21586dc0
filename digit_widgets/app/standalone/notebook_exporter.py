"""Notebook exporter: a notebook as one HTML file, with pads that draw and read without a kernel."""

from __future__ import annotations

from pathlib import Path

from nbconvert.exporters import HTMLExporter
from traitlets import default

__all__ = ["NotebookExporter"]

_TEMPLATES = Path(__file__).parent / "templates"


class NotebookExporter(HTMLExporter):
    """nbconvert's HTML exporter, as ``jupyter nbconvert --to digit-html``.

    The file asks nothing of any host, except for what the notebook itself does, such as images by
    their address: neither MathJax nor RequireJS nor what shows saved widgets is fetched. Images in
    the notebook's folder are within it. Formulas stay as they were typed, unless
    ``--HTMLExporter.mathjax_url`` says where MathJax is.

    `LiveOutputs`, which its template names, puts the pads into it.
    """

    #: In the list of formats in JupyterLab.
    export_from_notebook = "HTML with live pads"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "digit-html"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(_TEMPLATES)]

    @default("embed_images")
    def _embed_images_default(self) -> bool:
        return True

    @default("mathjax_url")
    def _mathjax_url_default(self) -> str:
        return ""
