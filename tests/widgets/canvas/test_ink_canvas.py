"""The drawing surface: pointer events in, ink out, and the same ink on every page."""

from __future__ import annotations

import numpy as np
import pytest
from ipywidgets import HTML
from traitlets import TraitError

from digit_widgets.errors import InkError
from digit_widgets.ink import Ink, bezier_segments, checks, ink_from_json, ink_to_json
from digit_widgets.widgets import DigitPad, InkCanvas
from tests.widgets.conftest import Page

LINE = [(10.0, 20.0), (30.0, 40.0), (50.0, 45.0)]


def points(canvas: InkCanvas) -> list[list[list[float]]]:
    return [stroke.points.tolist() for stroke in canvas.ink.strokes]


def test_a_mouse_stroke_becomes_ink_in_css_pixels(canvas: InkCanvas, page: Page) -> None:
    page.draw(LINE)
    assert points(canvas) == [[list(point) for point in LINE]]
    assert canvas.ink.strokes[0].width == canvas.pen_width


def test_ink_grows_while_the_pen_is_down(canvas: InkCanvas, page: Page) -> None:
    grown = []
    canvas.observe(lambda change: grown.append(change["new"].n_points), "ink")
    page.draw(LINE)
    assert grown == [1, 2, 3]


def test_points_that_follow_on_nothing_draw_nothing(canvas: InkCanvas, page: Page) -> None:
    page.ink((10, 10), first=3)
    page.ink(end=True)
    page.ink(end=True)
    assert canvas.ink.is_blank
    assert not canvas.pen_is_down


def test_a_click_is_a_dot(canvas: InkCanvas, page: Page) -> None:
    page.draw([(7, 8)])
    assert points(canvas) == [[[7, 8]]]
    assert [name for name, _ in page.drawn()].count("fillCircle") == 1


def test_a_stroke_that_leaves_and_comes_back_is_cut_at_the_edge(
    canvas: InkCanvas, page: Page
) -> None:
    page.draw([(200, 100), (320, 100), (320, 200), (240, 200)])
    assert points(canvas) == [[[200, 100], [280, 100]], [[280, 200], [240, 200]]]
    canvas.undo()  # one stroke of the hand
    assert canvas.ink.is_blank


def test_a_stroke_beside_the_surface_changes_nothing(canvas: InkCanvas, page: Page) -> None:
    page.draw([(300, 100), (320, 100)])
    page.draw([(-5, -5)])
    assert canvas.ink.is_blank
    assert not canvas.can_undo


def test_a_second_down_without_an_up_begins_a_new_stroke(canvas: InkCanvas, page: Page) -> None:
    page.mouse("down", 10, 10)
    page.mouse("down", 50, 50)
    assert points(canvas) == [[[10, 10]], [[50, 50]]]


def test_many_points_in_one_message_are_drawn_in_their_order(canvas: InkCanvas, page: Page) -> None:
    page.ink(*LINE[:2])
    page.ink(LINE[2], end=True)
    assert points(canvas) == [[list(point) for point in LINE]]


def test_a_message_that_comes_twice_is_drawn_once(canvas: InkCanvas, page: Page) -> None:
    page.ink(*LINE[:2])
    page.ink(*LINE[:2], first=0)
    assert canvas.ink.n_points == 2
    page.ink(stroke=0, end=True)
    page.ink(*LINE, stroke=0, first=0)  # it has ended
    assert canvas.ink.n_points == 2


def test_what_a_palm_began_is_taken_back(canvas: InkCanvas, page: Page) -> None:
    page.draw(LINE)
    drawn = canvas.ink
    page.ink((200, 200), (210, 210))
    page.ink(end="discarded")
    assert canvas.ink == drawn
    canvas.undo()
    assert canvas.ink.is_blank


def test_the_page_hears_what_has_been_drawn_of_its_strokes(canvas: InkCanvas, page: Page) -> None:
    page.ink(*LINE[:2])
    page.ink(LINE[2])
    page.ink(end=True)
    seen = [(told["points"], told["end"]) for told in page.told("ack")]
    assert seen == [(2, False), (3, False), (3, True)]


