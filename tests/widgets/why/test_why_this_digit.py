"""Why this digit: the coloured ink, the pictures and the change, for any model and any label."""

from __future__ import annotations

import base64
import io
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ipywidgets import HTML, Button, Dropdown
from numpy.typing import NDArray
from PIL import Image
from traitlets import TraitError

from digit_widgets.errors import ArgumentError, ModelError
from digit_widgets.ink import Ink
from digit_widgets.predictors import load_predictor
from digit_widgets.recognition import read
from digit_widgets.widgets import DigitPad, WhyThisDigit
from digit_widgets.widgets.why.evidence_colors import find_levels, level_color
from tests.explanation.known import GapFinder, InkInPlace, drawing
from tests.support.keras_models import make_cnn
from tests.support.waiting import LONG, new_threads, wait_for_end, wait_until
from tests.support.widget_tree import find_all, find_one, is_shown, plain_text
from tests.widgets.conftest import Page, press, set_from_page

Images = NDArray[np.float32]
LOWER_LEFT = (slice(14, 28), slice(0, 14))
BLUE, ORANGE = (f"rgb{level_color(level)}" for level in (3, -3))


@pytest.fixture
def why(pad: DigitPad) -> Iterator[WhyThisDigit]:
    why = WhyThisDigit(pad)
    why.wait()
    yield why
    why.close()


def show(why: WhyThisDigit, pad: DigitPad, ink: Ink) -> None:
    pad.ink = ink
    why.wait()


def svg(why: WhyThisDigit) -> str:
    """The coloured drawing, as HTML."""
    value: str = find_one(why, HTML, "digit-widgets-colored-ink").value
    return value


def told(why: WhyThisDigit) -> str:
    """All words that are shown, as a person reads them."""
    return " ".join(plain_text(each.value) for each in find_all(why, HTML, shown=True))


def pictures(why: WhyThisDigit) -> list[str]:
    return [each.value for each in find_all(why, HTML, "digit-widgets-evidence", shown=True)]


def split_picture(html: str) -> tuple[str, NDArray[np.uint8]]:
    """Return the words of a picture, and its pixels."""
    data = re.search('base64,([^"]+)', html)
    assert data is not None
    image = Image.open(io.BytesIO(base64.b64decode(data[1])))
    return html.replace(data[1], ""), np.asarray(image.convert("RGB"))


def accept(why: WhyThisDigit) -> Button:
    return find_one(why, Button, "digit-widgets-accept")


def lists(why: WhyThisDigit) -> tuple[Dropdown, Dropdown]:
    """The lists of labels: the one asked about, and the one that it is compared with."""
    label, other = find_all(why, Dropdown)
    assert (label.description, other.description) == ("Why", "rather than")
    return label, other


def choose(choice: Dropdown, name: str) -> None:
    """Choose from a list, as a page does."""
    set_from_page(choice, index=[text for text, _ in choice.options].index(name))


def colored(html: str) -> list[tuple[str, float, float]]:
    """Return each coloured line's colour, and the middle of its first point and last."""
    found = re.findall(r'<path d="M([\d.]+) ([\d.]+)[^"]*?" stroke="(rgb[^"]+)"', html)
    return [(color, float(x), float(y)) for x, y, color in found]


def test_a_blank_pad_and_a_dot_say_what_to_do(why: WhyThisDigit, pad: DigitPad) -> None:
    assert "Draw on the pad" in told(why)
    assert not pictures(why)
    assert why.attribution is None
    show(why, pad, Ink.from_strokes([[(100, 100)]], width=16))
    assert "Only a dot" in told(why)
    assert "rgb" in svg(why)
    assert not is_shown(accept(why))
    show(why, pad, drawing("7"))
    assert pictures(why)
    pad.clear()
    why.wait()
    assert "Draw on the pad" in told(why)
    assert not pictures(why)
    assert (why.attribution, why.counterfactual) == (None, None)


def test_ink_is_coloured_where_the_model_looks(why: WhyThisDigit, pad: DigitPad) -> None:
    pad.model = InkInPlace(*LOWER_LEFT)
    why.label = "inked"
    show(why, pad, drawing("0"))
    lines = colored(svg(why))
    strong = [(x, y) for color, x, y in lines if color == BLUE]
    assert strong
    assert all(x < 160 and y > 120 for x, y in strong)
    assert ORANGE not in svg(why)
    why.label = "clear"
    why.wait()
    strong = [(x, y) for color, x, y in colored(svg(why)) if color == ORANGE]
    assert strong
    assert all(x < 160 and y > 120 for x, y in strong)
    assert BLUE not in svg(why)
    # Not by colour alone: what speaks against is hollow.
    assert 'stroke="black"' in svg(why)


