"""The fork server's process: who ends with whom."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from digit_widgets.app.fork_server.forked_process import ForkedProcess
from tests.app.fork_server.conftest import Kernel, wait_until

#: A server that starts two kernels, says who they and their parent are, and waits.
SERVER = """
import sys, time
from importlib.metadata import EntryPoint
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from digit_widgets.app.fork_server.kernel_specs import ForkedKernels

value = "digit_widgets.app.fork_server.provisioner:ForkProvisioner"
point = EntryPoint("digit-widgets-fork", value, KernelProvisionerFactory.GROUP_NAME)
KernelProvisionerFactory.provisioners[point.name] = point
for _ in range(2):
    manager = KernelManager(kernel_spec_manager=ForkedKernels())
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    client.execute_interactive("import os; print(os.getpid(), os.getppid(), flush=True)")
time.sleep(600)
"""


def ends(pid: int) -> bool:
    """Return True once a process has ended, even if nobody has asked for its exit code."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def test_nothing_is_left_after_the_server_was_killed() -> None:
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        one, two = ([int(word) for word in server.stdout.readline().split()] for _ in range(2))
        assert one[1] == two[1] != server.pid
    finally:
        server.kill()
        server.communicate()
    for pid in {*one, *two}:
        wait_until(lambda pid=pid: ends(pid))


def test_kernels_end_with_the_fork_server_and_the_next_start_begins_it_anew(
    start: Callable[..., Kernel],
) -> None:
    first, second = start(), start()
    parent = int(first.read("import os; print(os.getppid())"))
    os.kill(parent, signal.SIGKILL)
    for kernel in (first, second):
        pid = kernel.process.pid
        wait_until(lambda kernel=kernel: not kernel.manager.is_alive())
        wait_until(lambda pid=pid: ends(pid))
        assert kernel.process.poll() == -signal.SIGKILL
    third = start()
    assert isinstance(third.process, ForkedProcess)
    assert int(third.read("import os; print(os.getppid())")) != parent


def test_kernels_end_if_the_fork_server_is_asked_to_end(start: Callable[..., Kernel]) -> None:
    kernel = start()
    parent = int(kernel.read("import os; print(os.getppid())"))
    os.kill(parent, signal.SIGTERM)
    wait_until(lambda: not kernel.manager.is_alive())