def test_two_views_draw_one_after_the_other(canvas: InkCanvas, page: Page) -> None:
    other = Page(canvas, view=2)
    page.ink((10, 10))
    other.ink((50, 50))
    page.ink((20, 20))  # its stroke has ended where the other's began
    other.ink((60, 60), end=True)
    assert points(canvas) == [[[10, 10]], [[50, 50], [60, 60]]]


def test_an_eraser_wipes_parts_and_one_undo_brings_them_back(canvas: InkCanvas, page: Page) -> None:
    page.draw([(20, 140), (260, 140)])
    drawn = canvas.ink
    page.tool, canvas.eraser_width = "eraser", 20.0
    page.draw([(140, 60), (140, 100), (140, 220)])
    left, right = points(canvas)
    assert left[0] == [20, 140]
    assert left[1][0] == pytest.approx(140 - 10 - 8)
    assert right[0][0] == pytest.approx(140 + 10 + 8)
    assert right[1] == [260, 140]
    canvas.undo()
    assert canvas.ink == drawn


def test_a_stroke_eraser_wipes_the_strokes_that_it_touches(canvas: InkCanvas, page: Page) -> None:
    page.draw([(20, 140), (260, 140)])
    page.draw([(20, 240), (260, 240)])
    page.tool = "stroke eraser"
    page.draw([(30, 100), (30, 180)])
    assert points(canvas) == [[[20, 240], [260, 240]]]


def test_an_eraser_that_touches_nothing_is_no_step(canvas: InkCanvas, page: Page) -> None:
    page.draw([(20, 140), (260, 140)])
    page.tool = "eraser"
    page.draw([(20, 20), (260, 20)])
    canvas.undo()
    assert canvas.ink.is_blank


def test_keys_undo_redo_and_clear(canvas: InkCanvas, page: Page) -> None:
    page.draw(LINE)
    drawn = canvas.ink
    page.press("clear")
    assert canvas.ink.is_blank
    page.press("undo")
    assert canvas.ink == drawn
    assert (canvas.can_undo, canvas.can_redo) == (True, True)
    page.press("redo")
    assert canvas.ink.is_blank
    page.press("close")  # no button's name
    assert canvas.comm is not None


def test_changing_the_tool_leaves_the_drawing(canvas: InkCanvas, page: Page) -> None:
    page.draw(LINE)
    drawn = canvas.ink
    for tool in ("eraser", "stroke eraser", "pen"):
        canvas.tool = tool
        assert page.canvas.get_state()["tool"] == tool
    canvas.pen_width, canvas.eraser_width = 5, 6
    state = page.canvas.get_state()
    assert (state["pen_width"], state["eraser_width"]) == (5, 6)
    assert canvas.ink is drawn


def test_undo_and_redo_go_stroke_by_stroke(canvas: InkCanvas, page: Page) -> None:
    page.draw(LINE)
    page.draw([(1, 1), (2, 2)])
    canvas.undo()
    assert len(canvas.ink.strokes) == 1
    canvas.undo()
    canvas.undo()
    assert canvas.ink.is_blank
    canvas.redo()
    canvas.redo()
    canvas.redo()
    assert len(canvas.ink.strokes) == 2


def test_a_new_stroke_forgets_what_was_undone(canvas: InkCanvas, page: Page) -> None:
    page.draw(LINE)
    canvas.undo()
    page.draw([(1, 1), (2, 2)])
    canvas.redo()
    assert points(canvas) == [[[1, 1], [2, 2]]]


def test_clearing_can_be_undone(canvas: InkCanvas, page: Page) -> None:
    page.draw(LINE)
    drawing = canvas.ink
    canvas.clear()
    assert canvas.ink.is_blank
    canvas.undo()
    assert canvas.ink == drawing


