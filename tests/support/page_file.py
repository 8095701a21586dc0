"""A page in one file, used like a person does, and inspected."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from playwright.sync_api import Locator, Page, expect

from tests.support.digits import Strokes, finely
from tests.support.hand import Hand

__all__ = ["FilePad"]

#: Pixels of the pad between two pointer events.
_STEP = 8.0


class FilePad:
    """The page's pad, once it can be drawn on and reads.

    Parameters
    ----------
    page
        The opened page.
    place
        The pad's place on the page of a notebook; by default the page is the pad's.
    """

    def __init__(self, page: Page, place: Locator | None = None) -> None:
        self.page = page
        self.place = place or page.locator("body")
        (page.get_by_role("tab").first if place is None else self.surface).wait_for()

    @property
    def surface(self) -> Locator:
        """The drawing surface that is shown."""
        return self.place.locator(".digit-widgets-ink:visible")

    @property
    def answer(self) -> Locator:
        """The headline, meter and bars of what is read."""
        return self.place.locator(".digit-widgets-answer")

    @property
    def bars(self) -> Locator:
        """The ten bars of what is read."""
        return self.answer.locator(".digit-widgets-bars")

    def show(self, view: str) -> None:
        """Press a view's tab."""
        self.page.get_by_role("tab", name=view).click()

    def press(self, button: str) -> None:
        """Press a button of those that are shown."""
        self.place.locator("button:visible").and_(
            self.page.get_by_role("button", name=button, exact=True)
        ).click()

    def expect_label(self, label: str) -> None:
        """Wait until a digit is read, or fail."""
        expect(self.answer.locator(".label")).to_have_text(label)

    def draw(self, strokes: Strokes, *, width: float = 280.0) -> None:
        """Draw strokes given on a surface of this width, by mouse."""
        for stroke in strokes:
            first, *rest = self._places(finely(stroke, _STEP), width)
            self.page.mouse.move(*first)
            self.page.mouse.down()
            for place in rest:
                self.page.mouse.move(*place)
            self.page.mouse.up()

    def draw_by_finger(self, strokes: Strokes) -> None:
        """Draw strokes given on 280 × 280 by a finger."""
        hand = Hand(self.page)
        for stroke in strokes:
            places = self._places(stroke, 280.0)
            hand.put(1, places[0])
            for (x, y), (to_x, to_y) in pairwise(places):
                hand.move({1: (to_x - x, to_y - y)}, events=4)
            hand.lift(1)

    def _places(
        self, points: Sequence[tuple[float, float]], width: float
    ) -> list[tuple[float, float]]:
        self.surface.scroll_into_view_if_needed()
        box = self.surface.bounding_box()
        assert box is not None
        scale = box["width"] / width
        return [(box["x"] + scale * x, box["y"] + scale * y) for x, y in points]
