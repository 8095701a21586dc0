"""The command lines that start JupyterLab and Voila."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from digit_widgets.app.servers import app_arguments, lab_arguments
from digit_widgets.errors import HostError
from digit_widgets.resources import resource_path


@pytest.mark.parametrize("browser", [True, False])
def test_the_page_is_served_by_voila_on_this_machine_alone(browser: bool) -> None:
    arguments = app_arguments(8123, browser=browser)
    assert arguments[:4] == [sys.executable, "-m", "digit_widgets.app.host_process", "voila"]
    assert Path(arguments[4]) == resource_path("notebooks/app.ipynb").resolve()
    assert {"--port=8123", "--Voila.ip=127.0.0.1", "--Voila.port_retries=0"} <= set(arguments)
    assert ("--no-browser" in arguments) is not browser


@pytest.mark.parametrize("browser", [True, False])
def test_a_folder_is_served_by_jupyterlab_on_this_machine_alone(
    browser: bool, tmp_path: Path
) -> None:
    arguments = lab_arguments(8123, tmp_path, browser=browser)
    assert arguments[1:5] == [
        "-m",
        "digit_widgets.app.host_process",
        "jupyterlab",
        str(tmp_path.resolve()),
    ]
    assert {"--port=8123", "--ServerApp.ip=127.0.0.1"} <= set(arguments)
    assert ("--no-browser" in arguments) is not browser


def test_the_shipped_notebooks_are_served_by_default() -> None:
    folder = str(resource_path("notebooks").resolve())
    assert lab_arguments(8123, None, browser=False)[4] == folder


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HostError, match=r"There is nothing at .*gone\."):
        lab_arguments(8123, tmp_path / "gone", browser=False)


def test_the_page_is_served_as_asked() -> None:
    arguments = app_arguments(1, browser=False, host="0.0.0.0", base_url="digits", max_visitors=7)
    assert {
        "--Voila.ip=0.0.0.0",
        "--Voila.base_url=/digits/",
        "--VisitorKernels.max_visitors=7",
    } <= set(arguments)


@pytest.mark.parametrize("path", ["a b", "../up", "http://elsewhere/", "?x"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(HostError, match="no path of a page"):
        app_arguments(1, browser=False, base_url=path)
