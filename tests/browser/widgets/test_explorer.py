"""A confusion matrix opened into images by mouse, and by keys alone, in both hosts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Keyboard, Locator, Page, expect

from tests.support.pages import settle, wait_until

CELLS = (
    """
    import numpy as np
    from digit_widgets import ConfusionExplorer, load_mnist

    data = load_mnist({path!r})

    def fours(images):
        return np.tile(np.eye(10, dtype=np.float32)[4], (len(images), 1))

    ConfusionExplorer({"CNN": "cnn", "Fours": fours}, data.x_train, data.y_train)
    """,
)
_OUTLINE = "e => [getComputedStyle(e).outlineStyle, parseFloat(getComputedStyle(e).outlineWidth)]"
_CAPTION = "e => getComputedStyle(e, '::after').content.replaceAll('\\\\a ', '\\n')"
_HEIGHTS = "bars => bars.map(bar => parseFloat(bar.getAttribute('height')))"
#: A thumbnail's pixels: its offset in the page's single image, and the start of that image.
_PIECE = """e => getComputedStyle(e).backgroundPosition
    + getComputedStyle(e).backgroundImage.slice(0, 400)"""


@pytest.fixture
def explorer(shown: Page) -> Locator:
    explorer = shown.locator(".digit-widgets-confusion")
    explorer.locator(".heatmapcell").nth(99).wait_for(timeout=60_000)
    return explorer


def click_cell(explorer: Locator, true: int, read: int) -> None:
    box = settle(explorer.locator(".digit-widgets-matrix .plotarea_background"))
    x, y = ((place + 0.5) / 10 for place in (read, true))
    explorer.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def thumbs(explorer: Locator) -> Locator:
    return explorer.locator(".digit-widgets-thumb:visible")


def expect_title(explorer: Locator, title: str) -> int:
    """Wait for this title of the images and for their thumbnails; return their total number."""
    status = explorer.get_by_role("status").filter(has_text=re.compile(title))
    status.wait_for()
    told = re.search(r": (\d+) images?, page (\d+)", words := status.text_content() or "")
    assert told, words
    images, page = int(told[1]), int(told[2])
    expect(thumbs(explorer)).to_have_count(min(40, images - 40 * (page - 1)))
    return images


def expect_large(explorer: Locator, true: int, tallest: tuple[int, int]) -> None:
    """Wait for an enlarged image of this digit, and for these longest bars of the models."""
    expect(explorer.get_by_text(f"True digit: {true}")).to_be_visible()
    expect(explorer.locator("canvas.digit-widgets-preview")).to_be_visible()
    chart = explorer.locator(".digit-widgets-image-card .digit-widgets-chart")
    chart.scroll_into_view_if_needed()
    for name in ("CNN", "Fours"):
        expect(explorer.locator(".digit-widgets-image-card")).to_contain_text(f"{name}: ")
    # In groups by digit, with a bar for each model.
    bars = chart.locator(".bar")
    expect(bars).to_have_count(20)
    wait_until(
        explorer.page,
        lambda: _find_tallest(bars.evaluate_all(_HEIGHTS)) == tallest,
        f"The tallest bars are not those of {tallest}.",
    )


def _find_tallest(heights: list[float]) -> tuple[int, int]:
    first, second = heights[::2], heights[1::2]
    return first.index(max(first)), second.index(max(second))


def test_a_cell_opens_into_images_by_mouse(explorer: Locator) -> None:
    expect(explorer.get_by_text("Choose a cell of the matrix")).to_be_visible()
    expect(thumbs(explorer)).to_have_count(0)
    click_cell(explorer, 4, 4)
    expect_title(explorer, "4 read as 4 by CNN")
    pieces = thumbs(explorer).evaluate_all(f"all => all.map({_PIECE})")
    assert len(set(pieces)) == 40
    assert all("data:image/png" in piece for piece in pieces)
    assert thumbs(explorer).first.evaluate(_CAPTION).startswith('"4 → 4\n')
    thumbs(explorer).nth(2).click()
    expect_large(explorer, 4, (4, 4))
    explorer.get_by_role("button", name="Next page").click()
    expect_title(explorer, "4 read as 4 by CNN.*page 2 of 2")
    assert thumbs(explorer).first.evaluate(_PIECE) != pieces[0]
    explorer.get_by_role("button", name="Only CNN right").click()
    expect_title(explorer, "Only CNN right: 4.. images, page 1 of")
    thumbs(explorer).last.click()
    expect(explorer.get_by_text(re.compile("True digit: [^4]"))).to_be_visible()


def test_a_cell_opens_into_images_by_keys_alone(explorer: Locator) -> None:
    keyboard = explorer.page.keyboard
    # Independent of the preceding page's end; reset the choices made by mouse.
    for name in ("True digit", "Read as"):
        expect(explorer.get_by_label(name)).to_have_value("choose")
    explorer.get_by_label("Model", exact=True).focus()
    tab_to(explorer.get_by_label("True digit"))
    choose_one(keyboard)
    tab_to(explorer.get_by_label("Read as"))
    choose_one(keyboard)
    images = expect_title(explorer, "1 read as 1 by CNN: .*page 1 of 2")
    thumb = thumbs(explorer).nth(1)
    tab_to(thumb)
    style, width = thumb.evaluate(_OUTLINE)
    assert style == "solid"
    assert width >= 2
    expect(thumb).to_have_attribute("title", re.compile("true digit 1; CNN: 1.*Fours: 4"))
    keyboard.press("Space")
    expect_large(explorer, 1, (1, 4))
    # Arrow keys walk on, and what they come to is shown large.
    was = thumb.get_attribute("title")
    keyboard.press("ArrowRight")
    expect(thumbs(explorer).nth(2)).to_be_focused()
    expect(thumbs(explorer).nth(2)).to_have_class(re.compile("digit-widgets-chosen"))
    keyboard.press("ArrowLeft")
    expect(thumb).to_be_focused()
    assert was
    expect(explorer.locator(".digit-widgets-image-card")).to_contain_text(was.split(",")[0])
    tab_to(explorer.get_by_role("button", name="Next page"))
    keyboard.press("Space")
    assert expect_title(explorer, "1 read as 1 by CNN: .*page 2 of 2") == images
    tab_to(explorer.get_by_role("button", name="Both right"), "Shift+Tab")
    keyboard.press("Space")
    expect_title(explorer, "Both right")


def choose_one(keyboard: Keyboard) -> None:
    """Choose the digit 1 by keys in an open list, because JupyterLab takes most other keys."""
    for key in ("Space", "1", "Enter"):
        keyboard.press(key)


def tab_to(target: Locator, key: str = "Tab") -> None:
    """Press Tab until an element has the focus, at most 60 times."""
    for _ in range(60):
        if target.evaluate("e => e === document.activeElement"):
            return
        target.page.keyboard.press(key)
    raise AssertionError(f"Tab does not come to {target}.")
