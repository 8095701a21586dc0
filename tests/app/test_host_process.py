"""The two hosts as users start them: one line, then only errors, and a quiet end."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

MAIN = "from digit_widgets.app.cli import main; main()"


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start the command line, and end it in any case."""
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(("command", "name"), [("app", "Digit Widgets"), ("lab", "JupyterLab")])
def test_a_host_says_where_it_is_once_it_answers_and_ends_quietly_at_ctrl_c(
    command: str, name: str
) -> None:
    with started(command, "--no-browser", "--port", "0") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        told = re.fullmatch(
            rf"{name}: ((http://127\.0\.0\.1:\d+)/\S*)  \((up to \d+ visitors, )?Ctrl-C stops\)\n",
            line,
        )
        assert told, line
        with urllib.request.urlopen(told[1], timeout=60) as answer:
            page = answer.read().decode()
        assert not re.search(r"<(link|script)[^>]*(href|src)=.(https?:)?//", page)
        with pytest.raises(urllib.error.HTTPError):  # which is not logged
            urllib.request.urlopen(f"{told[2]}/nowhere", timeout=60)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60) == ("", "")
        assert process.returncode == 0


def test_a_page_ends_quietly_while_its_first_kernel_starts() -> None:
    with started("app", "--no-browser", "--port", "0") as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60) == ("", "")
        assert process.returncode == 0


def test_what_makes_a_host_fail_comes_out_with_an_exit_code() -> None:
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "digit_widgets.app.host_process",
            "voila",
            "--Voila.ip=no.such.address",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 1
    assert result.stdout == ""
    assert "Name or service not known" in result.stderr or "getaddrinfo" in result.stderr
