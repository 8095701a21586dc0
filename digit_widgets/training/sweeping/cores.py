"""Cores: how many there are for a sweep, and what TensorFlow is told of them and of a GPU."""

from __future__ import annotations

import os

__all__ = ["count_cores", "prepare_tensorflow"]


def count_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def prepare_tensorflow() -> None:
    """Let TensorFlow, once it is imported, write errors only and share a GPU with others."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
