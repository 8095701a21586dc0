"""Contact sheets: one example of each scene, with a box around each digit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from benchmarks.scenes.kinds import SCENES, make_scenes
from benchmarks.scenes.scene import Hand, Scene

__all__ = ["show"]

_SIDE, _HEADING, _COLUMNS = 300, 22, 6


def show(hands: Sequence[Hand], path: str | Path) -> None:
    """Save a contact sheet, another digit for each scene."""
    sheet = Image.new("RGB", (_COLUMNS * _SIDE, -(-len(SCENES) // _COLUMNS) * (_SIDE + _HEADING)))
    for number, name in enumerate(SCENES):
        [scene] = make_scenes(name, hands, 1, seed=number)
        place = number % _COLUMNS * _SIDE, number // _COLUMNS * (_SIDE + _HEADING)
        title = f"{name}: {scene.text.replace(chr(10), ', ')}"
        ImageDraw.Draw(sheet).text((place[0] + 4, place[1] + 5), title, "white")
        sheet.paste(_with_boxes(scene), (place[0], place[1] + _HEADING))
    sheet.save(path)


def _with_boxes(scene: Scene) -> Image.Image:
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(scene.file))).convert("RGB")
    draw = ImageDraw.Draw(image)
    for digit in (digit for row in scene.rows for digit in row):
        draw.rectangle(tuple(digit.box), outline="red", width=max(2, max(image.size) // 200))
    image.thumbnail((_SIDE - 4, _SIDE - 4))
    return image
