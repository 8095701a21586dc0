"""The page's configuration, as Voila loads it."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

from traitlets.config import Config, PyFileConfigLoader

from digit_widgets.app.page import CONFIGURATION

__all__ = ["page_configuration"]


def page_configuration(own: str = "", folder: Path | None = None) -> Config:
    """Return the configuration of the page, or one's own from a file with these words.

    The environment, which it also sets, stays as it is.
    """
    path = Path(CONFIGURATION)
    if own:
        assert folder is not None
        path = folder / "voila.py"
        path.write_text(own)
    with mock.patch.dict("os.environ"):
        return PyFileConfigLoader(path.name, path=str(path.parent)).load_config()
