"""``digit-widgets read``: any number of files, a line for each, whatever is wrong with some."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from digit_widgets import read_number
from digit_widgets.app.cli import app
from digit_widgets.errors import ArgumentError
from digit_widgets.imaging import load_image, normalize_ink, rasterize
from digit_widgets.ink import Ink
from tests.support.digits import DIGITS, NO_DIGITS, finely

#: Values of --json's `reason` and of the words for them.
SEVERAL = "several digits: use --number"


def paper(*rows: str, side: int = 150) -> Image.Image:
    """Draw rows of digits, dark on white, each in a square of some pixels."""
    width, height = side * max(map(len, rows)), side * len(rows)
    strokes = [
        finely([((column + x / 280) * side, (row + y / 280) * side) for x, y in stroke])
        for row, labels in enumerate(rows)
        for column, label in enumerate(labels)
        for stroke in DIGITS[label]
    ]
    square = rasterize(Ink.from_strokes(strokes, width=side / 18), max(width, height))
    return Image.fromarray(np.round((1 - square[:height, :width]) * 255).astype(np.uint8))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two images of one digit, one of several, and what is none."""
    (tmp_path / "more").mkdir()
    (tmp_path / ".thumbnails").mkdir()
    paper("7").save(tmp_path / "b.png")
    paper("47").save(tmp_path / "more" / "a.JPG")
    paper("3").save(tmp_path / "c.bmp")
    paper("1").save(tmp_path / ".thumbnails" / "b.png")
    paper("1").save(tmp_path / ".hidden.png")
    (tmp_path / "notes.txt").write_text("7")
    return tmp_path


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["read", *map(str, arguments)])


def lines(*arguments: object) -> list[str]:
    """Return the lines that a command without problems prints."""
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return list(result.stdout.splitlines())


def refused(*arguments: object) -> str:
    """Return why a command is refused as a whole."""
    result = run(*arguments)
    assert isinstance(result.exception, ArgumentError), result.output
    assert result.stdout == ""
    return str(result.exception)


def test_one_file_is_not_named_and_several_are(folder: Path) -> None:
    line, *bars = lines(folder / "b.png")
    assert line.startswith("7, ")
    assert [bar[0] for bar in bars] == list("0123456789")
    assert max(bars, key=lambda bar: bar.count("█")).startswith("7 ██████")
    told = lines(folder / "c.bmp", folder / "b.png")
    assert [each.partition(", ")[0] for each in told] == [
        f"{folder / 'c.bmp'}: 3",
        f"{folder / 'b.png'}: 7",
    ]


def test_an_image_without_a_digit_says_so_and_a_threshold_rejects(folder: Path) -> None:
    Image.new("L", (200, 200), 255).save(folder / "blank.png")
    assert lines(folder / "blank.png") == ["no digit found"]
    assert lines("--number", folder / "blank.png") == ["no digit found"]
    letter = 1 - normalize_ink(Ink.from_strokes(NO_DIGITS["scribble"]))
    Image.fromarray(np.round(255 * letter).astype(np.uint8)).save(folder / "letter.png")
    assert lines(folder / "letter.png")[0].startswith("not a digit")
    assert lines("--threshold", 0, folder / "letter.png")[0][0].isdigit()


def test_a_folder_is_its_images_by_name(folder: Path) -> None:
    told = [each.partition(": ") for each in lines(folder)]
    assert [Path(name).relative_to(folder).as_posix() for name, _, _ in told] == [
        "b.png",
        "c.bmp",
        "more/a.JPG",
    ]
    assert [words[:2] for _, _, words in told] == ["7,", "3,", SEVERAL[:2]]
    # Its only image is named, because the folder has not said which it is.
    assert lines(folder / "more") == [f"{folder / 'more' / 'a.JPG'}: {SEVERAL}"]


def test_numbers_are_read_row_by_row_on_one_line(folder: Path) -> None:
    paper("47", "3").save(folder / "rows.png")
    (line,) = lines("--number", folder / "rows.png")
    assert line.startswith("47 | 3, ")
    (line,) = lines("--number", folder / "more" / "a.JPG")
    assert line.startswith("47, ")


def test_a_file_that_cannot_be_read_does_not_end_the_run(folder: Path) -> None:
    (folder / "empty").mkdir()
    result = run(folder / "notes.txt", folder / "b.png", folder / "gone.png", folder / "empty")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{folder / 'b.png'}: 7, ")
    assert len(result.stdout.splitlines()) == 1
    first, second, third = result.stderr.splitlines()
    assert f"{folder / 'notes.txt'} cannot be read as an image" in first
    assert f"There is no image at {folder / 'gone.png'}." in second
    assert f"There is no image in the folder {folder / 'empty'}." in third
    assert all(each.startswith("Error: ") for each in (first, second, third))


