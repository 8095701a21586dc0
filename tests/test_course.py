"""The course: each notebook asks before it tells, says what was learnt, and leads on."""

from __future__ import annotations

import io
import json
import re
from base64 import b64decode
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tools.course_images import IMAGES, course_image

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("0*.ipynb"))
_PNG = re.compile(r"data:image/png;base64,([^\"]*)")


def cells(name: str, kind: str) -> list[str]:
    """Return the text of a notebook's cells of one kind, "markdown" or "code"."""
    found = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text())["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == kind]


def title(name: str) -> str:
    return cells(name, "markdown")[0].splitlines()[0].removeprefix("# ")


@pytest.mark.parametrize("name", NAMES)
def test_it_opens_with_an_image_and_a_question(name: str) -> None:
    heading, image, question, *_ = cells(name, "markdown")[0].split("\n\n")
    assert heading.startswith("# ")
    assert re.fullmatch(rf"!\[[^\]]{{30,}}\]\(images/{name}\.svg\)", image)
    assert (NOTEBOOKS / "images" / f"{name}.svg").is_file()
    assert re.fullmatch(r"\*\*[^*]*\?[^*]*\*\*", question)


@pytest.mark.parametrize("name", NAMES)
def test_it_asks_for_guesses_which_a_result_or_an_answer_follows(name: str) -> None:
    texts = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text())["cells"]
    asking = [
        place
        for place, cell in enumerate(texts)
        if "> **Guess first.** " in "".join(cell["source"])
    ]
    assert len(asking) >= 4
    for place in asking:
        text = "".join(texts[place]["source"])
        after = text.rpartition("> **Guess first.** ")[2]
        assert "?" in after.split("\n\n")[0] or "press" in after
        following = "".join(texts[place + 1]["source"])
        is_answered = texts[place + 1]["cell_type"] == "code" or "<summary>" in following
        assert is_answered or "<summary>" in after or "## What you have learnt" in following


@pytest.mark.parametrize("name", NAMES)
def test_it_ends_with_three_sentences_and_the_way_on(name: str) -> None:
    heading, sentences, links = cells(name, "markdown")[-1].split("\n\n")
    assert heading == "## What you have learnt"
    assert re.findall(r"^(\d)\. \S.*\.$", sentences, re.M) == ["1", "2", "3"]
    place = NAMES.index(name)
    near = NAMES[max(place - 1, 0) : place] + NAMES[place + 1 : place + 2]
    assert re.findall(r"\]\((\w+)\.ipynb\)", links) == near
    for each in near:
        assert title(each) in links


@pytest.mark.parametrize("name", NAMES)
def test_every_link_within_the_course_has_its_target(name: str) -> None:
    for text in cells(name, "markdown"):
        for target in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
            assert (NOTEBOOKS / target).is_file(), target


@pytest.mark.parametrize("name", NAMES)
def test_its_cells_are_short_as_helpers_are_in_the_package(name: str) -> None:
    assert max(text.count("\n") + 1 for text in cells(name, "code")) <= 25


def test_the_images_are_those_that_the_tool_makes_today() -> None:
    assert sorted(IMAGES) == NAMES
    assert {path.stem for path in (NOTEBOOKS / "images").iterdir()} == set(NAMES)
    for name in NAMES:
        kept, made = (NOTEBOOKS / "images" / f"{name}.svg").read_text(), course_image(name)
        assert _PNG.sub("", kept) == _PNG.sub("", made), name
        for old, new in zip(_PNG.findall(kept), _PNG.findall(made), strict=True):
            np.testing.assert_allclose(_grey(old), _grey(new), atol=2, err_msg=name)


def _grey(data: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(b64decode(data))), np.int16)


def test_the_page_says_how_many_notebooks_there_are() -> None:
    number = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    said = re.search(r"(\w+) notebooks tell how it works", "\n".join(cells("app", "markdown")))
    assert said is not None
    assert said[1].lower() == number[len(NAMES)]
