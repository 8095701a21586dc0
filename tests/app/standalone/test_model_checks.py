"""Models of one's own in a page: taken, or refused in words before the page is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from digit_widgets.app.standalone.model_checks import check_page_model, try_page_model
from digit_widgets.errors import ModelError
from digit_widgets.predictors.bundled import bundled_model
from digit_widgets.resources import BUNDLED
from tests.support.changed_models import REFUSED, change_model, divide_input


@pytest.mark.parametrize("name", BUNDLED)
def test_the_bundled_networks_are_taken(name: str) -> None:
    path = bundled_model(name)
    assert check_page_model(path) == path.read_bytes()


def test_a_file_that_another_program_has_written_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "mine.tflite"
    path.write_bytes(change_model("cnn", lambda _: None))
    assert check_page_model(path) == path.read_bytes()


@pytest.mark.parametrize("wrong", REFUSED)
def test_what_a_page_cannot_run_is_refused_in_words(wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.tflite"
    path.write_bytes(change_model("cnn", REFUSED[wrong]))
    with pytest.raises(ModelError, match=r"A page cannot run mine\.tflite: .*export model") as told:
        check_page_model(path)
    assert wrong in str(told.value)


@pytest.mark.parametrize("content", [b"", b"no model", b"TFL3" * 40])
def test_what_is_no_model_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mine.tflite"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"mine\.tflite is not a LiteRT model, or is damaged"):
        check_page_model(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no model file at"):
        check_page_model(tmp_path / "gone.tflite")


def test_a_network_that_takes_other_values_than_a_page_gives_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.tflite"
    path.write_bytes(change_model("cnn", divide_input))
    assert check_page_model(path)
    with pytest.raises(ModelError, match=r"reads digits as 0\.\.255.*keras\.layers\.Rescaling"):
        try_page_model(path)


@pytest.mark.parametrize("name", BUNDLED)
def test_the_bundled_networks_read_digits_as_a_page_gives_them(name: str) -> None:
    assert try_page_model(bundled_model(name)) == ""