def test_json_has_an_object_on_each_line(folder: Path) -> None:
    result = run("--json", folder, folder / "gone.png")
    assert result.exit_code == 1
    seven, three, several, gone = map(json.loads, result.stdout.splitlines())
    assert seven["file"] == str(folder / "b.png")
    assert (seven["label"], seven["reason"]) == ("7", "digit")
    assert seven["confidence"] == seven["probabilities"]["7"]
    assert three["label"] == "3"
    assert (several["label"], several["reason"]) == (None, "several digits")
    assert gone == {
        "file": str(folder / "gone.png"),
        "error": f"There is no image at {folder / 'gone.png'}.",
    }


def test_a_number_as_json_has_boxes_in_the_pixels_of_the_file(folder: Path) -> None:
    # Images of this size are shrunk while they are loaded.
    paper("47", side=1200).save(folder / "large.png")
    (line,) = lines("--number", "--json", folder / "large.png")
    number = json.loads(line)
    assert number["text"] == "47"
    assert [glyph["text"] for glyph in number["glyphs"]] == ["4", "7"]
    for column, glyph in enumerate(number["glyphs"]):
        points = np.concatenate(DIGITS[glyph["text"]]) * (1200 / 280) + (1200 * column, 0)
        left, top, right, bottom = glyph["box"]
        expected = [*points.min(axis=0), *points.max(axis=0)]
        assert np.abs(np.subtract([left, top, right, bottom], expected)).max() < 60


@pytest.mark.parametrize(
    ("options", "columns"),
    [
        ((), ["file", "label", "reason", "confidence", "score", "error"]),
        (("--number",), ["file", "text", "confidence", "score", "error"]),
    ],
)
def test_csv_is_a_table(folder: Path, options: tuple[str, ...], columns: list[str]) -> None:
    paper("47", "3").save(folder / 'a, "b".png')
    result = run("--csv", *options, folder / 'a, "b".png', folder / "gone.png", folder / "b.png")
    assert len(result.stdout.splitlines()) == 4
    table = csv.DictReader(io.StringIO(result.stdout))
    rows, gone, seven = table
    assert table.fieldnames == columns
    assert rows["file"] == str(folder / 'a, "b".png')
    assert gone["error"] == f"There is no image at {folder / 'gone.png'}."
    assert gone[columns[1]] == gone["score"] == ""
    assert seven[columns[1]] == "7"
    assert 0.5 < float(seven["confidence"]) <= 1
    assert seven["error"] == ""
    if options:
        assert rows["text"] == "47 | 3"
    else:
        assert (rows["label"], rows["reason"], rows["score"]) == ("", "several digits", "")


def test_json_and_csv_together_are_refused(folder: Path) -> None:
    assert "either JSON or CSV" in refused("--json", "--csv", folder)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names.")
def test_a_name_with_a_line_break_stays_on_its_line(folder: Path) -> None:
    paper("7").save(folder / "more" / "a\nb.png")
    (folder / "more" / "c\nd.png").write_text("7")
    result = run(folder / "more")
    assert len(result.stdout.splitlines()) == 2
    assert len(result.stderr.splitlines()) == 1


def test_boxes_are_drawn_around_the_digits(folder: Path, tmp_path: Path) -> None:
    source, out = folder / "more" / "a.JPG", tmp_path / "boxes.png"
    assert lines(source, "--boxes", out) == [SEVERAL]
    grey = load_image(source)
    drawn = np.asarray(Image.open(out)).astype(float)
    assert drawn.shape == (*grey.shape, 3)
    colored = np.ptp(drawn, axis=2) > 60
    for glyph in read_number(grey).glyphs:
        left, top, right, bottom = map(round, glyph.bounds)
        # Nothing is drawn over the digit itself, and lines on all sides of it.
        assert not colored[top:bottom, left:right].any()
        middle = (top + bottom) // 2, (left + right) // 2
        assert colored[middle[0], :left].any()
        assert colored[middle[0], right:].any()
        assert colored[:top, middle[1]].any()
        assert colored[bottom:, middle[1]].any()


@pytest.mark.parametrize(
    ("out", "sources", "words"),
    [
        ("boxes.png", ["b.png", "c.bmp"], "there are 2: give one file"),
        ("boxes.png", ["."], "there are 3: give one file"),
        ("boxes.jpg", ["b.png"], "boxes.png"),
        ("b.png", ["b.png"], "is an image to read"),
        ("gone/boxes.png", ["b.png"], "There is no folder"),
    ],
)
def test_boxes_that_cannot_be_drawn_are_refused(
    folder: Path, out: str, sources: list[str], words: str
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    said = refused(*(folder / each for each in sources), "--boxes", folder / out)
    assert words in said
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
