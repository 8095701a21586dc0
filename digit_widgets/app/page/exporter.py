"""Exporter: renders a notebook as a page with templates that are compiled once for all visitors."""

from __future__ import annotations

from types import CodeType
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from voila import notebook_renderer
from voila.exporter import VoilaExporter

from digit_widgets.resources import read_icon

__all__ = ["PageExporter", "install_exporter"]


class PageExporter(VoilaExporter):  # type: ignore[misc]
    """Voila's exporter, which makes a new environment of templates for each page, with a memory."""

    @property
    def environment(self) -> Any:
        """The templates' environment, with the icon; it takes code compiled for an earlier page."""
        environment = super().environment
        environment.bytecode_cache = _COMPILED
        environment.globals["icon"] = read_icon()
        return environment


def install_exporter() -> None:
    """Let Voila render pages with `PageExporter`; it has no option for the class."""
    notebook_renderer.VoilaExporter = PageExporter


class _CompiledTemplates(BytecodeCache):
    """The code of all templates that a process has compiled, each under its name and checksum."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _CompiledTemplates()
