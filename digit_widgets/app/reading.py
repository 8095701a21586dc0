"""Reading: what ``digit-widgets read`` does with its files, each on a line of its own."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from digit_widgets.app.boxed_image import check_boxes_file, draw_boxes
from digit_widgets.app.text_bars import draw_text_bars
from digit_widgets.errors import ArgumentError, ImageError
from digit_widgets.imaging import load_scaled_image
from digit_widgets.recognition import GlyphReading, NumberReading, Prediction, Recognizer
from digit_widgets.recognition.image_glyphs import find_image_glyphs
from digit_widgets.recognition.numbers import judge_glyphs

__all__ = ["FileReader", "Format", "find_images"]

Format = Literal["text", "json", "csv"]
#: Endings of the image files in a folder. HEIC is among them: its error says what to do.
_ENDINGS = re.compile(
    r"\.(avif|bmp|gif|hei[cf]|jfif|jp2|jpe?g?|p[bgp]m|png|tiff?|webp)", re.IGNORECASE
)
#: What stands between the rows of digits of one image, all on one line.
_ROWS = " | "
#: Words in place of those that send to a Python function.
_SEVERAL = "several digits: use --number"


def find_images(sources: Iterable[Path]) -> list[Path]:
    """Return files, with those in folders and their subfolders, sorted by name.

    In a folder, hidden files and those with other endings than an image's are left out. One without
    images is returned itself, and reading it fails.
    """
    found: list[Path] = []
    for source in sources:
        inside = sorted(filter(_is_image, source.rglob("*"))) if source.is_dir() else []
        found += [path for path in inside if not _is_hidden(path.relative_to(source))] or [source]
    return found


def _is_image(path: Path) -> bool:
    return _ENDINGS.fullmatch(path.suffix) is not None and path.is_file()


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


@dataclass(frozen=True, slots=True)
class FileReader:
    """Reads image files, and writes a line for each.

    Parameters
    ----------
    recognizer
        The model and its threshold.
    write
        Called with each line of the results.
    complain
        Called with what is wrong with a file, or a model with all of them.
    number
        True to read all digits of each image, instead of the only one.
    form
        "text"; "json", an object on each line; or "csv", after a line of the columns' names.
    encoding
        The encoding of where the results are written, if it is known: a single image's digit is
        shown with a bar for each label, of characters that can be written there.
    """

    recognizer: Recognizer
    write: Callable[[str], None]
    complain: Callable[[str], None]
    number: bool = False
    form: Format = "text"
    encoding: str | None = None

    def read(self, sources: Sequence[Path], *, boxes: Path | None = None) -> bool:
        """Read files and folders, and return True if all could be read.

        Parameters
        ----------
        sources
            The files and folders. A file that cannot be read does not end the run.
        boxes
            The PNG file for the image with a box around each digit, if there is only one image.

        Raises
        ------
        ArgumentError
            There are several images to draw boxes in, or the file for it cannot be written.
        ModelError
            The model's output is not probabilities.
        """
        files = find_images(sources)
        if boxes is not None:
            if len(files) > 1:
                raise ArgumentError(
                    f"Boxes are drawn in one image, and there are {len(files)}: give one file."
                )
            check_boxes_file(boxes, files)
        if self.form == "csv":
            self.write(_csv_line([*self._columns(), "error"]))
        is_named = len(files) > 1 or files != list(sources)
        n_read = sum(self._read_file(file, is_named=is_named, boxes=boxes) for file in files)
        return n_read == len(files)

    def _columns(self) -> tuple[str, ...]:
        if self.number:
            return ("file", "text", "confidence", "score")
        return ("file", "label", "reason", "confidence", "score")

    def _read_file(self, file: Path, *, is_named: bool, boxes: Path | None) -> bool:
        name = _printable(str(file))
        try:
            if file.is_dir():
                raise ImageError(f"There is no image in the folder {name}.")
            grey, scale = load_scaled_image(file, name=name)
            found = find_image_glyphs(self.recognizer.predictor, grey)
            glyphs = judge_glyphs(self.recognizer, found)
            result = (
                NumberReading(glyphs, in_image=True)
                if self.number
                else self.recognizer.choose(found)[0]
            )
            if boxes is not None:
                _save_boxes(grey, glyphs, boxes)
        except ImageError as error:
            self._fail(name, str(error))
            return False
        self._tell(name if is_named else "", name, result, scale)
        return True

    def _fail(self, name: str, problem: str) -> None:
        self.complain(f"Error: {problem}")
        if self.form == "json":
            self.write(json.dumps({"file": name, "error": problem}))
        elif self.form == "csv":
            self.write(_csv_line([name, *[""] * (len(self._columns()) - 1), problem]))

    def _tell(
        self, prefix: str, name: str, result: Prediction | NumberReading, scale: float
    ) -> None:
        if self.form == "text":
            self.write(f"{prefix}: {_words(result)}" if prefix else _words(result))
            if isinstance(result, Prediction) and not prefix:
                for line in draw_text_bars(result, self.encoding):
                    self.write(line)
            return
        if isinstance(result, Prediction):
            facts = _prediction_facts(result)
        else:
            facts = _number_facts(result, scale)
        if self.form == "json":
            self.write(json.dumps({"file": name, **facts}))
            return
        row = {"file": name, **facts}
        self.write(_csv_line([*(_cell(row[each]) for each in self._columns()), ""]))


def _words(result: Prediction | NumberReading) -> str:
    if isinstance(result, Prediction) and result.reason == "several digits":
        return _SEVERAL
    return str(result).replace("\n", _ROWS)


def _prediction_facts(prediction: Prediction) -> dict[str, Any]:
    return {
        "label": prediction.label,
        "reason": prediction.reason,
        "confidence": prediction.confidence,
        "score": prediction.score,
        "probabilities": dict(zip(prediction.labels, prediction.probabilities, strict=True)),
    }


def _number_facts(reading: NumberReading, scale: float) -> dict[str, Any]:
    return {
        "text": reading.text,
        "confidence": reading.confidence,
        "score": reading.score,
        "glyphs": [_glyph_facts(glyph, scale) for glyph in reading.glyphs],
    }


def _glyph_facts(glyph: GlyphReading, scale: float) -> dict[str, Any]:
    """Return a glyph's facts, with its box in pixels of the upright image."""
    return {
        "text": glyph.text,
        "reason": glyph.prediction.reason,
        "confidence": glyph.confidence,
        "score": glyph.prediction.score,
        "row": glyph.row,
        "box": [round(scale * side, 1) for side in glyph.bounds],
    }


def _save_boxes(grey: NDArray[np.float32], glyphs: Sequence[GlyphReading], file: Path) -> None:
    try:
        draw_boxes(grey, glyphs).save(file)
    except OSError as error:
        raise ArgumentError(f"{file} cannot be written: {error.strerror or error}.") from error


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    return f"{value:.6f}" if isinstance(value, float) else value.replace("\n", _ROWS)


def _printable(name: str) -> str:
    """Return a file's name as it can be printed on a line: names may hold anything."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in name)
