"""The feature maps of a network's convolutions next to the drawing, in both hosts."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.support.digits import DIGITS
from tests.support.pages import Pad, wait_until

CELLS = (
    """
    from digit_widgets import DigitPad, FeatureMaps

    pad = DigitPad()
    pad
    """,
    "FeatureMaps(pad)",
)
#: A grid's pixels, decoded, as bytes to compare; "" if another image replaces it meanwhile.
_PIXELS = """async image => {
    try {
        await image.decode();
    } catch {
        return '';
    }
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return canvas.toDataURL();
}"""


def add_pixels(images: Locator, seen: list[list[str]]) -> None:
    """Wait until none of the images has been seen before, and add them to what was seen."""

    def are_new() -> bool:
        now = [image.evaluate(_PIXELS) for image in images.all()]
        is_new = all(now) and not any(each in before for before in seen for each in now)
        if is_new:
            seen.append(now)
        return is_new

    wait_until(images.page, are_new, "An image stays the same.")


def test_both_images_follow_the_drawing(shown: Page) -> None:
    pad = Pad(shown)
    maps = shown.locator(".digit-widgets-features")
    images = maps.locator("img.digit-widgets-preview")
    expect(images).to_have_count(2, timeout=60_000)
    expect(maps).to_contain_text(
        "Convolutional layer 1: 32 maps of 26 × 26, after ReLU", timeout=60_000
    )
    expect(maps).to_contain_text("Convolutional layer 2: 64 maps of 11 × 11")
    told = maps.get_by_text(re.compile("white is|All black"))
    of_nothing, seen = told.all_inner_texts(), list[list[str]]()
    add_pixels(images, seen)
    for digit in ("2", "1"):
        pad.draw(DIGITS[digit])
        pad.wait_for_label(digit)
        # The legend of the brightness follows the image.
        for before, now in zip(of_nothing, told.all(), strict=True):
            expect(now).not_to_have_text(before)
        for number, size in ((1, "26 × 26"), (2, "11 × 11")):
            # Front ends name an image by its tooltip.
            name = re.compile(rf"layer {number}: .*{size}.* Map \d+, .* most strongly")
            expect(maps.get_by_role("img", name=name)).to_be_visible()
        add_pixels(images, seen)
        pad.press("Reset")
        for before, now in zip(of_nothing, told.all(), strict=True):
            expect(now).to_have_text(before)


def test_pointer_and_arrow_keys_choose_what_the_lens_explains(shown: Page) -> None:
    second = shown.locator(".digit-widgets-features").get_by_role("slider").nth(1)
    lens = shown.locator(".digit-widgets-features .digit-widgets-lens").nth(1)
    second.scroll_into_view_if_needed(timeout=60_000)
    box = second.bounding_box()
    assert box is not None
    # Cell (2, 3) of map 9, with lines of one pixel around each map of 11 × 11.
    second.hover(position={"x": box["width"] * 16.5 / 97, "y": box["height"] * 15.5 / 97})
    expect(lens).to_contain_text("Map 9, row 2, column 3: ")
    expect(second).to_have_attribute("aria-valuetext", re.compile("^Map 9, row 2, column 3: "))
    second.focus()
    shown.keyboard.press("ArrowDown")
    expect(second).to_have_attribute("aria-valuenow", "17")
    shown.keyboard.press("ArrowRight")
    expect(lens).to_contain_text(re.compile(r"Map 18, row \d+, column \d+: "))
    shown.keyboard.press("Home")
    shown.keyboard.press("ArrowLeft")
    expect(second).to_have_attribute("aria-valuenow", "0")