def test_undo_while_the_pen_is_down_ends_the_stroke(canvas: InkCanvas, page: Page) -> None:
    page.mouse("down", 10, 10)
    canvas.undo()
    page.mouse("move", 20, 20)
    assert canvas.ink.is_blank


def test_nothing_is_drawn_before_a_page_is_there() -> None:
    canvas = InkCanvas(ink=Ink.from_strokes([LINE]))
    page = Page(canvas)
    assert page.drawn() == []
    page.connect()
    assert "strokeLines" in dict(page.drawn())


def test_a_reloaded_page_is_drawn_the_whole_ink_with_its_pen(canvas: InkCanvas, page: Page) -> None:
    page.draw(LINE)
    page.draw([(1, 1), (2, 2)])
    page.drawn()
    page.connect()
    names = [name for name, _ in page.drawn()]
    assert names.count("strokeLines") == 2
    # A page that connects knows no colour and no line width yet.
    assert names.index("fillRect") < names.index("strokeLines")
    assert names.count("set") >= 5


def test_each_event_is_one_message_of_what_is_new_only(canvas: InkCanvas, page: Page) -> None:
    page.ink((10, 10), (20, 30), (40, 40))
    page.drawn()
    page.ink((60, 40))
    commands = page.drawn()
    # The curve to the newest point has to wait for the one after it.
    assert [args[-2:] for name, args in commands if name == "bezierCurveTo"] == [[80, 80]]
    page.ink(end=True)
    assert [args[-2:] for name, args in page.drawn() if name == "bezierCurveTo"] == [[120, 80]]


def test_what_is_drawn_bit_by_bit_is_what_is_drawn_at_once(canvas: InkCanvas, page: Page) -> None:
    path = [(10.0 + 7 * i, 100.0 + 30 * ((i * i) % 5)) for i in range(12)]
    page.draw(path)
    pieces = [args for name, args in page.drawn() if name == "bezierCurveTo"]
    whole = np.round(bezier_segments(np.array(path), canvas.pen_width)[:, 1:] * 2, 2).reshape(-1, 6)
    np.testing.assert_allclose(pieces, whole, atol=0.011)


def test_assigned_ink_is_shown_and_can_be_undone(canvas: InkCanvas, page: Page) -> None:
    page.draw(LINE)
    drawn = canvas.ink
    canvas.ink = Ink.from_strokes([[(5, 5), (6, 6)]])
    assert "strokeLines" in dict(page.drawn())
    canvas.undo()
    assert canvas.ink == drawn


def test_a_drawing_over_the_limit_is_kept_and_said(
    canvas: InkCanvas, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "MAX_POINTS", 3)
    page.draw([*LINE, (60, 60), (70, 70)])
    assert canvas.ink.n_points == 3
    assert "at most 3 points" in canvas.error


@pytest.mark.parametrize("width", [0, -1, 281, float("nan")])
def test_a_pen_width_out_of_range_is_refused(canvas: InkCanvas, width: float) -> None:
    with pytest.raises(TraitError, match="pixels wide"):
        canvas.pen_width = width


@pytest.mark.parametrize("size", [(5,), (5, 280), (280, 2001)])
def test_a_size_out_of_range_is_refused(size: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="50 to 2000 pixels"):
        InkCanvas(*size)


def test_a_canvas_may_be_wide() -> None:
    canvas = InkCanvas(560, 220)
    page = Page(canvas)
    page.connect()
    page.drawn()
    page.draw([(550, 200), (555, 210)])
    assert points(canvas) == [[[550, 200], [555, 210]]]
    (curve,) = [args for name, args in page.drawn() if name == "bezierCurveTo"]
    assert curve[-2:] == [1110, 420]
    with pytest.raises(TraitError, match="1 to 220 pixels"):
        canvas.pen_width = 221


def test_what_lies_over_the_canvas_is_as_wide_and_knows_nothing_of_the_ink() -> None:
    canvas = InkCanvas(560, 220)
    cover = HTML("<b>over it</b>")
    canvas.cover(cover)
    assert canvas.children[1] is cover
    assert cover.layout.width == canvas.children[0].layout.width == "560px"
    assert canvas.ink.is_blank


