"""What is read, linked to other widgets: from Python, and as a page links and sets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ipywidgets import Dropdown, Label, Text, dlink, jsdlink, jslink, link
from traitlets import TraitError

from digit_widgets.ink import Ink
from digit_widgets.widgets import DigitPad, NumberPad
from tests.support.waiting import wait_until
from tests.widgets.canvas.test_hostile_pages import WRONG, deliver
from tests.widgets.conftest import Page

WORDED: Callable[[Any], str] = lambda value: value or ""  # noqa: E731
TYPED: Callable[[str], Any] = lambda text: text or None  # noqa: E731


def type_into(widget: Any, text: str) -> None:
    """Have a page set a widget's value, as one who types does."""
    deliver(widget, "update", {"value": text})


@pytest.mark.parametrize("end", [Label, Text])
def test_a_label_or_a_text_follows_by_a_mapping_of_none(
    pad: DigitPad, end: Any, seven: Ink
) -> None:
    follower = end()
    dlink((pad, "value"), (follower, "value"), WORDED)
    assert follower.value == ""
    pad.ink = seven
    assert (follower.value, pad.value) == ("7", "7")
    pad.clear()
    assert (follower.value, pad.value) == ("", None)
    assert pad.error == ""


def test_a_dropdown_follows_as_it_is_none_for_nothing_chosen(pad: DigitPad, seven: Ink) -> None:
    follower = Dropdown(options=list("0123456789"), value=None)
    dlink((pad, "value"), (follower, "value"))
    assert follower.value is None
    pad.ink = seven
    assert follower.value == "7"
    pad.clear()
    assert follower.value is None


@pytest.mark.parametrize("drawn", [False, True])
def test_what_is_typed_into_a_linked_text_is_set_back_to_what_is_read(
    pad: DigitPad, seven: Ink, drawn: bool
) -> None:
    text = Text()
    link((pad, "value"), (text, "value"), (WORDED, TYPED))
    if drawn:
        pad.ink = seven
    told: list[Any] = []
    pad.observe(told.append, "value")
    for typed in ("3", "33", "hello"):
        type_into(text, typed)
        wait_until(lambda: text.value == ("7" if drawn else ""), "The text stays as typed.")
    assert pad.value == ("7" if drawn else None)
    assert (pad.error, told) == ("", [])
    pad.clear()
    pad.ink = seven
    assert text.value == "7"


def test_what_is_chosen_in_a_linked_dropdown_is_set_back(pad: DigitPad, seven: Ink) -> None:
    dropdown = Dropdown(options=list("0123456789"), value=None)
    link((pad, "value"), (dropdown, "value"))
    pad.ink = seven
    assert dropdown.value == "7"
    deliver(dropdown, "update", {"index": 3})
    wait_until(lambda: dropdown.value == "7", "The choice stays.")
    assert (pad.value, pad.error) == ("7", "")


def test_a_link_that_cannot_take_none_is_said_and_the_pad_goes_on(
    pad: DigitPad, seven: Ink
) -> None:
    pad.ink = seven
    text = Text()
    plain = link((pad, "value"), (text, "value"))
    assert text.value == "7"
    pad.clear()
    assert "An observer raised TraitError" in pad.error
    assert pad.value is None
    plain.unlink()
    pad.ink = seven
    assert (pad.value, pad.error) == ("7", "")


def test_who_assigns_what_is_read_is_told_what_to_assign(pad: DigitPad) -> None:
    link((pad, "value"), (Text(), "value"), (WORDED, TYPED))
    for value in ("3", None):
        with pytest.raises(TraitError, match=r"read-only, as it .* assign ink"):
            pad.value = value
    with pytest.raises(TraitError, match="read-only"):
        link((Text("3"), "value"), (pad, "value"))


def test_a_number_is_linked_in_the_same_way(seven: Ink) -> None:
    pad, text = NumberPad(), Text()
    link((pad, "value"), (text, "value"), (WORDED, TYPED))
    pad.ink = seven
    assert text.value == "7"
    type_into(text, "42")
    wait_until(lambda: text.value == "7", "The text stays as typed.")
    pad.close()


@pytest.mark.parametrize("kind", [DigitPad, NumberPad])
def test_pages_are_told_what_is_read_with_no_text_for_nothing(kind: Any, seven: Ink) -> None:
    pad = kind()
    assert pad.get_state("value") == {"value": ""}
    jslink((pad, "value"), (Label(), "value"))
    jsdlink((pad, "value"), (Text(), "value"))
    pad.ink = seven
    assert [m["state"] for m in pad.comm.sent if "value" in m.get("state", {})] == [{"value": "7"}]
    pad.clear()
    assert pad.comm.sent[-1]["state"] == {"value": ""}
    pad.close()


def test_of_a_dropdown_only_the_index_is_known_to_pages(pad: DigitPad) -> None:
    with pytest.raises(TypeError, match="cannot be synced"):
        jslink((pad, "value"), (Dropdown(options=["7"]), "value"))


def test_a_page_that_sets_what_is_read_is_told_what_is_so(pad: DigitPad, seven: Ink) -> None:
    pad.ink = seven
    before = {name: getattr(pad, name) for name in ("value", "children", "threshold", "layout")}
    for wrong in ["3", *WRONG]:
        deliver(pad, "update", {"value": wrong})
        assert pad.comm.sent[-1]["state"] == {"value": "7"}
        deliver(pad, "update", dict.fromkeys(before, wrong))
        deliver(pad, "update", wrong)
    assert {name: getattr(pad, name) for name in before} == before
    assert (pad.error, pad.ink) == ("", seven)


def test_a_drawing_goes_on_while_a_text_is_typed_into(pad: DigitPad, pad_page: Page) -> None:
    text = Text()
    link((pad, "value"), (text, "value"), (WORDED, TYPED))
    pad_page.ink((70, 60), (200, 60))
    type_into(text, "nonsense")
    pad_page.ink((170, 130), (120, 230), end=True)
    pad.wait()
    wait_until(lambda: text.value == "7" == pad.value, "The text is not what is read.")
