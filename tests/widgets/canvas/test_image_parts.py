"""Image files that a page sends in parts: put together, bounded, and refused in words."""

from __future__ import annotations

from typing import Any

import pytest

from digit_widgets.widgets import InkCanvas
from digit_widgets.widgets.canvas.image_parts import LARGEST_IMAGE, ImageParts
from digit_widgets.widgets.canvas.messages import ImagePart
from tests.widgets.conftest import send_custom

CONTENT = bytes(range(250))


def part(first: int, size: int = 250, view: int = 1, name: str = "a.png") -> ImagePart:
    return ImagePart(view, name, size, first)


def add_all(parts: ImageParts, *messages: tuple[ImagePart, bytes]) -> list[bytes | None]:
    return [parts.add(message, [memoryview(content)]) for message, content in messages]


def test_parts_are_one_file() -> None:
    parts = ImageParts()
    got = add_all(
        parts,
        (part(0), CONTENT[:100]),
        (part(100), CONTENT[100:200]),
        (part(200), CONTENT[200:]),
    )
    assert got == [None, None, CONTENT]
    # Nothing of it is left.
    assert add_all(parts, (part(200), CONTENT[200:])) == [None]


def test_an_empty_file_is_complete() -> None:
    assert add_all(ImageParts(), (part(0, size=0), b"")) == [b""]


@pytest.mark.parametrize(
    "other",
    [part(100, view=2), part(100, name="b.png"), part(100, size=251), part(99), part(101)],
)
def test_a_part_that_does_not_continue_the_file_changes_nothing(other: ImagePart) -> None:
    parts = ImageParts()
    got = add_all(parts, (part(0), CONTENT[:100]), (other, CONTENT[:3]))
    got += add_all(parts, (part(100), CONTENT[100:]))
    assert got == [None, None, CONTENT]


def test_a_file_that_begins_replaces_an_unfinished_one() -> None:
    got = add_all(
        ImageParts(), (part(0), CONTENT[:100]), (part(0, view=2), CONTENT), (part(100), CONTENT)
    )
    assert got == [None, CONTENT, None]


@pytest.mark.parametrize("buffers", [[], [b"a", b"b"]])
def test_a_part_has_one_buffer(buffers: list[bytes]) -> None:
    assert ImageParts().add(part(0, size=1), buffers) is None


def test_no_more_is_kept_than_the_largest_image_whatever_a_page_says() -> None:
    parts = ImageParts()
    half = bytes(LARGEST_IMAGE // 2)
    size = 2**50
    for first in (0, LARGEST_IMAGE // 2, LARGEST_IMAGE):
        assert parts.add(part(first, size), [half]) is None
    assert len(parts._whole) == LARGEST_IMAGE
    # More bytes than the file is said to have are none of it.
    assert parts.add(part(0, size=3), [b"four"]) is None


@pytest.fixture
def taken() -> list[Any]:
    return []


@pytest.fixture
def reading(taken: list[Any]) -> InkCanvas:
    canvas = InkCanvas()
    canvas.read_images(lambda *file: taken.append(file), taken.append)
    return canvas


def send(canvas: InkCanvas, name: str = "a.png") -> None:
    message = {"kind": "image", "view": 1, "name": name, "size": 3, "first": 0}
    send_custom(canvas, message, b"abc")


def refuse(canvas: InkCanvas, why: str) -> None:
    send_custom(canvas, {"kind": "no_image", "view": 1, "name": "a.png", "why": why})


def test_a_canvas_takes_images_once_it_is_told_to(reading: InkCanvas, taken: list[Any]) -> None:
    plain = InkCanvas()
    assert plain.get_state()["_largest_image"] == 0
    send(plain)
    refuse(plain, "several")
    assert reading.get_state()["_largest_image"] == LARGEST_IMAGE
    assert reading.label.endswith("Paste reads an image.")
    send(reading)
    assert taken == [("a.png", b"abc")]


def test_a_disabled_canvas_takes_none_and_says_nothing(
    reading: InkCanvas, taken: list[Any]
) -> None:
    reading.disabled = True
    send(reading)
    refuse(reading, "large")
    assert taken == []


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("none", "no image to paste"),
        ("several", "Only one image"),
        ("large", "a.png is larger than 32 MiB"),
        ("unreadable", "a.png cannot be read"),
    ],
)
def test_what_is_not_sent_is_said(
    reading: InkCanvas, taken: list[Any], why: str, words: str
) -> None:
    refuse(reading, why)
    assert len(taken) == 1
    assert words in taken[0]


def test_a_name_that_no_page_could_show_is_made_one_that_it_can(
    reading: InkCanvas, taken: list[Any]
) -> None:
    send(reading, "a\ud800\n.png")
    assert taken == [("a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}.png", b"abc")]
    send(reading, "x" * 1001)
    assert len(taken) == 1
