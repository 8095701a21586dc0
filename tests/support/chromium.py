"""Chromium: finds one on this machine, installs one, or tells how to get one.

Run as ``python -m tests.support.chromium`` before the browser tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["ARGUMENTS", "find_chromium"]

#: The build without windows comes first: it draws the same pages with less work.
_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
#: Flags that keep Chromium from unneeded network requests, and that let root start it, as in a
#: container, where it has no sandbox.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_ADVICE = """\
The browser tests need Chromium or Google Chrome, and none was found.
  Debian, Ubuntu:  sudo apt-get install chromium
  macOS:           brew install --cask chromium
  elsewhere:       .venv/bin/playwright install chromium
or name one in the environment variable CHROMIUM."""


def find_chromium() -> str:
    """Return the path of a Chromium, or exit with advice on how to get one."""
    for candidate in (os.environ.get("CHROMIUM"), *map(shutil.which, _NAMES), *_MAC):
        if candidate and Path(candidate).exists():
            return candidate
    downloaded = _playwrights_own()
    if downloaded:
        return downloaded
    raise SystemExit(_ADVICE)


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install() -> None:
    """Install Debian's Chromium if allowed: the build without windows, or else the full one."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    subprocess.run(["apt-get", "--quiet", "update"], check=True, stdout=sys.stderr)
    install = ["apt-get", "--quiet", "install", "--yes", "--no-install-recommends"]
    if subprocess.run([*install, _NAMES[0]], check=False, stdout=sys.stderr).returncode != 0:
        subprocess.run([*install, "chromium"], check=True, stdout=sys.stderr)


def main() -> None:
    """Make sure that a Chromium is installed."""
    try:
        path = find_chromium()
    except SystemExit:
        _install()
        path = find_chromium()
    print(f"Chromium: {path}")


if __name__ == "__main__":
    main()
