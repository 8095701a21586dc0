"""The layer's scripts alone, in a real browser, with a simulated kernel."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from digit_widgets.ink import Ink, bezier_segments, ink_from_json, ink_to_json
from digit_widgets.widgets.canvas.page_parts import (
    BAR,
    CanvasView,
    DrawingLayer,
    Toolbar,
    WidthSlider,
)
from digit_widgets.widgets.parts.page_widgets import PixelImage
from tests.support.page_scripts import (
    HOST,
    LAYER,
    SOURCES,
    answer,
    draw,
    hosted,
    sent,
    tell,
    wait_for_frames,
)
from tests.support.pages import wait_until

#: Counts the pixels of wet ink.
_WET = """() => {
    const canvas = document.querySelector('.digit-widgets-ink canvas');
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    return data.filter((value, i) => i % 4 === 3 && value > 0).length;
}"""


@pytest.fixture
def layer(window: Page) -> Page:
    return hosted(window, DrawingLayer, LAYER)


def wet(page: Page) -> int:
    count: int = page.evaluate(_WET)
    return count


def wait_until_dry(page: Page) -> None:
    """Wait until no ink is wet, or fail."""
    wait_until(page, lambda: not wet(page), "The ink is still wet.")


def whole_strokes(page: Page, number: int = 1) -> list[dict[str, Any]]:
    """Wait until this many strokes have been sent whole, and return all batches."""

    def ended() -> int:
        return sum(batch["end"] is True for batch in sent(page, "ink"))

    wait_until(page, lambda: ended() == number, f"Not {number} strokes have been sent whole.")
    return sent(page, "ink")


@pytest.mark.parametrize(("n", "width"), [(2, 16), (3, 16), (4, 1000), (40, 16), (40, 1000)])
def test_wet_ink_runs_along_the_kernels_curve(window: Page, n: int, width: float) -> None:
    rng = np.random.default_rng(n)
    points = rng.integers(0, 280 * 16, (n, 2)) / 16
    points[n // 2] = points[n // 2 - 1]  # the pointer stood still
    window.goto("about:blank")
    window.evaluate(HOST)
    drawn = window.evaluate(
        """async ([script, points, width]) => {
            const {controlPoints} = await load(script);
            const n = points.length / 2 - 1;
            return Array.from({length: n}, (_, i) => controlPoints(points, i, width));
        }""",
        [(SOURCES / "ink" / "curves.js").read_text(), points.ravel().tolist(), width],
    )
    np.testing.assert_allclose(drawn, bezier_segments(points, width)[:, 1:3], atol=1e-9)


def test_a_stroke_goes_to_the_kernel_in_batches_that_follow_on_each_other(layer: Page) -> None:
    answer(layer)
    draw(layer, (20, 30), (60, 30), (100.5, 80.25), (140, 90))
    batches = whole_strokes(layer)
    assert len(batches) > 1
    n = 0
    for batch in batches:
        assert batch["first"] == n
        n += len(batch["points"]) // 2
    points = [value for batch in batches for value in batch["points"]]
    assert points == [20, 30, 60, 30, 100.5, 80.25, 140, 90]
    assert [batch["end"] for batch in batches] == [False] * (len(batches) - 1) + [True]
    assert {batch["stroke"] for batch in batches} == {0}


def test_ink_is_wet_until_the_kernel_has_shown_it(layer: Page) -> None:
    draw(layer, (20, 30), (60, 30), (100, 80))
    layer.wait_for_timeout(300)
    assert wet(layer) > 1000
    tell(layer, kind="ack", stroke=0, points=3, end=True)
    wait_until_dry(layer)


def test_of_a_long_stroke_only_the_newest_is_wet(layer: Page) -> None:
    layer.mouse.move(20, 20)
    layer.mouse.down()
    for x in range(50, 260, 33):
        layer.mouse.move(x, 20)
    wait_for_frames(layer)
    whole = wet(layer)
    for _ in range(2):  # the second batch holds all points from before the first was acknowledged
        seen = sum(len(batch["points"]) // 2 for batch in sent(layer, "ink"))
        tell(layer, kind="ack", stroke=0, points=seen, end=False)
    wait_until(layer, lambda: wet(layer) < 2 * whole / 3, "What is acknowledged stays wet.")
    assert wet(layer) > 0
    layer.mouse.up()


def test_where_the_kernel_ends_a_stroke_it_is_over(layer: Page) -> None:
    layer.mouse.move(20, 20)
    layer.mouse.down()
    layer.mouse.move(60, 20)
    wait_for_frames(layer)
    for _ in range(2):  # the second point may have waited for the first's acknowledgement
        tell(layer, kind="ack", stroke=0, points=2, end=True)
    layer.mouse.move(200, 20)
    wait_for_frames(layer)
    wait_until_dry(layer)
    assert sum(len(batch["points"]) for batch in sent(layer, "ink")) == 4
    layer.mouse.up()
    draw(layer, (20, 90), (60, 90))
    assert sent(layer, "ink")[-1]["stroke"] == 1


def test_a_busy_kernel_is_said_and_asked_once_and_its_answer_frees_what_waited(
    layer: Page,
) -> None:
    layer.mouse.move(10, 10)
    layer.mouse.down()
    for i in range(40):  # more than may be in flight
        layer.mouse.move(10 + 5 * i, 20 + i % 2)
        layer.wait_for_timeout(25)
    layer.mouse.up()
    note = layer.locator(".digit-widgets-wait")
    expect(note).to_contain_text("busy")
    layer.wait_for_timeout(600)  # it looks every half second
    assert len(sent(layer, "ping")) == 1
    waiting = sent(layer, "ink")
    assert len(waiting) == 1
    # The acknowledgements were lost; the pong replaces all of them.
    tell(layer, kind="repaint", view=None)
    tell(layer, kind="pong", number=1)
    batches = whole_strokes(layer)
    assert len(batches) == 2
    assert batches[1]["first"] == len(waiting[0]["points"]) // 2
    seen = batches[-1]["first"] + len(batches[-1]["points"]) // 2
    tell(layer, kind="ack", stroke=0, points=seen, end=True)
    expect(note).to_have_text("")
    wait_until_dry(layer)


@pytest.mark.parametrize(("way", "at_most"), [(0, 1), (150, 3)])
def test_as_many_batches_are_under_way_as_the_kernel_is_far_away(
    layer: Page, way: int, at_most: int
) -> None:
    answer(layer, way)
    strokes = (20, 60, 100, 140, 180)
    for number, y in enumerate(strokes, start=1):  # the first ones measure the distance
        draw(layer, *((10 + 6 * i, y + i % 2) for i in range(30)))
        batches = whole_strokes(layer, number)
        layer.wait_for_function("under === 0")
    assert at_most // 2 < layer.evaluate("most") <= at_most + 1
    points = [value for batch in batches for value in batch["points"]]
    assert points[::2] == [10 + 6 * i for i in range(30)] * len(strokes)


def test_what_waits_goes_before_an_undo(layer: Page) -> None:
    draw(layer, (20, 30), (60, 30))
    draw(layer, (20, 90), (60, 90), (90, 90))
    assert len(sent(layer, "ink")) == 1  # the kernel has not answered
    show_beside(layer, Toolbar, "one", buttons=["undo"])
    layer.evaluate("model.set('can_undo', true)")
    layer.get_by_role("button", name="Undo").click()
    batches = sent(layer, "ink")
    assert [batch["stroke"] for batch in batches] == [0, 0, 1]
    assert [batch["end"] for batch in batches] == [False, True, True]
    draw(layer, (20, 150), (60, 150))
    layer.keyboard.press("Control+z")
    assert [content["kind"] for content in layer.evaluate("model.sent")][-2:] == ["ink", "command"]


def test_ink_goes_where_the_pointer_is_though_the_page_is_scrolled(layer: Page) -> None:
    answer(layer)
    layer.evaluate("document.body.style.height = '3000px'")
    layer.mouse.move(40, 100)
    layer.mouse.down()
    layer.mouse.move(60, 100)
    wait_for_frames(layer)
    layer.evaluate("window.scrollTo(0, 50)")
    wait_for_frames(layer)
    layer.mouse.move(80, 100)
    wait_for_frames(layer)
    layer.mouse.up()
    points = [value for batch in whole_strokes(layer) for value in batch["points"]]
    assert points == [40, 100, 60, 100, 80, 150]
    layer.evaluate("window.scrollTo(0, 0)")


def test_the_latency_is_told_from_event_to_frame(layer: Page) -> None:
    draw(layer, (20, 30), (60, 30))
    layer.evaluate("model.set('_measures_latency', true)")
    tell(layer, kind="read", time=layer.evaluate("performance.now() - 40"))
    wait_until(layer, lambda: bool(sent(layer, "latency")), "No latency is told.")
    median, slow, rate = sent(layer, "latency")[0]["figures"]
    assert 20 < median == slow < 2000  # a frame is timed at its beginning
    assert rate in {0, 1}


def test_a_removed_view_leaves_nothing_behind(layer: Page) -> None:
    layer.mouse.move(20, 20)
    layer.mouse.down()
    layer.mouse.move(60, 20)
    layer.evaluate("remove()")
    # The stroke is not lost.
    assert sent(layer, "ink")[-1]["end"] is True
    assert layer.evaluate("model.handlers.length") == 0
    before = len(layer.evaluate("model.sent"))
    layer.mouse.up()
    layer.evaluate("window.dispatchEvent(new Event('online'))")
    layer.locator(".digit-widgets-ink").press("Delete")
    draw(layer, (100, 100), (150, 150))
    layer.wait_for_timeout(700)
    assert len(layer.evaluate("model.sent")) == before


def show_beside(page: Page, part: type[CanvasView], canvas: str, **values: Any) -> None:
    """Show a further view of a canvas below the others; `removers` remove it again."""
    page.evaluate(
        """async ([script, canvas, values]) => {
            const {default: part} = await load(script);
            if (!models.has(canvas)) makeModel(canvas, {...values});
            const reference = `IPY_MODEL_${canvas}`;
            const model = makeModel(`view ${models.size}`, {canvas: reference, ...values});
            const el = document.createElement('div');
            el.style = 'position: relative; width: 280px; margin-top: 300px; height: 280px';
            document.body.append(el);
            (window.removers ??= []).push(await part.render({model, el}));
        }""",
        [str(part._esm), canvas, values],
    )


def test_a_tool_takes_effect_at_once_and_on_its_own_pad_alone(layer: Page) -> None:
    show_beside(layer, DrawingLayer, "another", **LAYER)
    show_beside(layer, Toolbar, "one", buttons=BAR)
    show_beside(layer, Toolbar, "another", buttons=BAR)
    surfaces = layer.locator(".digit-widgets-ink")
    bars = layer.get_by_role("toolbar")
    bars.first.get_by_role("button", name="Eraser", exact=True).click()
    assert sent(layer, "tool")[0]["tool"] == "eraser"
    for place, tool in enumerate(("eraser", "pen")):
        assert surfaces.nth(place).get_attribute("data-tool") == tool
        for name in ("Pen", "Eraser"):
            button = bars.nth(place).get_by_role("button", name=name, exact=True)
            pressed = str(name.lower() == tool).lower()
            assert button.get_attribute("aria-pressed") == pressed
    layer.evaluate("removers.forEach(each => each())")
    layer.evaluate("remove()")
    assert layer.evaluate("[...models.values()].every(each => each.handlers.length === 0)")


def test_a_width_takes_effect_at_once(layer: Page) -> None:
    answer(layer)
    show_beside(layer, WidthSlider, "one", widest=40)
    layer.get_by_label("Pen width").fill("9")
    assert sent(layer, "width")[0] == {
        "kind": "width",
        "view": sent(layer, "width")[0]["view"],
        "tool": "pen",
        "width": 9,
    }
    assert layer.evaluate("model.get('pen_width')") == 9
    layer.evaluate("model.set('tool', 'stroke eraser')")
    layer.get_by_label("Eraser width").fill("30")
    assert layer.evaluate("[model.get('pen_width'), model.get('eraser_width')]") == [9, 30]
    assert layer.locator("output").inner_text() == "30"


def test_pixels_are_what_they_are_and_named(window: Page) -> None:
    page = hosted(window, PixelImage, {"shape": [2, 3], "name": "Six", "grey": {"byteLength": 0}})
    page.evaluate(
        "model.set('grey', new DataView(new Uint8Array([0, 50, 100, 150, 200, 255]).buffer))"
    )
    image = page.get_by_role("img", name="Six")
    data = image.evaluate("c => [...c.getContext('2d').getImageData(0, 0, 3, 2).data]")
    assert data[::4] == data[1::4] == data[2::4] == [0, 50, 100, 150, 200, 255]
    assert set(data[3::4]) == {255}
    page.evaluate("remove()")
    assert page.evaluate("model.handlers.length") == 0


#: A layout model of the host, the only one that exposes the kernel.
_KERNEL = """({comm, live, status, connection}) => {
    const kernel = {id: 'one', status, connectionStatus: connection, isDisposed: false};
    const layout = {comm_live: live, widget_manager: {kernel}};
    if (comm) layout.comm = {};
    const {get} = model;
    model.get = name => name === 'layout' ? layout : get(name);
    window.kernel = kernel;
    window.layout = layout;
}"""


def with_kernel(window: Page, values: dict[str, Any], **state: Any) -> Page:
    """Show a layer on a host that exposes a kernel."""
    page = hosted(window, DrawingLayer, {**LAYER, **values}, hold=True)
    state = {"comm": True, "live": True, "status": "idle", "connection": "connected", **state}
    page.evaluate(_KERNEL, state)
    page.evaluate("show()")
    return page


def test_a_kernel_that_is_gone_is_not_called_busy_and_is_sent_nothing(window: Page) -> None:
    page = with_kernel(window, {"_backup": "", "_is_backed_up": True})
    draw(page, (20, 30), (60, 30))
    note = page.locator(".digit-widgets-wait")
    expect(note).to_contain_text("busy")
    page.evaluate("kernel.isDisposed = true")
    expect(note).to_contain_text("Not connected to a kernel")
    before, ink = page.evaluate("model.sent.length"), wet(page)
    page.evaluate("model.set('tool', 'eraser')")
    draw(page, (20, 130), (60, 130))
    page.keyboard.press("Delete")
    # The pen draws, even if another tool was chosen.
    wait_until(page, lambda: wet(page) > ink, "The pen draws nothing.")
    assert page.evaluate("model.sent.length") == before


def test_a_connection_that_comes_back_is_live_when_what_is_shown_is_of_the_drawing(
    window: Page,
) -> None:
    page = with_kernel(window, {"_backup": "", "_is_backed_up": True})
    surface = page.locator(".digit-widgets-ink")
    page.evaluate("kernel.connectionStatus = 'connecting'")
    expect(surface).to_have_attribute("data-behind", "")
    draw(page, (20, 30), (60, 30))
    page.evaluate("kernel.connectionStatus = 'connected'")
    wait_until(page, lambda: bool(sent(page, "ping")), "The page does not ask.")
    tell(page, kind="pong", number=sent(page, "ping")[-1]["number"])
    expect(surface).to_have_attribute("data-behind", "")
    tell(page, kind="fresh", number=sent(page, "ping")[-1]["number"])
    expect(surface).not_to_have_attribute("data-behind", "")
    batches = sent(page, "ink")
    assert [value for batch in batches for value in batch["points"]] == [20, 30, 60, 30]


@pytest.mark.parametrize(
    ("has_backup", "is_backed_up", "saved"),
    [(True, True, "all"), (False, True, "blank"), (False, False, "none")],
)
def test_a_saved_drawing_is_drawn_by_the_page_and_stays_what_it_is(
    window: Page, has_backup: bool, is_backed_up: bool, saved: str
) -> None:
    ink = ink_to_json(Ink.from_strokes([[(40, 40), (200, 200)]], width=16)) if has_backup else ""
    page = with_kernel(
        window, {"_backup": ink, "_is_backed_up": is_backed_up}, comm=False, live=False
    )
    surface = page.locator(".digit-widgets-ink")
    expect(surface).to_have_attribute("data-saved", saved)
    wait_until(page, lambda: (wet(page) > 1000) is has_backup, "It is not drawn.")
    assert sent(page, "ink") == sent(page, "ping") == []
    page.wait_for_timeout(700)
    assert "busy" not in page.locator(".digit-widgets-wait").inner_text()


def test_a_drawing_comes_back_whole_in_the_middle_of_a_surface_of_another_size(
    window: Page,
) -> None:
    window.goto("about:blank")
    window.evaluate(HOST)
    drawing = {
        "width": 280,
        "height": 280,
        "strokes": [{"width": 14, "points": [[0, 0], [280, 280]]}],
    }
    text = window.evaluate(
        """async ([script, drawing]) =>
            (await load(script)).fitToSurface(drawing, {width: 560, height: 220})""",
        [(SOURCES / "ink" / "saved_drawing.js").read_text(), drawing],
    )
    (stroke,) = ink_from_json(text).strokes
    np.testing.assert_allclose(stroke.points, [[170, 0], [390, 220]])
    assert stroke.width == pytest.approx(11)
