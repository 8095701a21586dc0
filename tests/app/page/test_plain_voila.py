"""Plain Voila with a configuration of one's own that takes the package's over, for a notebook."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from digit_widgets.resources import resource_path
from tests.support.digits import DIGITS
from tests.support.notebooks import write_notebook
from tests.support.servers import find_free_port, run_server
from tests.support.visitor.visitor import RefusedError, Visitor
from tests.support.waiting import run_coroutine

OWN = """\
from digit_widgets.app.page import CONFIGURATION

load_subconfig(CONFIGURATION)
c.VisitorKernels.max_visitors = 1
"""
SLOW = """
import time
from digit_widgets import DigitPad

time.sleep(6)
"""
#: Pages are looked for each second, and are gone after one without a connection.
IMPATIENT = """\
c.VisitorKernels.leave_after = 1
c.MappingKernelManager.cull_interval = 1
c.VoilaConfiguration.preheat_kernel = False
"""


@contextmanager
def serve(folder: Path, notebook: Path, configuration: str) -> Iterator[str]:
    """Serve a notebook by plain Voila in a folder; yield its address."""
    (folder / "voila.py").write_text(configuration)
    port = find_free_port()
    url = f"http://127.0.0.1:{port}/"
    # Not by "-m voila": that would take the configuration for the module.
    voila = str(Path(sys.executable).parent / "voila")
    command = [voila, notebook.name, f"--port={port}", "--no-browser"]
    with run_server(command, f"{url}health", folder):
        yield url


def test_a_page_whose_cells_run_for_long_is_not_taken_for_gone(tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path, [SLOW, "pad = DigitPad()\npad", "print('all', 'ran')"])
    with serve(tmp_path, notebook, OWN + IMPATIENT) as url:

        async def visit() -> None:
            assert "all ran" in (await Visitor(url).http.get("")).body.decode()
            # The page was loaded and never connected: now it is gone.
            for _ in range(300):
                told = (await Visitor(url).http.get("health")).body
                if json.loads(told)["visitors"] == 0:
                    return
                await asyncio.sleep(0.1)
            raise AssertionError(told)

        run_coroutine(visit())


def test_a_notebook_of_ones_own_holds_as_the_app_does(tmp_path: Path) -> None:
    notebook = tmp_path / "mine.ipynb"
    shutil.copy(resource_path("notebooks/app.ipynb"), notebook)
    with serve(tmp_path, notebook, OWN) as url:

        async def visit() -> None:
            visitor = Visitor(url)
            await visitor.enter()
            assert (await visitor.draw(DIGITS["7"])).reading == "7"
            with pytest.raises(RefusedError) as refused:
                await Visitor(url).enter()
            assert refused.value.status == 503
            visitor.socket.send(b"\x07\x9d\xe1\x00\x12\xff\xee\x31")
            assert await visitor.socket.wait_closed(20)

        run_coroutine(visit())
        with urllib.request.urlopen(f"{url}health", timeout=60) as answer:
            assert json.load(answer)["max_visitors"] == 1
