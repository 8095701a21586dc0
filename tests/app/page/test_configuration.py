"""Voila's configuration for a page that anybody may visit."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from voila.app import Voila
from voila.configuration import VoilaConfiguration

from digit_widgets.app.page import CONFIGURATION, TEMPLATES
from digit_widgets.widgets.canvas.image_parts import LARGEST_IMAGE
from tests.support.configuration import page_configuration

TEXT = Path(CONFIGURATION).read_text()


def test_all_classes_that_it_names_exist() -> None:
    names = re.findall(r'"(digit_widgets[\w.]+)"', TEXT)
    assert len(names) >= 4
    for name in names:
        module, _, word = name.rpartition(".")
        assert hasattr(import_module(module), word), name


def test_all_settings_of_voila_that_it_sets_exist() -> None:
    settings = page_configuration()
    for name, owner in (("Voila", Voila), ("VoilaConfiguration", VoilaConfiguration)):
        assert set(settings[name]) <= set(owner.class_trait_names(config=True)), name


def test_a_part_of_an_image_fits_in_a_message_and_an_image_does_not() -> None:
    settings = page_configuration()["Voila"]["tornado_settings"]
    script = (Path(__file__).parents[3] / "frontend/src/input/image_files.js").read_text()
    (power,) = re.findall(r"export const PART = 2 \*\* (\d+);", script)
    assert 1.5 * 2 ** int(power) < settings["websocket_max_message_size"] < LARGEST_IMAGE / 4


def test_its_template_is_there() -> None:
    name = page_configuration()["VoilaConfiguration"]["template"]
    assert (Path(TEMPLATES) / "voila" / "templates" / name / "503.html").is_file()


def test_a_configuration_of_ones_own_takes_it_over_and_has_the_last_word(tmp_path: Path) -> None:
    (example,) = re.findall(r"::\n\n((?:    .*\n|\n)+)", TEXT)
    own = page_configuration(re.sub("^    ", "", example, flags=re.M), tmp_path)
    assert own["VisitorKernels"]["max_visitors"] == 20
    theirs = page_configuration()
    assert own["VisitorKernels"]["leave_after"] == theirs["VisitorKernels"]["leave_after"]
    assert own["VoilaConfiguration"] == theirs["VoilaConfiguration"]


@pytest.mark.parametrize("name", ["VoilaConfiguration", "Voila"])
def test_a_visitor_chooses_nothing_by_the_address(name: str) -> None:
    settings = page_configuration()[name]
    overrides = {key: value for key, value in settings.items() if key.endswith("_override")}
    assert set(overrides.values()) <= {"NO", "NOTEBOOK"}
    if name == "VoilaConfiguration":
        assert len(overrides) == 2
