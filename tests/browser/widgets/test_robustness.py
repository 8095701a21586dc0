"""The robustness explorer by mouse, by finger and by keys alone, in both hosts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.layout import expect_no_problems
from tests.support.pages import settle, wait_until

CELLS = (
    """
    from digit_widgets import RobustnessExplorer, load_mnist

    explorer = RobustnessExplorer(["cnn", "ann"], load_mnist({path!r}))
    explorer
    """,
)


@pytest.fixture
def explorer(shown: Page) -> Locator:
    """Return the explorer with the digits shifted by nothing, as it begins."""
    explorer = shown.locator(".digit-widgets-robustness")
    explorer.locator(".digit-widgets-accuracy").wait_for(timeout=60_000)
    choose(explorer, "Turn")
    choose(explorer, "Shift")
    return explorer


def choose(explorer: Locator, name: str) -> None:
    button = explorer.get_by_role("button", name=name, exact=True)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(explorer.locator(".digit-widgets-strength")).to_have_text("unchanged")
    expect(explorer.locator('[aria-pressed="true"]')).to_have_count(1)
    # The slider of the disturbance before is hidden, and its own is shown, in two messages.
    expect(explorer.locator(f".digit-widgets-of-{name.lower()} .noUi-target")).to_be_visible()
    expect(slider(explorer)).to_have_count(1)


def slider(explorer: Locator) -> Locator:
    return explorer.get_by_role("slider")


def expect_accuracies(explorer: Locator, words: str) -> list[float]:
    """Wait until the accuracies at a strength are shown; return them."""
    expect(explorer.locator(".digit-widgets-strength")).to_have_text(words)
    rows = explorer.get_by_role("row")
    expect(rows).to_have_count(3)
    for row in rows.all()[1:]:
        expect(row).to_contain_text(re.compile(r"[\d.]+%[\d.]+.[\d.]+%$"))
    found = explorer.locator("tr td:first-of-type").all_inner_texts()
    return [float(each.rstrip("%")) for each in found]


def images(explorer: Locator) -> list[str]:
    """What is painted on the ten cards."""
    painted: list[str] = explorer.locator(".digit-widgets-card canvas").evaluate_all(
        "all => all.map(each => each.toDataURL())"
    )
    return painted


def expect_other_images(explorer: Locator, than: list[str]) -> list[str]:
    """Wait until none of these images is shown any more; return those that are."""
    wait_until(
        explorer.page, lambda: not set(images(explorer)) & set(than), "The images stay the same."
    )
    return images(explorer)


def box_of(part: Locator) -> dict[str, float]:
    box = part.bounding_box()
    assert box
    return dict(box)


def test_keys_shift_the_digits_and_the_cnn_reads_more_of_them(explorer: Locator) -> None:
    wait_until(explorer.page, lambda: len(set(images(explorer))) == 10, "Not ten are painted.")
    before, chart = images(explorer), box_of(explorer.locator(".digit-widgets-accuracy"))
    handle = slider(explorer)
    handle.focus()
    expect(handle).to_have_attribute("aria-label", "Strength of shift, pixels to the right")
    for _ in range(6):
        explorer.page.keyboard.press("ArrowRight")
    cnn, ann = expect_accuracies(explorer, "6 pixels to the right")
    assert cnn > ann
    expect_other_images(explorer, before)
    answers = explorer.locator(".digit-widgets-card")
    expect(answers.filter(has_text="✗")).not_to_have_count(0)
    expect(answers.filter(has_text="✓")).not_to_have_count(0)
    expect(explorer.get_by_role("status").last).to_contain_text("6 pixels to the right: cnn")
    name = explorer.locator(".digit-widgets-accuracy .bqplot, .bqplot.digit-widgets-accuracy")
    expect(name.first).to_have_attribute("aria-label", re.compile("Accuracy by strength. cnn: "))
    # Nothing has moved.
    assert box_of(explorer.locator(".digit-widgets-accuracy")) == chart
    expect_no_problems(explorer)


def test_a_finger_sets_the_strength_and_a_button_shows_ten_others(explorer: Locator) -> None:
    choose(explorer, "Noise")
    before = images(explorer)
    track = settle(explorer.locator(".digit-widgets-of-noise .noUi-target"))
    middle = track["y"] + track["height"] / 2
    explorer.page.touchscreen.tap(track["x"] + track["width"] / 2, middle)
    words = explorer.locator(".digit-widgets-strength")
    expect(words).to_have_text(re.compile("noise of 2[2-7](.5)?%"))
    expect_accuracies(explorer, words.inner_text())
    noisy = expect_other_images(explorer, before)
    others = explorer.get_by_role("button", name="Ten others")
    others.tap()
    expect(words).to_have_text(re.compile("noise"))
    expect_other_images(explorer, noisy)


def test_keys_alone_come_to_shuffled_pixels(explorer: Locator) -> None:
    keyboard = explorer.page.keyboard
    explorer.get_by_role("button", name="Shift", exact=True).focus()
    for _ in range(5):
        keyboard.press("Tab")
    shuffled = explorer.get_by_role("button", name="Shuffled pixels")
    expect(shuffled).to_be_focused()
    keyboard.press("Space")
    expect(shuffled).to_have_attribute("aria-pressed", "true")
    expect(slider(explorer)).to_have_attribute("aria-label", re.compile("shuffled pixels"))
    keyboard.press("Tab")
    expect(slider(explorer)).to_be_focused()
    keyboard.press("End")
    cnn, ann = expect_accuracies(explorer, "100% of the pixels shuffled")
    assert max(cnn, ann) < 50
    expect(explorer).to_contain_text("measured once, not by this widget")
    keyboard.press("Tab")
    expect(explorer.get_by_role("button", name="Ten others")).to_be_focused()
    keyboard.press("Space")
    keyboard.press("Shift+Tab")
    keyboard.press("Home")
    expect_accuracies(explorer, "unchanged")
