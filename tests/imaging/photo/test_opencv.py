"""OpenCV, imported for large images only."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("path", [None, "/some/folder"])
def test_its_import_leaves_the_environment_as_it_was(path: str | None) -> None:
    environment = {name: each for name, each in os.environ.items() if name != "LD_LIBRARY_PATH"}
    if path is not None:
        environment["LD_LIBRARY_PATH"] = path
    code = (
        "import os, sys; before = dict(os.environ);"
        "from digit_widgets.imaging.photo.opencv import import_opencv; import_opencv();"
        "assert 'cv2' in sys.modules; assert dict(os.environ) == before"
    )
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
