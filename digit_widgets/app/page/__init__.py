"""The page that Voila serves: its configuration, its templates, and who is let in."""

from __future__ import annotations

from pathlib import Path

__all__ = ["CONFIGURATION", "TEMPLATES"]

#: Voila's configuration for a page that anybody may visit. A configuration of one's own takes it
#: over by ``load_subconfig``.
CONFIGURATION = str(Path(__file__).parent / "voila.py")
#: A folder in the layout of Jupyter's data folders, with this package's template for the page.
TEMPLATES = str(Path(__file__).parent)
