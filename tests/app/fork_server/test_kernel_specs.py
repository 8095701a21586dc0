"""Which kernels are started by the fork server."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from digit_widgets.app.fork_server.kernel_specs import ForkedKernels
from digit_widgets.app.fork_server.provisioner import ForkProvisioner
from digit_widgets.app.kernels.specs import QuietKernels
from digit_widgets.app.servers import lab_arguments
from tests.app.fork_server.conftest import NAME
from tests.support.configuration import page_configuration


def test_python_kernels_are_forked() -> None:
    spec = ForkedKernels().get_kernel_spec("python3")
    assert spec.metadata["kernel_provisioner"] == {"provisioner_name": NAME}
    assert spec.argv == QuietKernels().get_kernel_spec("python3").argv


def test_without_the_entry_point_they_are_started_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(KernelProvisionerFactory.provisioners, NAME)
    spec = ForkedKernels().get_kernel_spec("python3")
    assert "kernel_provisioner" not in spec.metadata


def test_the_project_declares_the_entry_point() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
    points = project["entry-points"][KernelProvisionerFactory.GROUP_NAME]
    assert points == {NAME: f"{ForkProvisioner.__module__}:{ForkProvisioner.__qualname__}"}


def test_the_page_has_forked_kernels_and_jupyterlab_plain_ones() -> None:
    page = page_configuration()["VoilaConfiguration"]["kernel_spec_manager_class"]
    assert page == f"{ForkedKernels.__module__}.{ForkedKernels.__qualname__}"
    lab = [each for each in lab_arguments(1, None, browser=False) if "kernel_spec_manager" in each]
    assert lab == [
        "--ServerApp.kernel_spec_manager_class="
        f"{QuietKernels.__module__}.{QuietKernels.__qualname__}"
    ]
