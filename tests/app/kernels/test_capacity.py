"""How many visitors a machine bears."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from digit_widgets.app.kernels import capacity

MIB = 2**20
MIB_EACH = 64 if sys.platform == "linux" else 112


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that stands for a machine with 1,536 MiB free, outside any container."""
    (tmp_path / "meminfo").write_text("MemTotal: 4194304 kB\nMemAvailable: 1572864 kB\nHuge: 0\n")
    monkeypatch.setattr(capacity, "_MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(capacity, "_CGROUP", tmp_path)
    return tmp_path


def limit_container(machine: Path, limit: str, used: int, cached: int = 0) -> None:
    (machine / "memory.max").write_text(f"{limit}\n")
    (machine / "memory.current").write_text(f"{used}\n")
    (machine / "memory.stat").write_text(f"anon 1\ninactive_file {cached}\n")


def test_places_are_counted_by_the_memory_that_is_free(machine: Path) -> None:
    assert capacity.count_by_memory() == (1536 - 384) // MIB_EACH
    limit_container(machine, "max", 100 * MIB)
    assert capacity.count_by_memory() == (1536 - 384) // MIB_EACH


def test_the_limit_of_a_container_counts_if_it_is_lower(machine: Path) -> None:
    limit_container(machine, str(1024 * MIB), 200 * MIB, 104 * MIB)
    assert capacity.count_by_memory() == (1024 - 200 + 104 - 384) // MIB_EACH
    limit_container(machine, str(4096 * MIB), 0)
    assert capacity.count_by_memory() == (1536 - 384) // MIB_EACH


def test_there_is_always_one_place(machine: Path) -> None:
    limit_container(machine, str(128 * MIB), 100 * MIB)
    assert capacity.count_by_memory() == 1


def test_a_machine_that_does_not_tell_what_is_free_counts_all(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (machine / "meminfo").unlink()
    sizes = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 2**20}
    monkeypatch.setattr(os, "sysconf", sizes.__getitem__)
    assert capacity.count_by_memory() == (2048 - 384) // MIB_EACH


def test_descriptors_are_counted_and_their_limit_is_raised() -> None:
    code = """if True:
        import resource
        from digit_widgets.app.kernels.capacity import (
            count_by_descriptors, count_spare_descriptors, raise_descriptor_limit)
        resource.setrlimit(resource.RLIMIT_NOFILE, (512, 2048))
        spare, places = count_spare_descriptors(), count_by_descriptors()
        with open("/dev/null"):
            assert count_spare_descriptors() == spare - 1
        raise_descriptor_limit()
        print(places, count_by_descriptors(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    """
    if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 2048:
        pytest.skip("This process may not open 2,048 files.")
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert told.split() == [str((512 - 160) // 16), str((2048 - 160) // 16), "2048"]
