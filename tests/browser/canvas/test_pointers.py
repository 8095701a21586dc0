"""Realistic pointers: mice that stray, second fingers, palms and pens, in both hosts."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import Page, expect

from tests.support.digits import DIGITS
from tests.support.echo_pad import CELLS, Told
from tests.support.hand import Hand
from tests.support.pages import settle, wait_until

__all__ = ["CELLS"]

#: Checks in every frame that places, once bright, stay bright.
_WATCH = """(pad, places) => {
    const canvases = [pad.querySelector('.digit-widgets-ink canvas'),
        pad.querySelector('canvas.digit-widgets-canvas')];
    const bright = ([x, y]) => canvases.some(canvas => {
        const at = value => Math.round(value * canvas.width / 280);
        const [red, , , alpha] = canvas.getContext('2d').getImageData(at(x), at(y), 1, 1).data;
        return red > 200 && alpha > 200;
    });
    window.watched = {bright: new Set(), gone: []};
    const look = () => {
        places.forEach((place, i) => {
            if (bright(place)) watched.bright.add(i);
            else if (watched.bright.has(i)) watched.gone.push(i);
        });
        watched.frame = requestAnimationFrame(look);
    };
    look();
}"""
_SCREEN = "canvas => canvas.getContext('2d').getImageData({x}, {y}, 1, 1).data[0]"


@pytest.fixture
def pad(shown: Page) -> Told:
    return Told(shown)


def test_a_mouse_that_leaves_and_comes_back_goes_on_from_the_edge(pad: Told) -> None:
    pad.line((200, 100), (320, 100), (320, 200), (240, 200))
    pad.wait_for_ends([[280, 100], [240, 200]])
    assert pad.points == [[[200, 100], [280, 100]], [[280, 200], [240, 200]]]
    pad.wait_until_dry()
    pad.press("Undo")
    pad.wait_for_strokes(0)


def test_a_button_released_outside_ends_the_stroke(pad: Told) -> None:
    pad.line((140, 60), (140, 200), (400, 200))
    pad.page.mouse.move(*pad.position((140, 30)), steps=10)
    pad.page.wait_for_timeout(400)
    pad.wait_for_ends([[280, 200]])
    assert pad.points == [[[140, 60], [140, 200], [280, 200]]]
    pad.wait_until_dry()


def test_a_second_finger_does_not_spoil_a_stroke_that_is_under_way(pad: Told) -> None:
    pad.fingers("touchStart", (60, 60))
    pad.fingers("touchMove", (60, 100))
    pad.fingers("touchStart", (60, 100), (200, 200))
    pad.fingers("touchMove", (60, 140), (220, 240))
    pad.fingers("touchMove", (60, 180), (240, 260))
    pad.fingers("touchMove", (60, 200))  # the second is lifted
    pad.fingers("touchEnd")
    pad.page.wait_for_timeout(300)
    pad.wait_for_ends([[60, 200]])
    (stroke,) = pad.points
    assert {x for x, _ in stroke} == {60}
    assert stroke[0][1] == 60
    pad.wait_until_dry()


def test_two_fingers_scroll_and_zoom_the_page_and_leave_nothing(pad: Told) -> None:
    pad.page.set_viewport_size({"width": 1000, "height": 420})
    before = settle(pad.surface)
    hand = Hand(pad.page)
    for finger, x in ((1, 80), (2, 180)):
        hand.put(finger, pad.position((x, 200)))
    hand.move({1: (0, -100), 2: (0, -100)})
    hand.lift(1, 2)

    def moved() -> float:
        now = pad.surface.bounding_box()
        assert now is not None
        return before["y"] - now["y"]

    wait_until(pad.page, lambda: moved() > 40, "The page does not scroll.")
    pad.page.wait_for_timeout(300)
    assert moved() < 140
    pad.settle()
    # Chromium does not zoom while fingers are closer together than about 125 pixels.
    for finger, x in ((1, 70), (2, 210)):
        hand.put(finger, pad.position((x, 140)))
    hand.move({1: (-60, 0), 2: (60, 0)})
    hand.lift(2, 1)
    wait_until(
        pad.page, lambda: pad.page.evaluate("visualViewport.scale") > 1.2, "The page is not zoomed."
    )
    expect(pad.headline).to_have_text("Draw a digit")
    pad.wait_until_dry()
    pad.wait_for_strokes(0)
    # Undo the zoom: other tests use the same page.
    hand.unzoom()
    wait_until(
        pad.page, lambda: pad.page.evaluate("visualViewport.scale") == 1, "The page stays zoomed."
    )
    pad.draw(DIGITS["7"], "touch")
    pad.wait_for_label("7")


def test_what_the_palm_has_drawn_goes_when_the_pen_comes(pad: Told) -> None:
    pad.line((20, 20), (60, 20))
    pad.wait_for_strokes(1)
    pad.fingers("touchStart", (230, 230))
    pad.fingers("touchMove", (240, 250))
    pad.wait_for_strokes(2)
    pad.pen("move", (100, 100), buttons=0)
    pad.pen("down", (100, 100))
    for y in (120, 150, 180):
        pad.pen("move", (100, y))
        pad.page.wait_for_timeout(30)
    pad.pen("up", (100, 180))
    # The palm still rests and moves; then it touches again, soon after.
    pad.fingers("touchMove", (250, 250))
    pad.fingers("touchEnd")
    pad.fingers("touchStart", (230, 230))
    pad.fingers("touchMove", (200, 250))
    pad.fingers("touchEnd")
    pad.page.wait_for_timeout(400)
    pad.wait_for_ends([[60, 20], [100, 180]])
    assert pad.points == [
        [[20, 20], [60, 20]],
        [[100, 100], [100, 120], [100, 150], [100, 180]],
    ]
    pad.wait_until_dry()
    pad.press("Undo")
    pad.wait_for_strokes(1)
    pad.page.wait_for_timeout(1600)  # a finger counts again, later
    pad.fingers("touchStart", (230, 230))
    pad.fingers("touchMove", (200, 250))
    pad.fingers("touchEnd")
    pad.wait_for_strokes(2)


def test_a_page_does_not_scroll_under_the_finger(pad: Told) -> None:
    pad.page.set_viewport_size({"width": 1000, "height": 420})
    pad.settle()
    before = pad.surface.bounding_box()
    pad.fingers("touchStart", (140, 200))
    for y in range(190, 40, -10):
        pad.fingers("touchMove", (140, y))
        pad.page.wait_for_timeout(16)
    pad.fingers("touchEnd")
    pad.wait_for_ends([[140, 50]])
    assert pad.surface.bounding_box() == before


@pytest.mark.parametrize("button", ["right", "middle"])
def test_other_buttons_draw_nothing_and_open_no_menu(pad: Told, button: str) -> None:
    pad.surface.evaluate(
        """surface => {
            window.menus = [];
            document.addEventListener('contextmenu', event => menus.push('host'));
            surface.addEventListener('contextmenu', event => menus.push(event.defaultPrevented));
        }"""
    )
    pad.page.mouse.move(*pad.position((60, 60)))
    pad.page.mouse.down(button=button)  # type: ignore[arg-type]
    pad.page.mouse.move(*pad.position((160, 160)), steps=5)
    pad.page.mouse.up(button=button)  # type: ignore[arg-type]
    pad.page.wait_for_timeout(300)
    assert pad.drawn.is_blank
    assert pad.wet == 0
    assert pad.page.evaluate("menus") == ([True] if button == "right" else [])


def test_ink_never_goes_out_between_page_and_kernel(pad: Told) -> None:
    stroke = DIGITS["3"][0]
    pad.root.evaluate(_WATCH, stroke)
    pad.draw([stroke])
    pad.wait_until_dry()
    watched = pad.page.evaluate(
        """() => {
            cancelAnimationFrame(watched.frame);
            return [watched.bright.size, watched.gone];
        }"""
    )
    assert watched == [len(stroke), []]


def test_few_events_a_second_make_a_round_line(pad: Told) -> None:
    angles = [math.radians(degrees) for degrees in range(0, 360, 60)]
    around = [(140 + 80 * math.cos(a), 140 + 80 * math.sin(a)) for a in angles]
    pad.draw([around[:1]], lift=False)
    for point in around[1:]:
        pad.page.wait_for_timeout(100)
        pad.page.mouse.move(*pad.position(point))
    pad.page.mouse.up()
    pad.wait_until_dry()
    (stroke,) = pad.points
    assert len(stroke) == 6
    # Between two points with neighbours on both sides, the circle is 11 pixels from their chord.
    for a in angles[1:-2]:
        middle = a + math.radians(30)
        for radius, bright in ((79, True), (60, False)):
            x, y = (140 + radius * math.cos(middle), 140 + radius * math.sin(middle))
            pixel = pad.canvas.evaluate(_SCREEN.format(x=round(2 * x), y=round(2 * y)))
            assert (pixel > 200) == bright, (math.degrees(middle), radius)


# In JupyterLab, a busy callback of another widget does not block pads.
@pytest.mark.parametrize("shown", ["Voila"], indirect=True, scope="module")
def test_ink_is_there_while_the_kernel_is_busy_and_is_read_afterwards(pad: Told) -> None:
    pad.page.get_by_role("button", name="Sleep").click()
    pad.line(*DIGITS["7"][0])
    wait_until(pad.page, lambda: pad.wet > 5000, "The ink is not there.")
    expect(pad.root.locator(".digit-widgets-wait")).to_contain_text("The kernel is busy")
    pad.wait_for_label("7")
    expect(pad.root.locator(".digit-widgets-wait")).to_have_text("")
    pad.wait_until_dry()
    assert len(pad.drawn.strokes) == 1
