"""The shuffle experiment, pressed by mouse and by keys, in both hosts."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.support.layout import expect_no_problems
from tests.support.pages import wait_until

CELLS = (
    """
    import threading

    from digit_widgets import ShuffleExperiment, load_mnist
    from digit_widgets.evaluation.metrics import Proportion
    from ipywidgets import Button, VBox

    may_learn = threading.Event()
    teach = Button(description="Teach")
    teach.on_click(lambda _: may_learn.set())

    def learn(model, data, *, callbacks):  # what networks learn is tested without a browser
        may_learn.wait(60)
        return Proportion(94 if model == "ann" else 97, 100)

    VBox([ShuffleExperiment(learn, load_mnist({path!r})), teach])
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
    expect_no_problems(experiment)
    wait_until(shown, lambda: len(set(images(experiment))) == 10, "Not ten are painted.")
    before = images(experiment)
    shuffle = experiment.get_by_role("button", name="Shuffle the pixels, and train")
    shuffle.click()
    expect(experiment.get_by_role("button", name="Stop")).to_be_enabled()
    expect(shuffle).to_be_disabled()
    shown.get_by_role("button", name="Teach").click()
    row = experiment.get_by_role("row", name=re.compile("^CNN"))
    expect(row).to_contain_text(re.compile(r"\d%"), timeout=_WITHIN_MS)
    wait_until(shown, lambda: images(experiment) != before, "The images stay.")
    told = experiment.get_by_role("status").filter(has_text="Pixels shuffled:")
    expect(told).to_have_count(1)
    in_place = experiment.get_by_role("button", name="Pixels in place, and train")
    expect(in_place).to_be_enabled()
    in_place.focus()
    shown.keyboard.press("Enter")
    expect(row).to_contain_text(re.compile(r"\d%.*\d%.*\d%.*\d%"), timeout=_WITHIN_MS)
    wait_until(shown, lambda: images(experiment) == before, "The images do not come back.")
    expect_no_problems(experiment)