def test_the_reading_and_the_strongest_pieces_are_told(why: WhyThisDigit, pad: DigitPad) -> None:
    show(why, pad, drawing("7"))
    assert re.search(r"Read as 7, >?\d+%\. What is drawn (at|in) .* speaks most for 7: ", told(why))
    assert "solid: speaks for 7" in told(why)
    assert "hollow: speaks against 7" in told(why)
    assert "What is drawn" in re.findall('aria-label="([^"]*)"', svg(why))[0]
    assert why.attribution is not None
    assert why.attribution.labels == tuple("0123456789")


def test_pictures_are_described(why: WhyThisDigit, pad: DigitPad) -> None:
    show(why, pad, drawing("7"))
    occlusion, cam = pictures(why)
    for picture, name in ((occlusion, "Occlusion"), (cam, "Grad-CAM")):
        assert re.search(rf'<img src="data:image[^>]* alt="{name}: most for 7 (at|in) ', picture)
        assert "not prove" in picture


def test_another_label_is_asked_about_without_reading_again(pad: DigitPad) -> None:
    model = InkInPlace(*LOWER_LEFT)
    pad.model = model
    why = WhyThisDigit(pad)
    show(why, pad, drawing("0"))
    choose(lists(why)[0], "clear")
    why.wait()
    before, html = model.calls, svg(why)
    choose(lists(why)[0], "inked")
    why.wait()
    choose(lists(why)[0], "clear")
    why.wait()
    assert svg(why) == html
    assert why.label == "clear"
    # What is searched for each label is searched once; the ink is not read again.
    again = model.calls
    choose(lists(why)[0], "inked")
    why.wait()
    assert model.calls == again >= before


def test_one_label_is_compared_with_another(why: WhyThisDigit, pad: DigitPad) -> None:
    show(why, pad, drawing("9"))
    label, other = lists(why)
    choose(label, "9")
    choose(other, "4")
    why.wait()
    assert (why.label, why.rather_than) == ("9", "4")
    assert "solid: speaks for 9" in told(why)
    assert "hollow: speaks for 4" in told(why)
    assert "9 rather than 4" in told(why)
    # The list chosen from last counts.
    choose(other, "9")
    why.wait()
    assert (why.label, why.rather_than) == (None, "9")
    assert label.label == "what is read"
    choose(label, "9")
    why.wait()
    assert (why.label, why.rather_than) == ("9", None)
    assert other.label == "any other"


def test_labels_may_be_given_and_assigned(pad: DigitPad) -> None:
    why = WhyThisDigit(pad, label="9", rather_than="4")
    assert [each.label for each in lists(why)] == ["9", "4"]
    why.label, why.rather_than = None, None
    assert [each.label for each in lists(why)] == ["what is read", "any other"]
    with pytest.raises(TraitError, match="no label 'x'; the model's labels are 0, 1"):
        why.label = "x"
    why.label = "3"
    with pytest.raises(TraitError, match="rather than for itself"):
        why.rather_than = "3"


def test_a_change_is_offered_made_and_undone(why: WhyThisDigit, pad: DigitPad) -> None:
    pad.model = GapFinder()
    ink = Ink.from_strokes(
        [[(200, 100), (170, 62), (120, 60), (84, 100), (80, 150), (100, 205), (150, 222),
          (200, 180)]],
        width=16,
    )  # fmt: skip
    show(why, pad, ink)
    assert pad.value == "open"
    assert "The smallest change found: add a stroke" in told(why)
    assert "stroke-dasharray" in svg(why)
    assert accept(why).description == "Make it a ring"
    assert is_shown(accept(why))
    found = why.counterfactual
    assert found is not None
    press(accept(why))
    why.wait()
    assert pad.value == "ring"
    assert pad.ink == found.ink
    assert accept(why).description == "Make it an open"
    pad.undo()
    why.wait()
    assert pad.ink == ink
    assert pad.value == "open"


def test_a_press_makes_what_the_button_said_while_the_kernel_looks_for_another(
    why: WhyThisDigit, pad: DigitPad
) -> None:
    pad.model = "cnn"
    show(why, pad, drawing("3"))
    offered = why.counterfactual
    assert offered is not None
    searched, going_on = threading.Event(), threading.Event()

    def search(change: dict[str, Any]) -> None:
        if change["new"] is None:
            searched.set()
            going_on.wait(LONG)

    why.observe(search, "counterfactual")
    why.label = "8"
    assert searched.wait(LONG)
    press(accept(why))
    assert pad.ink == offered.ink
    going_on.set()
    why.wait()


