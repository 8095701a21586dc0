"""The page that Voila serves: its configuration, its templates, and who is let in."""

from __future__ import annotations

from pathlib import Path

__all__ = ["CONFIGURATION", "LARGEST_MESSAGE", "TEMPLATES"]

#: Voila's configuration for a page that anybody may visit. A configuration of one's own takes it
#: over by ``load_subconfig``.
CONFIGURATION = str(Path(__file__).parent / "voila.py")
#: The largest message from a page, in bytes; tornado drops the connection of a page that sends a
#: larger one. A part of an image has 1 MiB, and a drawing less.
LARGEST_MESSAGE = 2 * 2**20
#: A folder in the layout of Jupyter's data folders, with this package's template for the page.
TEMPLATES = str(Path(__file__).parent)
