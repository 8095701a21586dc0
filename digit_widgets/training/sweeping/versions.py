"""Versions: of Python and of the packages that a training's figures depend on."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

__all__ = ["compare_versions", "describe_machine", "installed_versions"]

_PACKAGES = ("digit-widgets", "keras", "tensorflow", "numpy")
_MISSING = "none"


def installed_versions() -> dict[str, str]:
    """Return the versions of Python and of the packages, by name; nothing is imported."""
    return {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}}


def compare_versions(here: Mapping[str, str], there: Mapping[str, str], worker: str) -> str:
    """Return what differs between this process and a worker, and what to do; "" if nothing does.

    The last number of Python's version may differ.

    Parameters
    ----------
    here, there
        Results of `installed_versions`.
    worker
        Name of the worker, for the sentence.
    """
    differ = [name for name in here if _relevant(name, here) != _relevant(name, there)]
    if not differ:
        return ""
    found = ", ".join(f"{name} {there.get(name, _MISSING)}" for name in differ)
    wanted = ", ".join(f"{name} {here[name]}" for name in differ)
    return (
        f"{worker} has {found}, and here it is {wanted}: figures would not be comparable. Install "
        "the same versions on both sides."
    )


def describe_machine() -> str:
    """Return this machine's name, system and number of cores: "name, Linux x86_64, 2 cores"."""
    cores = os.cpu_count() or 1
    return (
        f"{platform.node()}, {platform.system()} {platform.machine()}, "
        f"{cores} core{'s' if cores > 1 else ''}"
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return _MISSING


def _relevant(name: str, versions: Mapping[str, str]) -> str:
    found = versions.get(name, _MISSING)
    return found.rpartition(".")[0] if name == "python" else found
