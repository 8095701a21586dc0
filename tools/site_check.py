"""Check that a built site loads nothing from other hosts: ``python -m tools.site_check FOLDER``.

Links that a reader may follow are fine; scripts, styles, fonts and images of other hosts are not.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = ["outside_requests"]

_HOST = r"""["']?\s*((?:https?:)?//[^"'\s)>]+)"""
#: Attributes that a browser loads by itself: in HTML all but links, in CSS addresses and imports.
_LOADED = r"<(?!a\b)[a-z]+\b[^>]*?\b(?:src|srcset|data|href|poster)="
_HTML = re.compile(_LOADED + _HOST, re.IGNORECASE)
_CSS = re.compile(rf"(?:url\(|@import)\s*{_HOST}", re.IGNORECASE)


def outside_requests(site: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file that makes a browser load something from another host, and the address.

    Parameters
    ----------
    site
        The folder of the built site. In its scripts, only addresses in quotes count that end in
        ``.js``, ``.css`` or a font's suffix.
    """
    for path in sorted(site.rglob("*")):
        patterns = {
            ".html": (_HTML, _CSS),
            ".css": (_CSS,),
            ".svg": (_CSS,),
            ".js": (re.compile(r"""["'](https?://[^"']+\.(?:js|mjs|css|woff2?))["']"""),),
        }.get(path.suffix, ())
        text = path.read_text(encoding="utf-8", errors="replace") if patterns else ""
        for pattern in patterns:
            yield from ((path, address) for address in pattern.findall(text))


def main() -> None:
    """Check a site, and exit with 1 if it loads something from another host."""
    found = list(outside_requests(Path(sys.argv[1])))
    for path, address in found:
        print(f"{path}: {address}", file=sys.stderr)  # noqa: T201 - a command's result
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
