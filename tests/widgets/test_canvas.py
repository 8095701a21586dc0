"""The drawing surface: pointer events in, ink out, and the same ink on every page."""

from __future__ import annotations

import pytest
from ipywidgets import HTML
from traitlets import TraitError

from digit_widgets.errors import InkError
from digit_widgets.ink import Ink, strokes
from digit_widgets.widgets import InkCanvas
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


def test_moves_without_a_pen_down_draw_nothing(canvas: InkCanvas, page: Page) -> None:
    page.mouse("move", 10, 10)
    page.mouse("up", 10, 10)
    page.touch("move", (10, 10))
    page.touch("end")
    assert canvas.ink.is_blank


def test_a_click_is_a_dot(canvas: InkCanvas, page: Page) -> None:
    page.draw([(7, 8)])
    assert points(canvas) == [[[7, 8]]]
    assert [name for name, _ in page.drawn()].count("fillCircle") == 1


def test_leaving_the_canvas_lifts_the_pen(canvas: InkCanvas, page: Page) -> None:
    page.mouse("down", 100, 100)
    page.mouse("out", 300, 100)
    page.mouse("move", 200, 200)
    assert points(canvas) == [[[100, 100], [300, 100]]]


def test_a_second_down_without_an_up_begins_a_new_stroke(canvas: InkCanvas, page: Page) -> None:
    page.mouse("down", 10, 10)
    page.mouse("down", 50, 50)
    assert points(canvas) == [[[10, 10]], [[50, 50]]]


def test_a_finger_draws(canvas: InkCanvas, page: Page) -> None:
    page.touch("start", (10, 10))
    page.touch("move", (20, 30))
    page.touch("end")
    page.touch("move", (90, 90))
    assert points(canvas) == [[[10, 10], [20, 30]]]


def test_a_second_finger_does_not_spoil_the_stroke(canvas: InkCanvas, page: Page) -> None:
    page.touch("start", (100, 100))
    page.touch("start", (100, 100), (250, 250))
    page.touch("move", (250, 255), (110, 100))
    page.touch("end", (110, 100))
    page.touch("move", (120, 100))
    page.touch("end")
    assert points(canvas) == [[[100, 100], [110, 100], [120, 100]]]


def test_a_palm_that_stays_does_not_draw_on(canvas: InkCanvas, page: Page) -> None:
    page.touch("start", (20, 20))
    page.touch("start", (20, 20), (270, 270))
    page.touch("move", (25, 20), (270, 270))
    # The finger lifts; the palm, far away, remains.
    page.touch("end", (270, 270))
    page.touch("move", (270, 275))
    assert points(canvas) == [[[20, 20], [25, 20]]]


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


def test_each_event_is_one_message_of_the_new_segment_only(canvas: InkCanvas, page: Page) -> None:
    page.mouse("down", 10, 10)
    page.drawn()
    page.mouse("move", 20, 30)
    (segment,) = [args for name, args in page.drawn() if name == "strokeLine"]
    assert segment == [20, 20, 40, 60]


def test_assigned_ink_is_shown_and_can_be_undone(canvas: InkCanvas, page: Page) -> None:
    page.draw(LINE)
    drawn = canvas.ink
    canvas.ink = Ink.from_strokes([[(5, 5), (6, 6)]])
    assert "strokeLines" in dict(page.drawn())
    canvas.undo()
    assert canvas.ink == drawn


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e308, "10", None])
def test_positions_that_are_no_place_end_the_stroke_with_a_word(
    canvas: InkCanvas, page: Page, value: object
) -> None:
    page.draw(LINE)
    page.mouse("down", 10, 10)
    page.send("mouse_move", x=value, y=10)
    page.mouse("move", 20, 20)
    assert canvas.error
    assert points(canvas)[1:] == [[[10, 10]]]
    page.draw([(1, 1), (2, 2)])
    assert not canvas.error


def test_a_drawing_over_the_limit_is_kept_and_said(
    canvas: InkCanvas, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strokes, "MAX_POINTS", 3)
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
    (segment,) = [args for name, args in page.drawn() if name == "strokeLine"]
    assert segment == [1100, 400, 1110, 420]
    with pytest.raises(TraitError, match="1 to 220 pixels"):
        canvas.pen_width = 221


def test_what_lies_over_the_canvas_is_as_wide_and_knows_nothing_of_the_ink() -> None:
    canvas = InkCanvas(560, 220)
    cover = HTML("<b>over it</b>")
    canvas.cover(cover)
    assert canvas.children[1] is cover
    assert cover.layout.width == canvas.children[0].layout.width == "560px"
    assert canvas.ink.is_blank


def test_an_exception_while_drawing_leaves_the_canvas_usable(
    canvas: InkCanvas, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise InkError("a broken line")

    with monkeypatch.context() as patch:
        patch.setattr(type(canvas.children[0]), "stroke_line", broken)
        page.draw([(10, 10), (20, 20)])
    assert canvas.error == "a broken line"
    page.drawn()
    page.draw([(30, 30), (40, 40)])
    assert "strokeLine" in dict(page.drawn())


def test_two_canvases_do_not_share_a_manager() -> None:
    first, second = InkCanvas(), InkCanvas()
    page, other = Page(first), Page(second)
    page.connect()
    other.connect()
    other.drawn()
    page.draw(LINE)
    assert other.drawn() == []
    assert second.ink.is_blank
