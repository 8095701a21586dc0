"""Site files: the page with what a static host, and a phone's home screen, need beside it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from digit_widgets.app.standalone.page_file import PageModel, render_page
from digit_widgets.data.files import expand_path
from digit_widgets.errors import ArgumentError
from digit_widgets.resources import read_icon

__all__ = ["write_page", "write_site"]

#: Sides of the icons in pixels, as home screens take them.
_SIDES = (192, 512)
_SCRIPT = Path(__file__).parent / "static" / "service_worker.js"


def write_page(
    path: str | Path,
    models: Sequence[PageModel],
    *,
    title: str | None = None,
    language: str | None = None,
    overwrite: bool = False,
) -> Path:
    """Write the page as one HTML file, which needs no server and no connection.

    Parameters
    ----------
    path
        The file, which ends in .html or .htm. Its folder is created if it is missing.
    models, title, language
        See `render_page`.
    overwrite
        True replaces a file that is there.

    Raises
    ------
    ArgumentError
        Another name, a file that is there already, or that cannot be written.
    """
    path = expand_path(path)
    if path.suffix.lower() not in {".html", ".htm"} or path.is_dir():
        raise ArgumentError(f"A page is a file that ends in .html: name one, not {path.name}.")
    text = render_page(models, title=title, language=language)
    _write_files(path.parent, {path.name: text.encode()}, overwrite=overwrite)
    return path


def write_site(
    folder: str | Path,
    models: Sequence[PageModel],
    *,
    title: str | None = None,
    language: str | None = None,
    overwrite: bool = False,
) -> Path:
    """Write a folder for any static host: the page, icons, a manifest and a service worker.

    Once opened, it works without its server, and can be put on a phone's home screen.

    Parameters
    ----------
    folder
        Created if it is missing; other files in it stay.
    models, title, language
        See `render_page`.
    overwrite
        True replaces the site's files that are there.

    Raises
    ------
    ArgumentError
        A file of the site is there already, or cannot be written.
    """
    folder = expand_path(folder)
    page = render_page(models, title=title, language=language, site=True)
    files = {
        "index.html": page.encode(),
        "manifest.webmanifest": _make_manifest(title, language).encode(),
        "icon.svg": read_icon().encode(),
        **{f"icon-{side}.png": _draw_icon(side) for side in _SIDES},
    }
    files["service_worker.js"] = _make_worker(files).encode()
    _write_files(folder, files, overwrite=overwrite)
    return folder


def _make_manifest(title: str | None, language: str | None) -> str:
    icons = [
        {"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"},
        *(
            {"src": f"icon-{side}.png", "sizes": f"{side}x{side}", "type": "image/png"}
            for side in _SIDES
        ),
    ]
    manifest = {
        "name": title or "Digit Widgets",
        "short_name": (title or "Digits")[:12],
        "lang": language or "en",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#000000",
        "icons": icons,
    }
    return json.dumps(manifest, indent=2, ensure_ascii=False)


def _make_worker(files: dict[str, bytes]) -> str:
    """Return the service worker's script, which knows the files and their version."""
    digest = hashlib.sha256(b"".join(files[name] for name in sorted(files))).hexdigest()[:16]
    kept = ["./", *files]
    site = json.dumps({"version": digest, "files": kept})
    return f"globalThis.site = {site};\n{_SCRIPT.read_text(encoding='utf-8')}"


def _draw_icon(side: int) -> bytes:
    """Return a PNG of the icon, a white 4 on black, to its edges: home screens round them."""
    from PIL import Image, ImageDraw

    scale = 4 * side / 32  # drawn four times as large, and shrunk: Pillow's lines are jagged
    image = Image.new("L", (4 * side, 4 * side))
    draw = ImageDraw.Draw(image)
    half = 1.75 * scale
    for line in (((13, 6), (9, 18), (23, 18)), ((19, 11), (19, 26))):
        points = [(x * scale, y * scale) for x, y in line]
        draw.line(points, fill=255, width=round(2 * half), joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - half, y - half, x + half, y + half), fill=255)
    file = io.BytesIO()
    image.resize((side, side), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _write_files(folder: Path, files: dict[str, bytes], *, overwrite: bool) -> None:
    """Write files to a folder: first all of them beside it, and then each to its place."""
    there = [name for name in files if (folder / name).exists()]
    if there and not overwrite:
        raise ArgumentError(
            f"{folder / there[0]} exists already: give another place, or add --overwrite."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".exporting-", dir=folder) as scratch:
            for name, content in files.items():
                (Path(scratch) / name).write_bytes(content)
            for name in files:
                os.replace(Path(scratch) / name, folder / name)
    except OSError as error:
        raise ArgumentError(
            f"A page cannot be written to {folder}: {error.strerror or error}. Give another "
            "place, or make room."
        ) from error
