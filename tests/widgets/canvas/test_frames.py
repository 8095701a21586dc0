"""Private names of ipycanvas that the package uses: what breaks, should a new version lack them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipycanvas
import pytest
from ipycanvas import canvas as ipycanvas_module

from digit_widgets.widgets.canvas.painting.frames import frame, make_canvas


@pytest.fixture
def canvas() -> Iterator[Any]:
    canvas = make_canvas(100, 50)
    yield canvas
    canvas.close()


@pytest.fixture
def sent(canvas: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the messages that the canvas's manager sends from now on."""
    messages: list[Any] = []
    manager = canvas._canvas_manager
    monkeypatch.setattr(manager, "send", lambda content, **_: messages.append(content))
    return messages


@pytest.mark.parametrize(
    ("name", "breaks"),
    [
        ("_caching", "each line of a drawing would be a message of its own"),
        ("_current_canvas", "a frame would not name its canvas, and might be drawn on another"),
        ("_commands_cache", "a frame that failed would be sent with the next"),
        ("_buffers_cache", "a frame that failed would leave its points to the next"),
        ("flush", "a frame would not be sent"),
    ],
)
def test_the_manager_of_ipycanvas_has_the_name(canvas: Any, name: str, breaks: str) -> None:
    manager = canvas._canvas_manager
    assert hasattr(manager, name), f"ipycanvas {ipycanvas.__version__} lacks {name}: {breaks}."


@pytest.mark.parametrize(
    ("owner", "name", "breaks"),
    [
        (ipycanvas_module, "_CanvasManager", "all canvases would share one manager"),
        (ipycanvas.Canvas, "_canvas_manager", "all canvases would share one manager"),
        (ipycanvas.Canvas, "_handle_frontend_event", "a hostile page could raise in the kernel"),
    ],
)
def test_ipycanvas_has_the_name(owner: Any, name: str, breaks: str) -> None:
    assert hasattr(owner, name), f"ipycanvas {ipycanvas.__version__} lacks {name}: {breaks}."


def test_a_frame_is_one_message_and_the_next_another(canvas: Any, sent: list[Any]) -> None:
    for _ in range(2):
        with frame(canvas):
            canvas.fill_rect(0, 0, 10, 10)
            canvas.stroke_line(0, 0, 5, 5)
    assert len(sent) == 2


def test_of_a_frame_that_raises_nothing_is_sent_then_or_later(canvas: Any, sent: list[Any]) -> None:
    def fail() -> None:
        with frame(canvas):
            canvas.fill_rect(0, 0, 10, 10)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert sent == []
    with frame(canvas):
        pass
    assert sent == []


def test_canvases_do_not_share_a_manager(canvas: Any) -> None:
    other = make_canvas(10, 10)
    assert other._canvas_manager is not canvas._canvas_manager
    assert other._canvas_manager is not ipycanvas_module._CANVAS_MANAGER
    other.close()


def test_a_page_that_is_ready_is_heard_and_nothing_else_is(canvas: Any) -> None:
    heard: list[str] = []
    canvas.on_client_ready(lambda: heard.append("ready"))
    for content in ({"event": "mouse_down", "x": "?"}, {}, None, "client_ready"):
        canvas._handle_custom_msg(content, [])
    assert heard == []
    canvas._handle_custom_msg({"event": "client_ready"}, [])
    assert heard == ["ready"]
