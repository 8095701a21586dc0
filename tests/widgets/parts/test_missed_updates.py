"""Missed updates: what changes while a page loads the widgets is sent to it again."""

from __future__ import annotations

from typing import Any

import bqplot
import pytest
from ipywidgets import HTML, VBox, Widget

from digit_widgets.widgets.parts.missed_updates import MissedUpdates
from digit_widgets.widgets.parts.page_widgets import AriaLabels, ConnectionStatus


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Widget, dict[str, Any]]]:
    """Collect the updates of all widgets."""
    sent: list[tuple[Widget, dict[str, Any]]] = []

    def collect(widget: Widget, message: dict[str, Any], buffers: Any = None) -> None:
        if message["method"] == "update":
            sent.append((widget, message["state"]))

    monkeypatch.setattr(Widget, "_send", collect)
    return sent


def show(status: ConnectionStatus) -> None:
    """Do what the kernel does when a page has shown the line."""
    status._handle_custom_msg({"shown": True}, [])


def test_only_what_has_changed_since_the_state_was_read_is_sent_again(
    sent: list[tuple[Widget, dict[str, Any]]],
) -> None:
    part, other = HTML("old"), HTML("same")
    box = VBox([VBox([part]), other])
    status = ConnectionStatus(box)
    part.value = "before"
    Widget.get_manager_state()
    part.value = "between"
    part.layout.display = "none"
    part.value = "new"
    sent.clear()
    show(status)
    assert sorted(sent, key=str) == sorted(
        [(part, {"value": "new"}), (part.layout, {"display": "none"})], key=str
    )
    part.value = "later"
    sent.clear()
    show(status)
    assert sent == []


def test_parts_in_lists_and_dictionaries_are_found_even_in_a_circle(
    sent: list[tuple[Widget, dict[str, Any]]],
) -> None:
    scale = bqplot.LinearScale()
    bars = bqplot.Bars(x=[0], y=[1], scales={"x": bqplot.OrdinalScale(), "y": scale})
    box = VBox([bqplot.Figure(marks=[bars])])
    missed = MissedUpdates(box)
    missed.watch()
    scale.max = 2.0
    bars.colors = ["red"]
    box.children = [*box.children, ConnectionStatus(box)]
    sent.clear()
    missed.send()
    assert {(widget, *state) for widget, state in sent} == {
        (scale, "max"),
        (bars, "colors"),
        (box, "children"),
    }


def test_a_state_read_twice_is_watched_once(sent: list[tuple[Widget, dict[str, Any]]]) -> None:
    part = HTML("old")
    missed = MissedUpdates(VBox([part]))
    missed.watch()
    missed.watch()
    part.value = "new"
    sent.clear()
    missed.send()
    assert sent == [(part, {"value": "new"})]
    part.value = "later"
    sent.clear()
    missed.send()
    assert sent == []


def test_a_value_that_a_thread_changes_meanwhile_is_sent_in_its_newest_state(
    sent: list[tuple[Widget, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    part = HTML("old")
    missed = MissedUpdates(part)
    missed.watch()
    part.value = "new"
    sent.clear()
    original = HTML.send_state

    def change_then_send(widget: HTML, key: str) -> None:
        if widget.value == "new":
            state = widget.get_state(key)
            widget.value = "newest"  # which sends it, too
            widget._send({"method": "update", "state": state})
        else:
            original(widget, key)

    monkeypatch.setattr(HTML, "send_state", change_then_send)
    missed.send()
    assert sent[-1] == (part, {"value": "newest"})


def test_a_late_script_gets_the_state_of_its_own_widget(
    sent: list[tuple[Widget, dict[str, Any]]],
) -> None:
    labels, other = AriaLabels({}), AriaLabels({})
    labels.titles = other.titles = {".tick": {"0": "None"}}
    sent.clear()
    labels._handle_custom_msg({"late": True}, [])
    ((widget, state),) = sent
    assert widget is labels
    assert state["titles"] == labels.titles
    assert not {"_esm", "_css"} & set(state)
    for garbage in ({"late": False}, {"place": [1]}, [], None, "late"):
        labels._handle_custom_msg(garbage, [])
    assert len(sent) == 1
