"""Capacity: how many visitors a machine bears, by its memory and by what a process may open."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

__all__ = [
    "count_by_descriptors",
    "count_by_memory",
    "count_spare_descriptors",
    "raise_descriptor_limit",
]

_MIB = 2**20
#: Memory of a visitor's kernel, with room to grow, and what is left to the server and the rest of
#: the machine. A forked kernel takes 30 MiB, one that is started plainly 87.
_A_VISITOR = (64 if sys.platform == "linux" else 112) * _MIB
_RESERVED_MEMORY = 384 * _MIB
#: Descriptors that a server has open for a visitor, and for everything else.
_DESCRIPTORS = 16
_RESERVED_DESCRIPTORS = 160
#: More are not needed on any machine.
_ENOUGH_DESCRIPTORS = 65_536
_MEMINFO = Path("/proc/meminfo")
_CGROUP = Path("/sys/fs/cgroup")
#: Lists this process' open descriptors, on Linux and on macOS.
_OPEN = "/dev/fd"


def count_by_memory() -> int:
    """Return for how many visitors memory is free: of the machine, or of its container if less."""
    free = _free_memory()
    try:
        limit = (_CGROUP / "memory.max").read_text().strip()
        used = int((_CGROUP / "memory.current").read_text())
        # Pages of files count as used, but are given up for kernels.
        cached = _read_table(_CGROUP / "memory.stat").get("inactive_file", 0)
    except (OSError, ValueError):
        limit = "max"
    if limit != "max":
        free = min(free, int(limit) - used + cached)
    return max(1, (free - _RESERVED_MEMORY) // _A_VISITOR)


def count_by_descriptors() -> int:
    """Return for how many visitors this process may open descriptors."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return max(1, (limit - _RESERVED_DESCRIPTORS) // _DESCRIPTORS)


def count_spare_descriptors() -> int:
    """Return how many more descriptors this process may open."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] - len(os.listdir(_OPEN))


def raise_descriptor_limit() -> None:
    """Let this process and its children open as many descriptors as they may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = _ENOUGH_DESCRIPTORS if hard == resource.RLIM_INFINITY else hard
    if soft != resource.RLIM_INFINITY and soft < min(allowed, _ENOUGH_DESCRIPTORS):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(allowed, _ENOUGH_DESCRIPTORS), hard))


def _free_memory() -> int:
    if _MEMINFO.exists():
        return 1024 * _read_table(_MEMINFO)["MemAvailable"]
    # Other systems tell no more than how much memory there is in all.
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


def _read_table(file: Path) -> dict[str, int]:
    """Read lines of a name and a number."""
    lines = (line.replace(":", "").split() for line in file.read_text().splitlines())
    return {words[0]: int(words[1]) for words in lines}
