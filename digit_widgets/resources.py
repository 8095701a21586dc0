"""Resources: names of the shipped networks, and paths of shipped files in a wheel or a checkout."""

from pathlib import Path

__all__ = ["BUNDLED", "DEFAULT_MODEL", "resource_path"]

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