def test_a_press_for_an_older_drawing_changes_nothing(why: WhyThisDigit, pad: DigitPad) -> None:
    show(why, pad, drawing("3"))
    assert why.counterfactual is not None
    pad.ink = drawing("8")
    press(accept(why))
    assert pad.ink == drawing("8")


def test_the_label_asked_about_is_the_one_to_become(why: WhyThisDigit, pad: DigitPad) -> None:
    pad.model = "cnn"
    show(why, pad, drawing("3"))
    why.label = "8"
    why.wait()
    assert accept(why).description == "Make it an 8"
    found = why.counterfactual
    assert found is not None
    assert read(found.ink, "cnn").label == "8"
    why.label, why.rather_than = "3", "8"
    why.wait()
    assert accept(why).description == "Make it an 8"


def test_no_change_found_is_said(why: WhyThisDigit, pad: DigitPad) -> None:
    pad.model = InkInPlace(slice(0, 1), slice(0, 1))
    show(why, pad, drawing("3"))
    assert "No small change was found that makes it another label." in told(why)
    assert not is_shown(accept(why))
    assert why.counterfactual is None


def test_a_disabled_pad_is_not_changed(why: WhyThisDigit, pad: DigitPad) -> None:
    show(why, pad, drawing("3"))
    pad.disabled = True
    why.wait()
    assert accept(why).disabled
    press(accept(why))
    assert pad.ink == drawing("3")
    pad.disabled = False
    why.wait()
    assert not accept(why).disabled


def test_a_rejected_drawing_is_explained_by_its_nearest_label(
    why: WhyThisDigit, pad: DigitPad
) -> None:
    pad.threshold = 1.0
    show(why, pad, drawing("7"))
    assert pad.value is None
    assert "Not a digit; the nearest label is 7." in told(why)
    assert why.attribution is not None
    assert pictures(why)


def test_a_model_that_shows_no_convolution_says_so(why: WhyThisDigit, pad: DigitPad) -> None:
    show(why, pad, drawing("7"))
    pad.model = "ann"
    why.wait()
    occlusion, cam = pictures(why)
    assert "<img" in occlusion
    assert "<img" not in cam
    assert "has no convolutional layer" in cam
    pad.model = InkInPlace(*LOWER_LEFT)
    why.wait()
    assert "InkInPlace shows no layers" in pictures(why)[1]


@pytest.mark.parametrize(
    "options", [{"input_range": (0, 255), "rescaling": True}, {"softmax": False}]
)
def test_a_network_that_is_fed_or_read_otherwise_is_looked_into(
    options: dict[str, Any], pad: DigitPad
) -> None:
    pad.ink = drawing("7")
    # The same network as the package has it; what follows the pad would be looked into anew.
    pad.model = "cnn"
    own = WhyThisDigit(pad)
    own.wait()
    expected_words, expected_pixels = split_picture(pictures(own)[1])
    own.close()
    for model in (make_cnn(**options), load_predictor(make_cnn(**options))):
        pad.model = model
        why = WhyThisDigit(pad)
        why.wait()
        words, pixels = split_picture(pictures(why)[1])
        assert words == expected_words
        # Rounding may carry a pixel across the edge between two colours.
        assert (pixels != expected_pixels).any(axis=2).mean() < 0.01
        why.close()


def test_a_file_that_has_changed_since_it_was_loaded_is_not_looked_into(
    pad: DigitPad, tmp_path: Path
) -> None:
    path = tmp_path / "mine.tflite"
    make_cnn().export(path, format="litert", verbose=False)
    pad.model = path
    other = make_cnn()
    other.set_weights([*other.get_weights()[:-2], -other.get_weights()[-2], np.zeros(10)])
    other.export(tmp_path / "other.tflite", format="litert", verbose=False)
    (tmp_path / "other.tflite").replace(path)
    why = WhyThisDigit(pad)
    show(why, pad, drawing("7"))
    assert "now read this otherwise than the model did" in pictures(why)[1]
    pad.model = str(path)
    why.wait()
    assert "<img" in pictures(why)[1]


def test_a_failing_model_is_reported_and_nothing_old_is_left(
    why: WhyThisDigit, pad: DigitPad
) -> None:
    show(why, pad, drawing("7"))

    class Failing:
        labels = ("inked", "clear")

        def predict_proba(self, images: Images) -> Images:  # noqa: ARG002
            raise RuntimeError("out of <memory>")

    pad.model = Failing()
    why.wait()
    assert "RuntimeError: out of <memory>" in why.error
    assert not pictures(why)
    assert BLUE not in svg(why)
    assert why.attribution is None
    pad.model = "cnn"
    why.wait()
    assert why.error == ""
    assert pictures(why)


