"""``digit-widgets export page``: what it writes, and what it refuses."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from typer.testing import CliRunner

from digit_widgets.app.cli import app
from digit_widgets.errors import DigitWidgetsError
from digit_widgets.predictors.bundled import bundled_model
from digit_widgets.resources import BUNDLED
from tests.support.changed_models import REFUSED, change_model


def export(*arguments: object) -> str:
    """Run the command, which must succeed, and return what it prints."""
    result = CliRunner().invoke(app, ["export", "page", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.output


def refused(*arguments: object) -> str:
    """Return the error of the command."""
    result = CliRunner().invoke(app, ["export", "page", *map(str, arguments)])
    assert isinstance(result.exception, DigitWidgetsError), result.output
    return str(result.exception)


def settings(page: str) -> dict[str, object]:
    """Return the settings that a page's script reads."""
    found = re.search(r'id="settings">(.*?)</script>', page, re.DOTALL)
    assert found
    content: dict[str, object] = json.loads(found[1])
    return content


def test_it_writes_one_file_that_names_no_other(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "digits.html"
    assert f"{path}: " in export(path)
    assert [each.name for each in path.parent.iterdir()] == ["digits.html"]
    page = path.read_text(encoding="utf-8")
    outside = re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.DOTALL)
    addresses = re.findall(r'(?:src|href)="([^"]*)"', outside)
    assert all(address.startswith("data:") for address in addresses)
    assert "://" not in unescape(outside)
    assert settings(page)["models"] == [
        {"id": "model-0", "name": "Reader", "parameters": 376578, "accuracy": 0.9966}
    ]


@pytest.mark.parametrize("model", BUNDLED)
def test_a_page_with_one_network_is_small(model: str, tmp_path: Path) -> None:
    export(tmp_path / "page.html", "--model", model)
    assert (tmp_path / "page.html").stat().st_size <= 1_700_000


def test_what_is_written_into_a_page_cannot_break_out_of_it(tmp_path: Path) -> None:
    title = "</script><script>alert(1)</script><!-- & \"'"
    mine = tmp_path / "a & <b>'mine'.tflite"
    mine.write_bytes(bundled_model("ann").read_bytes())
    path = tmp_path / "page.html"
    export(path, "--model", mine, "--model", "cnn", "--title", title, "--language", "de")
    page = path.read_text(encoding="utf-8")
    # Settings, two models and the script.
    assert len(re.findall("<script", page)) == len(re.findall("</script>", page)) == 4
    written = settings(page)
    assert written["title"] == title
    assert written["language"] == "de"
    assert [each["name"] for each in written["models"]] == ["a & <b>'mine'", "CNN"]  # type: ignore[attr-defined]


def test_a_site_has_all_that_a_home_screen_needs(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    assert f"{folder}: put this folder on any static host" in export("--site", folder)
    assert {each.name for each in folder.iterdir()} == {
        *("index.html", "manifest.webmanifest", "service_worker.js"),
        *("icon.svg", "icon-192.png", "icon-512.png"),
    }


def test_what_is_there_is_replaced_only_if_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("mine")
    assert "exists already: give another place, or add --overwrite" in refused(path)
    assert path.read_text() == "mine"
    export(path, "--overwrite")
    assert "mine" not in path.read_text(encoding="utf-8")[:20]
    (tmp_path / "icon.svg").write_text("mine")
    assert "icon.svg exists already" in refused("--site", tmp_path)
    assert not (tmp_path / "index.html").exists()


def test_wrong_arguments_are_refused_in_words(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert "either" in refused()
    assert "either" in refused(page, "--site", tmp_path)
    assert "a file that ends in .html" in refused(tmp_path / "page.pdf")
    assert "a file that ends in .html" in refused(tmp_path)
    assert "at most 6 networks, not 7" in refused(page, *["--model", "cnn"] * 7)
    assert "There is no model file" in refused(page, "--model", tmp_path / "gone.tflite")
    assert "takes reader, cnn, ann or a .tflite file" in refused(page, "--model", "mine.keras")
    wrong = tmp_path / "mine.tflite"
    wrong.write_bytes(change_model("cnn", REFUSED["INT8"]))
    assert "A page cannot run mine.tflite" in refused(page, "--model", wrong)
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert "cannot be written" in refused(blocked / "page.html")
    assert not page.exists()
