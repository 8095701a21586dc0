"""The front end's code: types, style, unit tests, and built files that match the sources."""

from __future__ import annotations

import re

import pytest

from digit_widgets.widgets.canvas.page_parts import DrawingLayer, Toolbar, WidthSlider
from digit_widgets.widgets.confusion.thumbnail_grid import _GridKeys
from digit_widgets.widgets.network.layer_maps import _MapPointer
from digit_widgets.widgets.parts.page_widgets import AriaLabels, ConnectionStatus, PixelImage
from digit_widgets.widgets.parts.theme import STATIC, style_sheet
from digit_widgets.widgets.studio.view_tabs import ViewTabs
from digit_widgets.widgets.sweep_board.leader_board import LeaderBoard
from digit_widgets.widgets.timeline.answer_strip import AnswerStrip
from tests.frontend.conftest import FRONTEND, Npm

WIDGETS = (
    AnswerStrip,
    AriaLabels,
    ConnectionStatus,
    DrawingLayer,
    _GridKeys,
    LeaderBoard,
    _MapPointer,
    PixelImage,
    Toolbar,
    ViewTabs,
    WidthSlider,
)


@pytest.mark.parametrize("script", ["types", "lint", "check"])
def test_the_pages_code_passes_its_checks(npm: Npm, script: str) -> None:
    result = npm.run("run", script)
    assert result.returncode == 0, f"{result.stdout}\n{result.stderr}"


def test_the_pages_unit_tests_pass(npm: Npm) -> None:
    result = npm.run("test")
    assert result.returncode == 0, f"{result.stdout}\n{result.stderr}"
    passed = re.search(r"^\S+ pass (\d+)$", result.stdout, re.M)
    assert passed, result.stdout
    assert int(passed[1]) > 30


def test_every_widget_has_its_built_script_and_nothing_else_is_shipped() -> None:
    called = [each.__name__.strip("_") for each in WIDGETS]
    names = {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower() for name in called}
    assert {path.name for path in STATIC.iterdir()} == {
        *(f"{name}.js" for name in names),
        "style.css",
    }
    for each in WIDGETS:
        script = str(each._esm)
        assert "export {" in script
        assert "import " not in script.replace("@import", "")


def test_one_widget_brings_the_style_sheet_and_it_holds_the_colours() -> None:
    assert [each for each in WIDGETS if hasattr(each, "_css")] == [ConnectionStatus]
    assert style_sheet() == ConnectionStatus._css
    used = set(re.findall(r"var\((--digit-widgets-[\w-]+)", style_sheet()))
    assert used
    assert all(f"{name}: " in style_sheet() for name in used)


def test_the_lock_file_names_no_host() -> None:
    lock = (FRONTEND / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert "registry" not in lock
