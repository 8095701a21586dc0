"""Labels on charts: their width, and how they are shortened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_widgets.widgets.parts.axis_labels import axis_keys, measure_text, shorten_label

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
LABELS = [
    "0",
    "even",
    "W" * 30,
    "שלום עולם וכל טוב לכולם",
    "手書き数字認識モデル",
    FAMILY * 9,
    "é" * 40,
]


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_whole_if_there_is_room_and_else_fits_with_an_ellipsis(label: str) -> None:
    assert shorten_label(label, 14, 1e6) == label
    short = shorten_label(label, 14, 60)
    assert measure_text(short, 14) <= 60
    assert ("…" in short) == (measure_text(label, 14) > 60)


@given(st.text(max_size=60), st.floats(20, 300))
def test_nothing_is_wider_than_its_room_and_what_is_left_is_its_beginning(
    text: str, room: float
) -> None:
    short = shorten_label(text, 14, room)
    assert measure_text(short, 14) <= room
    assert " ".join(text.split()).startswith(short.rstrip("\u200f").removesuffix("…"))


def test_what_belongs_together_is_not_cut() -> None:
    kept = shorten_label(FAMILY * 9, 14, 75).removesuffix("…")
    assert kept == FAMILY * (len(kept) // len(FAMILY))
    accents = shorten_label("e\u0301" * 40, 14, 60).removesuffix("…")
    assert accents == "e\u0301" * (len(accents) // 2)
    flags = shorten_label("\U0001f1eb\U0001f1f7" * 9, 14, 75).removesuffix("…")
    assert flags == "\U0001f1eb\U0001f1f7" * (len(flags) // 2)


def test_wide_letters_are_wider_and_marks_take_no_room() -> None:
    assert measure_text("iii", 14) < measure_text("eee", 14) < measure_text("WWW", 14)
    assert measure_text("字", 14) >= 14
    assert measure_text("e\u0301", 14) == measure_text("e", 14)


def test_of_text_from_the_right_the_ellipsis_is_at_its_end() -> None:
    assert shorten_label("שלום עולם", 14, 50).endswith("…\u200f")
    assert shorten_label("hello world", 14, 50).endswith("…")


def test_labels_that_are_the_same_have_places_of_their_own() -> None:
    assert axis_keys(("a", "b")) == ["a", "b"]
    assert axis_keys(("even", "odd", "even")) == ["0", "1", "2"]
