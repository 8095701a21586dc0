"""Exporter of the page: templates are compiled once for all visitors."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest
from voila import notebook_renderer

from digit_widgets.app.page.exporter import PageExporter
from tests.support.configuration import page_configuration


def test_the_second_page_compiles_no_template(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_source = jinja2.Environment.compile

    def record(self: jinja2.Environment, source: Any, name: Any = None, *more: Any) -> Any:
        compiled.append(name)
        return compile_source(self, source, name, *more)

    monkeypatch.setattr(jinja2.Environment, "compile", record)
    templates = []
    for _ in range(2):
        environment = PageExporter(template_name="lab").environment
        templates.append(environment.get_template("index.html.j2"))
        assert compiled.count("index.html.j2") <= 1
    # Each page has an environment of its own, with filters of its own.
    assert templates[0].environment is not templates[1].environment


def test_the_configuration_makes_voila_use_it() -> None:
    page_configuration()
    assert notebook_renderer.VoilaExporter is PageExporter
