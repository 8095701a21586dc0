"""The shuffle experiment, pressed by mouse and by keys, in both hosts."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.support.layout import layout_problems

CELLS = (
    """
    import time

    from digit_widgets import ShuffleExperiment, load_mnist
    from digit_widgets.evaluation.metrics import Proportion

    def learn(model, data, *, callbacks):  # what networks learn is tested without a browser
        time.sleep(0.5)
        return Proportion(94 if model == "ann" else 97, 100)

    ShuffleExperiment(learn, load_mnist({path!r}))
    """,
)
_WITHIN_MS = 120_000


def images(experiment: Locator) -> list[str]:
    painted: list[str] = experiment.locator("canvas").evaluate_all(
        "all => all.map(each => each.toDataURL())"
    )
    return painted


def test_a_press_shuffles_the_images_and_gives_each_network_its_figure(shown: Page) -> None:
    experiment = shown.locator(".digit-widgets-shuffling")
    expect(experiment.locator("canvas")).to_have_count(10)
    assert layout_problems(experiment) == []
    before = images(experiment)
    shuffle = experiment.get_by_role("button", name="Shuffle the pixels, and train")
    shuffle.click()
    expect(experiment.get_by_role("button", name="Stop")).to_be_enabled()
    expect(shuffle).to_be_disabled()
    row = experiment.get_by_role("row", name=re.compile("^CNN"))
    expect(row).to_contain_text(re.compile(r"\d%"), timeout=_WITHIN_MS)
    assert images(experiment) != before
    told = experiment.get_by_role("status").filter(has_text="Pixels shuffled:")
    expect(told).to_have_count(1)
    in_place = experiment.get_by_role("button", name="Pixels in place, and train")
    expect(in_place).to_be_enabled()
    in_place.focus()
    shown.keyboard.press("Enter")
    expect(row).to_contain_text(re.compile(r"\d%.*\d%.*\d%.*\d%"), timeout=_WITHIN_MS)
    assert images(experiment) == before
    assert layout_problems(experiment) == []
