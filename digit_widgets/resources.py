"""Resources: names of the shipped networks, paths of shipped files, and the icon."""

from pathlib import Path

__all__ = ["BUNDLED", "DEFAULT_MODEL", "read_icon", "resource_path"]

#: Names of the networks that come with the package: the one that reads best, and the two of the
#: course.
BUNDLED = ("reader", "cnn", "ann")
#: Name of the network that reads if no model is given.
DEFAULT_MODEL = "reader"

_PACKAGE = Path(__file__).parent


def resource_path(name: str) -> Path:
    """Return the path of a shipped file, such as ``models/digit_cnn.json``.

    Parameters
    ----------
    name
        Relative to the repository's root; wheels keep the same files under
        ``digit_widgets/_share``. The file need not exist.
    """
    installed = _PACKAGE / "_share" / name
    return installed if installed.exists() else _PACKAGE.parent / name


def read_icon() -> str:
    """Return the icon of all pages as SVG: a 4, as the pad draws it."""
    return (_PACKAGE / "icon.svg").read_text(encoding="utf-8").strip()