def test_a_pad_without_a_model_is_referred_to() -> None:
    why = WhyThisDigit(DigitPad("nowhere.tflite", ink=drawing("7")))
    why.wait()
    assert "as the pad says" in why.error


def test_labels_follow_the_model(why: WhyThisDigit, pad: DigitPad) -> None:
    why.label = "9"
    pad.model = GapFinder()
    why.wait()
    assert [text for text, _ in lists(why)[0].options] == ["what is read", "ring", "open"]
    assert why.label is None


def test_a_model_of_its_own_is_explained_beside_the_pads(pad: DigitPad) -> None:
    why = WhyThisDigit(pad, GapFinder())
    show(why, pad, drawing("0"))
    assert why.attribution is not None
    assert why.attribution.labels == ("ring", "open")
    assert pad.prediction.labels == tuple("0123456789")
    with pytest.raises(ModelError, match="no model"):
        WhyThisDigit(pad, "nowhere")


def test_the_ink_is_coloured_while_it_is_drawn(
    why: WhyThisDigit, pad: DigitPad, pad_page: Page
) -> None:
    points = drawing("7").strokes[0].points.tolist()
    for x, y in points[:20]:
        pad_page.ink((x, y))
    wait_until(lambda: why.attribution is not None, "The ink stays plain.")
    why.wait()
    assert "rgb" in svg(why)
    # The pictures wait for the pen.
    assert not pictures(why)
    for x, y in points[20:]:
        pad_page.ink((x, y))
    pad_page.ink(end=True)
    wait_until(lambda: bool(pictures(why)), "There are no pictures.")


class Slow:
    """A model that waits, for each batch of more than one image, until it is let go on."""

    labels = tuple("0123456789")

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()

    def predict_proba(self, images: Images) -> Images:
        if len(images) > 1:
            self.begun.set()
            assert self.go_on.wait(LONG)
        return np.eye(10, dtype=np.float32)[[4] * len(images)]


def test_a_slow_model_delays_neither_pen_nor_bars(pad: DigitPad) -> None:
    model = Slow()
    pad.model = model
    why = WhyThisDigit(pad)
    pad.ink = drawing("7")
    assert model.begun.wait(LONG)
    pad.ink = drawing("3")
    # The pad has read it, while the explanation of the older drawing still waits.
    assert pad.value == "4"
    assert not pictures(why)
    model.go_on.set()
    why.wait()
    assert why.attribution is not None
    assert why.attribution.pieces.ink == drawing("3")


def test_closing_ends_its_thread_and_leaves_the_pad(pad: DigitPad) -> None:
    with new_threads() as threads:
        why = WhyThisDigit(pad)
        why.wait()
    why.close()
    wait_for_end(threads)
    pad.ink = drawing("7")
    assert why.attribution is None
    assert pad.value == "7"


def test_wrong_arguments_are_refused(pad: DigitPad) -> None:
    with pytest.raises(ArgumentError, match="DigitPad is followed"):
        WhyThisDigit(3)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="no colour="):
        WhyThisDigit(pad, colour="red")
    with pytest.raises(ArgumentError, match="label= is a string: '4', not 4"):
        WhyThisDigit(pad, label=4)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="no label 'x'; the model's labels are 0, 1"):
        WhyThisDigit(pad, rather_than="x")
    with pytest.raises(ArgumentError, match="no label '4'; the model's labels are ring, open"):
        WhyThisDigit(pad, GapFinder(), label="4")
    with pytest.raises(ArgumentError, match="rather than for itself"):
        WhyThisDigit(pad, label="4", rather_than="4")
    with pytest.raises(ArgumentError, match="'4' cannot be asked about: the pad's model cannot"):
        WhyThisDigit(DigitPad("nowhere.tflite"), label="4")


def test_its_repr_is_short(why: WhyThisDigit) -> None:
    why.label = "9"
    assert repr(why) == "WhyThisDigit(label='9', rather_than=None, error='')"


def test_levels_grow_with_the_evidence() -> None:
    assert find_levels(np.array([-8.0, -1.0, 0.0, 4.0, 8.0])).tolist() == [-3, 0, 0, 2, 3]
    # A tenth of a doubling of the odds is little, even if nothing is stronger.
    assert find_levels(np.array([0.05, -0.05])).tolist() == [0, 0]
