"""The robustness explorer as a page talks to it: slider, disturbances, ten images and curves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import bqplot
import numpy as np
import pytest
from ipywidgets import HTML, FloatSlider, ToggleButtons
from numpy.typing import NDArray
from traitlets import TraitError

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ArgumentError, DataError, ModelError
from digit_widgets.evaluation import disturb, measure_robustness
from digit_widgets.evaluation.disturbances import DISTURBANCES
from digit_widgets.imaging.png import grey_pixels
from digit_widgets.widgets import RobustnessExplorer
from digit_widgets.widgets.parts.page_widgets import AriaLabels, PixelImage
from digit_widgets.widgets.robustness.curve_meter import sort_strengths
from tests.support.waiting import LONG, new_threads, wait_for_end, wait_until
from tests.support.widget_tree import (
    axis,
    button,
    css_classes,
    figure,
    find_all,
    find_one,
    plain_text,
    text_of,
)
from tests.widgets.conftest import press, set_from_page

#: 30 images, of each digit three: a dot in the column of its digit, from column 9 on, whose row
#: tells the images of a digit apart.
LABELS = np.arange(30) % 10
IMAGES = np.zeros((30, 28, 28), np.float32)
IMAGES[np.arange(30), 3 + np.arange(30) // 10, 9 + LABELS] = 1


def make_data(images: NDArray[np.float32], labels: NDArray[np.int64]) -> ImageDataset:
    nothing = np.zeros((0, 28, 28), np.float32)
    return ImageDataset(nothing, np.zeros(0, np.int64), images, labels, "a test", "0" * 64)


DATA = make_data(IMAGES, LABELS)


class Exact:
    """Reads the digit of the brightest column; what is outside of the ten, as 0."""

    labels = tuple("0123456789")

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        shares = images.max(axis=1)[:, 9:19] + np.eye(1, 10, dtype=np.float32) / 1000 + 1e-5
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))


class Unmoved(Exact):
    """Reads the digit of the brightest column, wherever it is, from the image's row of pixels."""

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        first = images.max(axis=1).argmax(axis=1)
        return np.eye(10, dtype=np.float32)[np.clip(first - 11, 0, 9)]


