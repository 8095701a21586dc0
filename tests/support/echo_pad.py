"""A pad on a page that reports its kernel's ink, reset for each test."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from digit_widgets.ink import Ink, ink_from_json
from tests.support.pages import Pad, wait_until

__all__ = ["CELLS", "Told"]

CELLS = (
    """
    import time
    from digit_widgets import DigitPad
    from digit_widgets.ink import ink_to_json
    from ipywidgets import HTML, Button, Text, VBox

    pad = DigitPad()
    told, sleep, words = HTML(), Button(description="Sleep"), Text(description="Words")
    told.add_class("told")
    told.layout.display = "none"

    def tell(change):
        told.value = ink_to_json(pad.ink)

    pad.observe(tell, "ink")
    tell(None)
    sleep.on_click(lambda _: time.sleep(5))
    VBox([Text(description="Before"), pad, words, sleep, told])
    """,
)


class Told(Pad):
    """The pad of `CELLS`: blank, with the pen chosen, in view and without the focus."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        self.press("Pen")
        self.press("Reset")
        self.wait_for_strokes(0)
        page.get_by_label("Words").focus()
        self.settle()

    @property
    def drawn(self) -> Ink:
        """The kernel's ink."""
        text = self.page.locator(".told .widget-html-content").first.text_content()
        return ink_from_json(text or "")

    @property
    def points(self) -> list[list[list[float]]]:
        """The points of its strokes, in whole pixels."""
        return [stroke.points.round().tolist() for stroke in self.drawn.strokes]

    def wait_for_strokes(self, n: int) -> None:
        """Wait until the kernel's drawing has this many strokes, or fail."""
        self.page.wait_for_function(
            """n => JSON.parse(document.querySelector('.told .widget-html-content')
                .textContent).strokes.length === n""",
            arg=n,
            timeout=20_000,
        )

    def wait_for_ends(self, ends: list[list[float]]) -> None:
        """Wait until the kernel's strokes end at these points, or fail."""
        wait_until(
            self.page,
            lambda: [stroke[-1] for stroke in self.points] == ends,
            f"The strokes do not end at {ends}.",
        )

    def line(self, *points: tuple[float, float], lift: bool = True) -> None:
        """Draw straight from point to point by mouse, without points in between."""
        page = self.page
        page.mouse.move(*self.position(points[0]))
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*self.position(point))
            page.wait_for_timeout(30)
        if lift:
            page.mouse.up()
        page.wait_for_timeout(50)  # a frame or two

    def expect_focus(self, *, on: bool) -> None:
        """Expect the focus on the drawing surface, or elsewhere."""
        expectation = expect(self.surface)
        (expectation.to_be_focused if on else expectation.not_to_be_focused)()
