"""A forked kernel does what a plain one does."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from digit_widgets.app.fork_server.forked_process import ForkedProcess
from tests.app.fork_server.conftest import PATIENCE, Kernel, wait_until

WIDGETS = "jupyter.widget"
LOOK = """
import json, os, random, sys
import numpy as np
print(json.dumps({
    "random": [random.random(), np.random.random(), np.random.default_rng().random()],
    "marked": os.environ.get("MARKED"),
    "folder": os.getcwd(),
    "files": sorted(os.listdir()),
    "path": sys.path,
    "argv": [os.path.basename(sys.argv[0]), *sys.argv[1:]],
    "threads": os.environ.get("OPENBLAS_NUM_THREADS"),
    "parent": [os.getppid(), int(os.environ["JPY_PARENT_PID"])],
    "session": os.getsid(0) == os.getpid() == os.getpgrp(),
    "frozen": "tensorflow" in sys.modules,
}))
"""


def test_code_runs_in_a_fork_with_the_names_of_a_kernel(kernel: Kernel) -> None:
    assert isinstance(kernel.process, ForkedProcess)
    assert kernel.read(
        "x = 6; print(x * 7, __name__, get_ipython().kernel.shell.user_ns['x'])"
    ) == ("42 __main__ 6\n")
    messages = kernel.run("display('shown'); x")
    data = [each["content"]["data"]["text/plain"] for each in messages if "data" in each["content"]]
    assert data == ["'shown'", "6"]


def test_both_outputs_and_those_of_other_processes_reach_the_page(kernel: Kernel) -> None:
    kernel.client.execute(
        "import os, sys; print('out'); print('err', file=sys.stderr); os.system('echo other')"
    )
    texts = {"stdout": "", "stderr": ""}
    while sum(map(len, texts.values())) < len("out\nerr\nother\n"):
        message = kernel.client.get_iopub_msg(timeout=PATIENCE)
        if message["msg_type"] == "stream":
            texts[message["content"]["name"]] += message["content"]["text"]
    assert sorted(texts["stdout"].split()) == ["other", "out"]
    assert texts["stderr"] == "err\n"
    assert kernel.read("print(repr(sys.__stdin__.read()))") == "''\n"


def test_a_message_that_is_dropped_at_the_end_of_a_kernel_is_not_warned_of(kernel: Kernel) -> None:
    kernel.run("import asyncio\ndef drop(coroutine): del coroutine")
    messages = kernel.run("drop(asyncio.sleep(1))")
    texts = [each["content"]["text"] for each in messages if "text" in each["content"]]
    assert "coroutine 'sleep' was never awaited" in "".join(texts)
    messages = kernel.run("drop(get_ipython().kernel.dispatch_control([]))")
    assert [each for each in messages if "text" in each["content"]] == []


def test_two_kernels_differ_in_their_numbers_environments_and_folders(
    start: Callable[..., Kernel], tmp_path: Path
) -> None:
    seen: list[dict[str, Any]] = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").touch()
        kernel = start(env={**os.environ, "MARKED": name}, cwd=str(tmp_path / name))
        seen.append(json.loads(kernel.read(LOOK)))
        assert seen[-1]["marked"] == name
        assert Path(seen[-1]["folder"]) == tmp_path / name
        assert seen[-1]["files"] == [f"{name}.txt"]
        assert seen[-1]["argv"] == [
            *("ipykernel_launcher", "-f", kernel.manager.connection_file),
            "--IPKernelApp.log_level=ERROR",
        ]
        assert seen[-1]["threads"] == os.environ.get("OPENBLAS_NUM_THREADS")
        assert seen[-1]["parent"][0] == seen[-1]["parent"][1] != os.getpid()
        assert seen[-1]["session"]
        assert not seen[-1]["frozen"]
    one, two = seen
    assert not set(one["random"]) & set(two["random"])


def test_the_path_for_imports_is_that_of_a_plain_kernel(
    start: Callable[..., Kernel], tmp_path: Path
) -> None:
    code = "import sys; print(sys.path, sys.flags.safe_path)"
    forked = start(cwd=str(tmp_path))
    plain = start(cwd=str(tmp_path), stdout=sys.__stderr__.fileno())
    assert not isinstance(plain.process, ForkedProcess)
    assert forked.read(code) == plain.read(code)


def test_widgets_open_comms_from_either_side(kernel: Kernel) -> None:
    messages = kernel.run("import digit_widgets; pad = digit_widgets.DigitPad(); pad")
    opened = {
        each["content"]["comm_id"]
        for each in messages
        if each["msg_type"] == "comm_open" and each["content"]["target_name"] == WIDGETS
    }
    (result,) = (each for each in messages if each["msg_type"] == "execute_result")
    shown = result["content"]["data"]
    assert shown["application/vnd.jupyter.widget-view+json"]["model_id"] in opened
    # A page asks for the states of all widgets.
    session, channel = kernel.client.session, kernel.client.shell_channel
    content = {"comm_id": "asked", "target_name": f"{WIDGETS}.control", "data": {}}
    channel.send(session.msg("comm_open", content, metadata={"version": "1.0.0"}))
    content = {"comm_id": "asked", "data": {"method": "request_states"}}
    channel.send(session.msg("comm_msg", content))
    while (message := kernel.client.get_iopub_msg(timeout=PATIENCE))["msg_type"] != "comm_msg":
        pass
    states = message["content"]["data"]["states"]
    others = [states[each]["model_name"] for each in states.keys() - opened]
    assert opened < set(states)
    assert others == ["CanvasManagerModel"]  # ipycanvas makes it when it is imported
    assert set(re.findall(r"IPY_MODEL_(\w+)", json.dumps(states))) <= set(states)


def test_a_canvas_of_others_has_the_widget_that_it_shares_with_all(kernel: Kernel) -> None:
    code = """
        import ipycanvas
        canvas = ipycanvas.Canvas()
        canvas.fill_rect(0, 0, 5, 5)
        print(canvas.get_state()["_canvas_manager"], canvas._canvas_manager.model_id)
    """
    reference, shared = kernel.read(dedent(code)).split()
    assert reference == f"IPY_MODEL_{shared}"
    sent = [each["content"].get("comm_id") for each in kernel.run("canvas.fill_rect(5, 5, 9, 9)")]
    assert shared in sent


def test_an_interrupt_stops_the_cell_and_no_more(kernel: Kernel) -> None:
    kernel.read("x = 1")
    asked = kernel.client.execute("import time\nprint('begun')\ntime.sleep(600)")
    while kernel.client.get_iopub_msg(timeout=PATIENCE)["msg_type"] != "stream":
        pass
    kernel.manager.interrupt_kernel()
    while (reply := kernel.client.get_shell_msg(timeout=PATIENCE))["parent_header"][
        "msg_id"
    ] != asked:
        pass
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    # For a moment after an error, a kernel refuses requests: they may have been sent before it.
    wait_until(lambda: kernel.read("print(x)") == "1\n")


@pytest.mark.parametrize("now", [True, False])
def test_a_restart_begins_anew_in_another_fork(kernel: Kernel, now: bool) -> None:
    kernel.read("x = 1")
    before = kernel.process
    kernel.manager.restart_kernel(now=now)
    kernel.client.wait_for_ready(timeout=PATIENCE)
    assert isinstance(kernel.process, ForkedProcess)
    assert kernel.process.pid != before.pid
    assert before.poll() is not None
    assert kernel.read("print('x' in globals())") == "False\n"


@pytest.mark.parametrize("now", [True, False])
def test_nothing_is_left_after_a_shutdown(kernel: Kernel, now: bool) -> None:
    process = kernel.process
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    kernel.manager.shutdown_wait_time = 2 * PATIENCE  # before half of which it is not killed
    kernel.manager.shutdown_kernel(now=now)
    wait_until(lambda: not Path(f"/proc/{process.pid}").exists())
    assert process.returncode == (-9 if now else 0)
    assert len(list(Path("/proc/self/fd").iterdir())) < descriptors
    process.send_signal(9)  # to nobody


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [
        ("import os; os.kill(os.getpid(), 9)", -9),
        ("import os; os.kill(os.getpid(), 15)", -15),
        ("import os; os._exit(3)", 3),
    ],
)
def test_the_death_of_a_kernel_is_noticed(kernel: Kernel, code: str, exit_code: int) -> None:
    process = kernel.process
    assert process.poll() is None
    assert kernel.manager.is_alive()
    kernel.client.execute(code)
    wait_until(lambda: not kernel.manager.is_alive())
    assert process.poll() == process.wait() == exit_code


def test_signals_reach_the_process(kernel: Kernel) -> None:
    kernel.process.terminate()
    assert kernel.process.wait() in (-15, 0)