class Unsure(Exact):
    """Takes nothing for a digit."""

    def predict_scored(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        return self.predict_proba(images), np.full(len(images), 0.2, np.float32)


class Failing(Exact):
    """Fails as soon as an image is disturbed by more than a little."""

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        if images[:, :, 19:].any():
            raise RuntimeError("<b>out of order")
        return super().predict_proba(images)


@pytest.fixture(autouse=True)
def _short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Announce accuracies soon: `wait` waits for that too."""
    monkeypatch.setattr("digit_widgets.widgets.robustness.choice_worker._PAUSE", 0.02)


@pytest.fixture
def explorer() -> Iterator[RobustnessExplorer]:
    explorer = RobustnessExplorer({"exact": Exact(), "moved": Unmoved()}, DATA)
    assert explorer.wait(LONG)
    yield explorer
    explorer.close()


def slider(explorer: RobustnessExplorer) -> FloatSlider:
    return find_one(explorer, FloatSlider, shown=True)


def shown(explorer: RobustnessExplorer) -> NDArray[np.uint8]:
    """The images on the page, (N, 28, 28)."""
    greys = [each.grey for each in find_all(explorer, PixelImage)]
    return np.stack([np.frombuffer(grey, np.uint8).reshape(28, 28) for grey in greys])


def answers(explorer: RobustnessExplorer) -> list[str]:
    """What is written below each image."""
    cards = [each for each in find_all(explorer, HTML) if '<span class="name"' in each.value]
    return [plain_text(each.value) for each in cards]


def table(explorer: RobustnessExplorer) -> str:
    (one,) = (each.value for each in find_all(explorer, HTML) if "<table" in each.value)
    return plain_text(one)


def announced(explorer: RobustnessExplorer) -> str:
    return plain_text(find_one(explorer, HTML, "digit-widgets-spoken").value)


def lines(explorer: RobustnessExplorer) -> list[bqplot.Lines]:
    """The slider's place, and each model's curve."""
    return find_all(figure(explorer, "digit-widgets-accuracy"), bqplot.Lines)


def test_each_digit_is_shown_as_the_slider_says_with_every_models_answer(
    explorer: RobustnessExplorer,
) -> None:
    np.testing.assert_array_equal(shown(explorer), grey_pixels(IMAGES[:10]))
    assert answers(explorer)[3] == "✓ exact 3 , right ✗ moved 1 , wrong"
    set_from_page(slider(explorer), value=2.0)
    assert explorer.wait(LONG)
    assert explorer.strength == 2
    np.testing.assert_array_equal(shown(explorer), grey_pixels(disturb(IMAGES[:10], "shift", 2)))
    assert answers(explorer)[3] == "✗ exact 5 , wrong ✓ moved 3 , right"
    assert "2 pixels to the right" in text_of(explorer)
    assert table(explorer) == (
        "Model Right 95% interval exact 0.0% 0.0\N{EN DASH}11.4% moved 100.0% 88.6\N{EN DASH}100.0%"
    )


def test_ten_others_are_shown_and_then_the_first_ones_again(explorer: RobustnessExplorer) -> None:
    for page, first in ((2, 10), (3, 20), (1, 0)):
        press(button(explorer, "Ten others"))
        assert explorer.wait(LONG)
        assert explorer.page == page
        np.testing.assert_array_equal(shown(explorer), grey_pixels(IMAGES[first : first + 10]))
    explorer.page = 99
    assert explorer.page == 3


def test_a_digit_with_fewer_images_shows_them_again_and_a_missing_one_has_no_card() -> None:
    data = make_data(IMAGES[[3, 5, 13]], LABELS[[3, 5, 13]])
    explorer = RobustnessExplorer([Exact()], data, page=2)
    explorer.wait(LONG)
    np.testing.assert_array_equal(shown(explorer), grey_pixels(IMAGES[[13, 5]]))
    explorer.close()


def test_the_curves_are_those_that_python_measures(explorer: RobustnessExplorer) -> None:
    models = {"exact": Exact(), "moved": Unmoved()}
    assert explorer.curves == measure_robustness(models, DATA)
    cursor, exact, moved = lines(explorer)
    assert list(exact.x) == list(DISTURBANCES["shift"].strengths)
    assert dict(zip(exact.x, exact.y, strict=True))[0.0] == 1
    assert dict(zip(moved.x, moved.y, strict=True))[2.0] == 1
    sent: list[Any] = []
    exact.observe(sent.append, ["x", "y"])
    explorer.strength = 2
    explorer.wait(LONG)
    np.testing.assert_array_equal(cursor.x, [2, 2])
    # The curves are as they were: the page need not draw them again.
    assert sent == []
    # Not by colour alone.
    assert exact.marker != moved.marker
    assert exact.line_style != moved.line_style


def test_another_disturbance_begins_unchanged_with_its_own_axis_and_note(
    explorer: RobustnessExplorer,
) -> None:
    explorer.strength = -10
    kinds = find_one(explorer, ToggleButtons)
    assert len(kinds.options) == 6
    set_from_page(kinds, index=3)
    assert explorer.wait(LONG)
    assert (explorer.disturbance, explorer.strength) == ("noise", 0)
    assert (slider(explorer).min, slider(explorer).max, slider(explorer).step) == (0, 50, 2.5)
    assert slider(explorer).value == 0
    assert axis(figure(explorer, "digit-widgets-accuracy"), label="percent of full ink")
    assert "unchanged" in text_of(explorer)
    np.testing.assert_array_equal(shown(explorer), grey_pixels(IMAGES[:10]))
    assert {each.disturbance for each in explorer.curves.values()} == {"noise"}
    explorer.disturbance = "shift"
    assert kinds.value == "shift"
    assert slider(explorer).min == -10


@pytest.mark.parametrize("name", DISTURBANCES)
def test_every_disturbance_can_be_shown_from_end_to_end(
    explorer: RobustnessExplorer, name: str
) -> None:
    kind = DISTURBANCES[name]
    explorer.disturbance = name
    for strength in (kind.low, kind.high):
        explorer.strength = strength
        explorer.wait(LONG)
        expected = grey_pixels(disturb(IMAGES[:10], name, strength))
        np.testing.assert_array_equal(shown(explorer), expected)
    ticks = list(axis(figure(explorer, "digit-widgets-accuracy"), side="bottom").tick_values)
    assert 4 <= len(ticks) <= 7
    assert 0 in ticks
    assert kind.low <= min(ticks)
    assert max(ticks) <= kind.high


def test_shuffled_pixels_say_what_a_training_on_them_shows(explorer: RobustnessExplorer) -> None:
    explorer.disturbance = "shuffled pixels"
    said = text_of(explorer)
    assert "97.4%" in said
    assert "measured once, not by this widget" in said


def test_the_first_strengths_are_the_slider_s_and_then_coarse_ones() -> None:
    ordered = sort_strengths(DISTURBANCES["turn"], 35.0)
    assert ordered[0] == 35
    assert set(ordered[1:8]) == {-90, -80, -40, 0, 40, 80, 90}
    assert sorted(ordered) == sorted(DISTURBANCES["turn"].strengths)
    # One between two steps of the slider is measured as well.
    assert sort_strengths(DISTURBANCES["turn"], 1.0)[0] == 1


def test_a_strength_between_two_steps_is_measured(explorer: RobustnessExplorer) -> None:
    explorer.strength = 0.4
    explorer.wait(LONG)
    assert 0.4 in explorer.curves["exact"].strengths
    assert "exact 100.0%" in table(explorer)


def test_newer_choices_go_first() -> None:
    permits = threading.Semaphore(4)

    class Held(Exact):
        calls: list[int] = []  # noqa: RUF012 - each test has its class

        def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
            self.calls.append(len(images))
            assert permits.acquire(timeout=LONG)
            return super().predict_proba(images)

    explorer = RobustnessExplorer(
        [Held()], make_data(np.tile(IMAGES, (20, 1, 1)), np.tile(LABELS, 20))
    )
    wait_until(lambda: len(Held.calls) == 5, "nothing is measured")
    explorer.strength = 1
    expected = grey_pixels(disturb(IMAGES[:10], "shift", 1))
    assert not np.array_equal(shown(explorer), expected)
    # The call under way, and that of the ten images.
    permits.release(2)
    wait_until(lambda: len(Held.calls) == 7, "it does not go on")
    assert Held.calls[4:6] == [32, 10]
    np.testing.assert_array_equal(shown(explorer), expected)
    permits.release(1000)
    assert explorer.wait(LONG)
    assert max(Held.calls) <= 32
    assert set(explorer.curves["Held"].strengths) == set(DISTURBANCES["shift"].strengths)
    explorer.close()


def test_closing_stops_the_measuring() -> None:
    calls = []
    is_closed = threading.Event()

    class Held(Exact):
        def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
            calls.append(len(images))
            if len(calls) == 3:
                assert is_closed.wait(LONG)
            return super().predict_proba(images)

    with new_threads() as threads:
        explorer = RobustnessExplorer(
            [Held()], make_data(np.tile(IMAGES, (50, 1, 1)), np.tile(LABELS, 50))
        )
    wait_until(lambda: len(calls) == 3, "nothing is measured")
    explorer.close()
    is_closed.set()
    wait_for_end(threads)
    assert len(calls) == 3
    explorer.close()


def test_accuracies_are_announced_once_after_a_choice_and_not_before(
    explorer: RobustnessExplorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digit_widgets.widgets.robustness.choice_worker._PAUSE", 1.0)
    assert announced(explorer) == ""
    spoken: list[str] = []
    words = find_one(explorer, HTML, "digit-widgets-spoken")
    words.observe(lambda change: spoken.append(plain_text(change["new"])), "value")
    for strength in (1, 2, 3, 2):
        explorer.strength = strength
    assert explorer.wait(LONG)
    assert spoken == ["2 pixels to the right: exact 0 percent, moved 100 percent of 30 images"]


def test_the_chart_the_slider_and_the_buttons_have_names(explorer: RobustnessExplorer) -> None:
    explorer.disturbance = "turn"
    explorer.wait(LONG)
    names = {
        key: each for part in find_all(explorer, AriaLabels) for key, each in part.names.items()
    }
    assert names[".digit-widgets-of-turn .noUi-handle"] == {
        "aria-label": "Strength of turn, degrees clockwise"
    }
    assert names[".bqplot"]["role"] == "img"
    said = names[".bqplot"]["aria-label"]
    assert "exact: 90° anticlockwise" in said
    assert "unchanged 100 percent" in said
    assert ".widget-toggle-button.mod-active" in names


def test_a_refused_image_is_in_brackets_and_counts_as_its_digit() -> None:
    explorer = RobustnessExplorer([Unsure()], DATA)
    explorer.wait(LONG)
    assert answers(explorer)[3] == "✓ Unsure (3) , right, not a digit"
    assert "100.0%" in table(explorer)
    explorer.close()


def test_an_image_left_blank_is_read_as_nothing() -> None:
    data = make_data(IMAGES[:1], LABELS[:1])
    explorer = RobustnessExplorer([Exact()], data, strength=-10)
    explorer.wait(LONG)
    assert answers(explorer) == ["✗ Exact \N{EN DASH} , wrong, nothing drawn"]
    assert "0.0%" in table(explorer)
    explorer.close()


def test_a_model_that_fails_is_named_and_leaves_nothing_old() -> None:
    models = {"gone": "no/such.tflite", "<i>bad": Failing(), "exact": Exact()}
    explorer = RobustnessExplorer(models, DATA)
    explorer.wait(LONG)
    assert explorer.error.startswith("gone: There is no model file")
    assert "<i>bad: The model raised RuntimeError: <b>out of order" in explorer.error
    html = find_one(explorer, HTML, "digit-widgets-message").value
    assert "&lt;i&gt;bad" in html
    assert "<b>out" not in html
    assert explorer.curves["<i>bad"].strengths == ()
    assert len(explorer.curves["exact"].strengths) == 21
    assert "<i>bad no reading" in table(explorer)
    explorer.strength = 5
    explorer.wait(LONG)
    assert answers(explorer)[3] == "\N{EN DASH} <i>bad , no reading ✗ exact 8 , wrong"
    explorer.close()


def test_a_model_that_works_again_is_not_reported_any_more() -> None:
    class Moody(Exact):
        fails = True

        def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
            if self.fails:
                raise RuntimeError("moody")
            return super().predict_proba(images)

    model = Moody()
    explorer = RobustnessExplorer([model], DATA)
    explorer.wait(LONG)
    assert "moody" in explorer.error
    model.fails = False
    explorer.disturbance = "turn"
    explorer.wait(LONG)
    assert explorer.error == ""
    assert "100.0%" in table(explorer)
    explorer.close()


def test_with_no_model_left_the_explorer_says_so_and_stands() -> None:
    explorer = RobustnessExplorer({"letters": "no/such.onnx"}, DATA)
    explorer.strength = 3
    assert explorer.wait(LONG)
    assert "letters: There is no model file" in explorer.error
    assert len(shown(explorer)) == 10
    explorer.close()


def test_by_default_the_networks_read_the_500_digits_of_the_package() -> None:
    explorer = RobustnessExplorer()
    assert repr(explorer).startswith(
        "RobustnessExplorer(models=['cnn', 'ann'], disturbance='shift'"
    )
    said = text_of(explorer)
    assert "Accuracy on 500 images" in said
    assert "its networks learnt from them" in said
    explorer.close()


def test_no_choice_makes_new_widgets(explorer: RobustnessExplorer) -> None:
    before = [part.model_id for part in find_all(explorer, HTML)]
    explorer.strength = 5
    explorer.disturbance = "size"
    explorer.page = 2
    explorer.wait(LONG)
    assert [part.model_id for part in find_all(explorer, HTML)] == before
    assert "digit-widgets-live" in css_classes(explorer)


@pytest.mark.parametrize(
    ("keywords", "error", "message"),
    [
        ({"disturbance": "shfit"}, ArgumentError, "Did you mean 'shift'"),
        ({"strength": 11}, ArgumentError, "from -10 to 10"),
        ({"disturbance": "noise", "strength": -1}, ArgumentError, "from 0 to 50"),
        ({"strenght": 1}, ArgumentError, "Did you mean strength="),
        ({"curves": {}}, ArgumentError, "curves is read-only"),
        ({"data": IMAGES}, ArgumentError, "such as load_mnist"),
        ({"data": make_data(IMAGES[:0], LABELS[:0])}, DataError, "no test images"),
        ({"models": "cnn"}, ModelError, "by their names or in a list"),
        ({"models": []}, ModelError, "Give one or more models"),
    ],
)
def test_wrong_arguments_say_what_to_do(keywords: Any, error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        RobustnessExplorer(**keywords)


@pytest.mark.parametrize(
    ("name", "value"),
    [("disturbance", "blur"), ("strength", 10.5), ("strength", "3"), ("page", "1")],
)
def test_what_is_not_there_cannot_be_set(
    explorer: RobustnessExplorer, name: str, value: object
) -> None:
    before = getattr(explorer, name)
    with pytest.raises(TraitError):
        setattr(explorer, name, value)
    assert getattr(explorer, name) == before


def test_what_is_shown_first_can_be_given() -> None:
    explorer = RobustnessExplorer([Exact()], DATA, disturbance="turn", strength=-45, page=2)
    assert explorer.wait(LONG)
    assert (explorer.disturbance, explorer.strength, explorer.page) == ("turn", -45, 2)
    expected = grey_pixels(disturb(IMAGES[10:20], "turn", -45))
    np.testing.assert_array_equal(shown(explorer), expected)
    assert slider(explorer).value == -45
    explorer.close()