def test_finished_drawings_are_kept_by_the_page_and_come_back(
    canvas: InkCanvas, page: Page
) -> None:
    page.ink(*LINE)
    assert page.canvas.get_state()["_backup"] == ""  # it is not finished
    page.ink(end=True)
    kept = page.canvas.get_state()["_backup"]
    assert ink_from_json(kept) == canvas.ink
    other = InkCanvas()
    Page(other).send({"kind": "backup", "view": 1, "ink": kept})
    assert other.ink == canvas.ink
    other.undo()
    assert (other.ink.is_blank, other.can_redo) == (True, True)
    canvas.clear()
    assert page.canvas.get_state()["_backup"] == ""


def test_a_drawing_is_told_to_the_page_once_a_stroke(canvas: InkCanvas, page: Page) -> None:
    page.draw(LINE)
    states = [message["state"] for message in page.canvas.comm.sent if "state" in message]
    assert [len(state) for state in states if "_backup" in state] == [1]


def test_what_a_person_brings_back_replaces_what_is_newer_and_can_be_undone(
    canvas: InkCanvas, page: Page
) -> None:
    page.draw(LINE)
    ink, back = canvas.ink, Ink.from_strokes([[(1, 2), (3, 4)]], width=9)
    page.send({"kind": "restore", "view": 1, "ink": ink_to_json(back)})
    assert canvas.ink == back
    canvas.undo()
    assert canvas.ink is ink


def test_what_a_page_has_kept_replaces_nothing_newer(canvas: InkCanvas, page: Page) -> None:
    page.draw(LINE)
    ink = canvas.ink
    kept = ink_to_json(Ink.from_strokes([[(1, 2), (3, 4)]]))
    page.send({"kind": "backup", "view": 1, "ink": kept})
    assert canvas.ink is ink
    canvas.clear()
    page.send({"kind": "backup", "view": 1, "ink": kept})
    assert canvas.ink.is_blank


def test_pages_keep_no_drawing_that_is_very_large(canvas: InkCanvas, page: Page) -> None:
    page.draw(LINE)
    page.ink(*[(x % 280, x // 280) for x in range(10_001)], end=True)
    assert canvas.ink.n_points == 10_004
    state = page.canvas.get_state()
    assert (state["_backup"], state["_is_backed_up"]) == ("", False)
    canvas.undo()
    state = page.canvas.get_state()
    assert ink_from_json(state["_backup"]) == canvas.ink
    assert state["_is_backed_up"]


def test_a_page_that_asks_hears_when_what_is_shown_is_read_of_the_drawing(
    pad: DigitPad, pad_page: Page
) -> None:
    pad_page.send({"kind": "ping", "view": 1, "number": 1})
    assert [each["number"] for each in pad_page.told("fresh")] == [1]
    pad_page.ink(*LINE)
    pad_page.send({"kind": "ping", "view": 1, "number": 2})
    pad.wait()
    assert [each["number"] for each in pad_page.told("fresh")] == [1, 2]


def test_an_exception_while_drawing_leaves_the_canvas_usable(
    canvas: InkCanvas,
    page: Page,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object) -> None:
        raise InkError("a broken line")

    with monkeypatch.context() as patch:
        patch.setattr(type(canvas.children[0]), "bezier_curve_to", broken)
        page.ink((10, 10), (20, 20))
        page.ink(end=True)
    assert "a broken line" in caplog.text
    caplog.clear()
    page.drawn()
    page.draw([(30, 30), (40, 40)])
    assert "bezierCurveTo" in dict(page.drawn())


def test_two_canvases_do_not_share_a_manager() -> None:
    first, second = InkCanvas(), InkCanvas()
    page, other = Page(first), Page(second)
    page.connect()
    other.connect()
    other.drawn()
    page.draw(LINE)
    assert other.drawn() == []
    assert second.ink.is_blank
