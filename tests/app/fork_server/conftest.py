"""Kernels that the fork server starts, as a Jupyter server would have them started."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from digit_widgets.app.fork_server.kernel_specs import ForkedKernels
from digit_widgets.app.fork_server.provisioner import FORK_SERVER

NAME = "digit-widgets-fork"
PATIENCE = 60

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]


class Kernel:
    """A running kernel and a client of it."""

    def __init__(self, **options: Any) -> None:
        self.manager = KernelManager(kernel_spec_manager=ForkedKernels())
        self.manager.start_kernel(**options)
        self.client: BlockingKernelClient = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    @property
    def process(self) -> Any:
        """The object that stands for the kernel's process."""
        return self.manager.provisioner.process

    def run(self, code: str) -> list[dict[str, Any]]:
        """Run code; return all messages that it sends to pages."""
        messages: list[dict[str, Any]] = []
        self.client.execute_interactive(code, output_hook=messages.append, timeout=PATIENCE)
        return messages

    def read(self, code: str) -> str:
        """Run code that succeeds; return what it writes to its standard output."""
        messages = self.run(code)
        errors = [each["content"] for each in messages if each["msg_type"] == "error"]
        assert not errors, errors
        return "".join(
            each["content"]["text"]
            for each in messages
            if each["msg_type"] == "stream" and each["content"]["name"] == "stdout"
        )

    def close(self) -> None:
        """End the kernel."""
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()


@pytest.fixture(scope="package", autouse=True)
def _installed() -> Iterator[None]:
    """Let Jupyter find the provisioner, also if this package is not installed anew.

    However long a busy machine takes for the imports, kernels are forked.
    """
    value = "digit_widgets.app.fork_server.provisioner:ForkProvisioner"
    with pytest.MonkeyPatch.context() as patch:
        point = EntryPoint(NAME, value, KernelProvisionerFactory.GROUP_NAME)
        patch.setattr("digit_widgets.app.fork_server.client._PATIENCE", PATIENCE)
        patch.setitem(KernelProvisionerFactory.provisioners, NAME, point)
        yield
        FORK_SERVER.close()


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Kernel]]:
    """Return a function that starts a kernel, and end all of them afterwards."""
    kernels: list[Kernel] = []

    # Within pytest, a kernel would leave the output of other processes to it.
    monkeypatch.delenv("PYTEST_CURRENT_TEST")

    def start_one(**options: Any) -> Kernel:
        kernels.append(Kernel(**options))
        return kernels[-1]

    yield start_one
    for kernel in kernels:
        kernel.close()


@pytest.fixture
def kernel(start: Callable[..., Kernel]) -> Kernel:
    """Return a forked kernel."""
    return start()


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until a condition holds, and fail if it takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)
