"""Plain Voila with a configuration of one's own that takes the package's over, for a notebook."""

from __future__ import annotations

import json
import shutil
import sys
import urllib.request
from pathlib import Path

import pytest

from digit_widgets.resources import resource_path
from tests.support.digits import DIGITS
from tests.support.servers import find_free_port, run_server
from tests.support.visitor.visitor import RefusedError, Visitor
from tests.support.waiting import run_coroutine

OWN = """\
from digit_widgets.app.page import CONFIGURATION

load_subconfig(CONFIGURATION)
c.VisitorKernels.max_visitors = 1
"""


def test_a_notebook_of_ones_own_holds_as_the_app_does(tmp_path: Path) -> None:
    (tmp_path / "voila.py").write_text(OWN)
    shutil.copy(resource_path("notebooks/app.ipynb"), tmp_path / "mine.ipynb")
    port = find_free_port()
    url = f"http://127.0.0.1:{port}/"
    # Not by "-m voila": that would take the configuration for the module.
    voila = str(Path(sys.executable).parent / "voila")
    command = [voila, "mine.ipynb", f"--port={port}", "--no-browser"]
    with run_server(command, f"{url}health", tmp_path):

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
