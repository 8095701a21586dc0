"""Resources: paths of the shipped models and notebooks, in a wheel or in a checkout."""

from pathlib import Path

__all__ = ["resource_path"]

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
