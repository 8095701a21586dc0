"""The comparison: several models on one drawing, each as if it were alone."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bqplot
import numpy as np
import pytest
from ipywidgets import HTML, Box
from traitlets import TraitError

from digit_widgets.errors import ModelError
from digit_widgets.ink import Ink
from digit_widgets.predictors import FunctionPredictor
from digit_widgets.recognition import Prediction
from digit_widgets.resources import resource_path
from digit_widgets.widgets import ModelComparison
from digit_widgets.widgets.parts.colors import PALETTE
from tests.support.digits import DIGITS, finely
from tests.support.waiting import LONG, Clock, new_threads, wait_for_end
from tests.support.widget_tree import figure, find_all, find_one, mark, parent_of
from tests.widgets.conftest import Page, press_tool

SEVEN = Ink.from_strokes([finely(stroke) for stroke in DIGITS["7"]], width=16)
DASH = "\N{EN DASH}"


def always(label: int, share: float = 0.91) -> Any:
    def model(images: np.ndarray) -> np.ndarray:
        output = np.full((len(images), 10), (1 - share) / 9, np.float32)
        output[:, label] = share
        return output

    return model


def broken(_: np.ndarray) -> np.ndarray:
    raise RuntimeError("out of <memory>")


class Vowels:
    labels = tuple("AEIOU")

    def predict_proba(self, images: np.ndarray) -> np.ndarray:
        return np.tile(np.float32([0, 0.75, 0.25, 0, 0]), (len(images), 1))


@pytest.fixture
def both() -> Iterator[ModelComparison]:
    comparison = ModelComparison({"ANN": "ann", "CNN": "cnn"})
    yield comparison
    comparison.close()


def agreement(comparison: ModelComparison) -> str:
    return find_one(comparison, HTML, "digit-widgets-agreement").value


def readings(comparison: ModelComparison) -> str:
    """The table of what the models read, as HTML."""
    return find_one(find_one(comparison, Box, "digit-widgets-readings"), HTML).value


def bars(comparison: ModelComparison) -> bqplot.Bars:
    return mark(figure(comparison, "digit-widgets-chart"), bqplot.Bars)


def problem(comparison: ModelComparison) -> str:
    """The one message beside the readings that says something, as HTML."""
    beside = parent_of(comparison, find_one(comparison, HTML, "digit-widgets-agreement"))
    said = [each.value for each in find_all(beside, HTML, "digit-widgets-message") if each.value]
    (only,) = said
    return only


def test_a_blank_drawing_asks_for_a_digit(both: ModelComparison) -> None:
    assert agreement(both) == "Draw a digit"
    assert [each.reason for each in both.predictions.values()] == ["blank", "blank"]
    assert not bars(both).y.any()
    assert bars(both).y.shape == (2, 10)
    assert both.error == ""


def test_a_digit_drawn_by_the_pointer_is_read_by_all(both: ModelComparison) -> None:
    page = Page(both.canvas)
    page.connect()
    page.draw(finely(DIGITS["7"][0]))
    both.wait()
    assert {name: each.label for name, each in both.predictions.items()} == {"ANN": "7", "CNN": "7"}
    assert agreement(both) == "All read 7"
    assert both.ink.n_points > 1


def test_the_readings_follow_the_stroke_before_the_pen_lifts(both: ModelComparison) -> None:
    page = Page(both.canvas)
    points = finely(DIGITS["3"][0])
    page.mouse("down", *points[0])
    for point in points[1:]:
        page.mouse("move", *point)
    both.wait()
    assert both.canvas.pen_is_down
    assert agreement(both) == "All read 3"


def test_bars_stand_side_by_side_on_one_scale_one_colour_a_model(both: ModelComparison) -> None:
    both.ink = SEVEN
    shown = bars(both)
    assert (shown.type, shown.color_mode) == ("grouped", "element")
    assert (shown.scales["y"].min, shown.scales["y"].max) == (0, 1)
    assert list(shown.x) == list("0123456789")
    np.testing.assert_array_equal(
        shown.y, [each.probabilities for each in both.predictions.values()]
    )
    for name, color in zip(both.predictions, shown.colors, strict=False):
        swatch = f'<span class="swatch" style="background: {color}"></span>'
        assert f"{swatch}{name}</th>" in readings(both)
        assert f"{swatch}{name}</th>" in readings(both)


def test_the_table_tells_label_confidence_and_milliseconds() -> None:
    comparison = ModelComparison({"Three": always(3)}, ink=SEVEN)
    latency = comparison.predictions["Three"].latency
    row = f"<td>3</td><td>91%</td><td>{1e3 * latency:.1f} ms</td>"
    assert row in readings(comparison)


def test_the_table_calls_nothing_certain() -> None:
    comparison = ModelComparison({"Sure": always(3, 0.9999)}, ink=SEVEN)
    assert "<td>&gt;99%</td>" in readings(comparison)


@pytest.mark.parametrize(
    ("models", "words"),
    [
        ({"A": always(3)}, "A reads 3"),
        ({"A": always(3), "B": always(3)}, "All read 3"),
        ({"A": always(3), "B": always(8)}, "They disagree: A 3, B 8"),
        ({"A": always(3), "B": always(3), "C": always(8)}, "They disagree: A 3, B 3, C 8"),
        ({"A": always(3), "B": broken}, "A reads 3"),
        ({"A": broken}, "No reading"),
        ({"<A>": always(3), "B": always(8)}, "They disagree: &lt;A&gt; 3, B 8"),
    ],
)
def test_agreement_is_said_in_words(models: dict[str, Any], words: str) -> None:
    assert agreement(ModelComparison(models, ink=SEVEN)) == words


def test_assigned_ink_is_read_when_the_assignment_returns(both: ModelComparison) -> None:
    both.ink = SEVEN
    assert agreement(both) == "All read 7"
    both.clear()
    assert (agreement(both), both.ink.is_blank) == ("Draw a digit", True)
    both.undo()
    assert (agreement(both), both.ink) == ("All read 7", SEVEN)


def test_the_buttons_reset_and_undo(both: ModelComparison) -> None:
    both.ink = SEVEN
    press_tool(both, "clear")
    both.wait()
    assert agreement(both) == "Draw a digit"
    press_tool(both, "undo")
    both.wait()
    assert agreement(both) == "All read 7"


def test_a_model_that_raises_is_named_and_the_others_go_on() -> None:
    comparison = ModelComparison(
        {"<Bad>": FunctionPredictor(broken), "Good": FunctionPredictor(always(3))}, ink=SEVEN
    )
    assert comparison.predictions["<Bad>"] == Prediction.failed(tuple("0123456789"))
    assert comparison.predictions["Good"].label == "3"
    assert comparison.error == "<Bad>: The model raised RuntimeError: out of <memory>"
    assert "&lt;Bad&gt;: The model raised" in problem(comparison)
    assert "out of &lt;memory&gt;" in problem(comparison)
    assert "<td>no reading</td>" in readings(comparison)
    comparison.clear()
    assert (comparison.error, agreement(comparison)) == ("", "Draw a digit")


def test_a_model_that_exits_is_said_and_the_others_go_on() -> None:
    def leaving(_: np.ndarray) -> np.ndarray:
        raise SystemExit(3)

    comparison = ModelComparison({"Gone": leaving, "Here": always(3)}, ink=SEVEN)
    assert comparison.error.startswith("Gone: The function leaving raised SystemExit for")
    assert comparison.predictions["Here"].label == "3"


def test_models_that_cannot_be_loaded_are_named_and_the_others_go_on() -> None:
    models = {"Lost": "no-such.keras", "ANN": "ann", "Number": 7}
    comparison = ModelComparison(models, ink=SEVEN)
    lost, number = comparison.error.splitlines()
    assert lost.startswith("Lost: There is no model file at no-such.keras.")
    assert number.startswith("Number: An int is not a model")
    assert [each.label for each in comparison.predictions.values()] == [None, "7", None]
    assert f"looked for in {Path.cwd()}.<br>Number" in problem(comparison)
    comparison.clear()
    assert comparison.error.startswith("Lost: ")
    assert agreement(comparison) == "Draw a digit"


def test_a_comparison_of_nothing_that_loads_can_be_drawn_on_all_the_same() -> None:
    comparison = ModelComparison({"Lost": "no-such.tflite"})
    Page(comparison.canvas).draw([(10, 10), (90, 90)])
    comparison.wait()
    assert comparison.ink.n_points == 2
    assert agreement(comparison) == "No reading"


def test_a_model_of_other_labels_is_refused_by_name() -> None:
    comparison = ModelComparison({"Digits": always(3), "Vowels": Vowels()}, ink=SEVEN)
    assert comparison.error.startswith("Vowels: Its labels, A, E, I, O, U, are")
    assert comparison.predictions["Vowels"].reason == "failed"
    assert comparison.predictions["Digits"].label == "3"


def test_models_that_all_read_other_labels_are_compared() -> None:
    comparison = ModelComparison({"One": Vowels(), "Two": Vowels()}, ink=SEVEN)
    assert list(bars(comparison).x) == list("AEIOU")
    assert (agreement(comparison), comparison.error) == ("All read E", "")


@pytest.mark.parametrize("models", [{}, "cnn", [], {1: "cnn"}, None, 7])
def test_a_comparison_needs_models_in_a_list_or_by_name(models: Any) -> None:
    with pytest.raises(ModelError, match="Give"):
        ModelComparison(models)


def test_facts_of_a_stranger_are_refused() -> None:
    with pytest.raises(ModelError, match="facts= names models that were not given: B"):
        ModelComparison({"A": always(1)}, facts={"B": {"loss": 1.0}})


def facts(comparison: ModelComparison) -> list[str]:
    """What is known of each model, as its row says."""
    return re.findall('<tr class="facts"><td colspan="[45]">(.*?)</td></tr>', readings(comparison))


def test_facts_of_bundled_models_are_those_of_their_cards(both: ModelComparison) -> None:
    cards = [
        json.loads(resource_path(f"models/digit_{name}.json").read_text())
        for name in ("ann", "cnn")
    ]

    def seconds(card: dict[str, Any]) -> int:
        """Add up the trainings, of which each began with the one before."""
        own: int = card["training"]["seconds"]
        return own + (seconds(card["begun_with"]) if "begun_with" in card else 0)

    expected = [
        f"{card['parameters'] / 1000:.0f} k parameters · {size} MB · "
        f"{card['test']['accuracy']:.2%} of test images · test loss {card['test']['loss']:.4f} · "
        f"trained for {seconds(card):,} s"
        for card, size in zip(cards, ("1.6", "1.5"), strict=True)
    ]
    assert facts(both) == expected


@pytest.mark.parametrize(
    ("card", "known"),
    [
        (None, ""),
        ("{", ""),
        ("[]", ""),
        ('{"test": 3, "parameters": "many"}', ""),
        ('{"parameters": 12, "test": {"accuracy": NaN, "loss": 1}}', "test loss 1.0000"),
    ],
)
def test_what_a_card_lacks_is_left_out(tmp_path: Path, card: str | None, known: str) -> None:
    path = tmp_path / "mine.tflite"
    shutil.copy(resource_path("models/digit_ann.tflite"), path)
    if card is not None:
        path.with_suffix(".json").write_text(card)
    comparison = ModelComparison({"Mine": path, "Text": str(path)})
    size = f"{path.stat().st_size / 1e6:.1f} MB"
    line = " · ".join(filter(None, ["12 parameters" if known else "", size, known]))
    assert facts(comparison) == [line, line]


def test_a_function_has_no_facts_but_those_given() -> None:
    given = {"A": {"parameters": np.int64(1234), "accuracy": 0.5, "loss": None}}
    comparison = ModelComparison({"A": always(1), "B": always(2)}, facts=given)
    assert facts(comparison) == ["1,234 parameters · 50.00% of test images"]


def test_given_facts_come_before_the_card() -> None:
    comparison = ModelComparison({"A": "cnn"}, facts={"A": {"seconds": 61, "size": 5000}})
    (told,) = facts(comparison)
    assert "225 k parameters · 5.0 kB · " in told
    assert told.endswith("trained for 61 s")


def test_a_model_that_counts_its_parameters_is_asked() -> None:
    class Counting(Vowels):
        def __init__(self, count: int) -> None:
            self.count = count

        def count_params(self) -> int:
            return self.count

    comparison = ModelComparison({"A": Counting(4321), "B": Counting(1_234_567)})
    assert facts(comparison) == ["4,321 parameters", "1.2 M parameters"]


def test_a_first_call_that_loads_is_no_latency(clock: Clock) -> None:
    calls: list[None] = []

    def lazy(images: np.ndarray) -> np.ndarray:
        if not calls:
            clock.now += 0.3
        calls.append(None)
        output: np.ndarray = always(3)(images)
        return output

    comparison = ModelComparison({"Lazy": lazy}, ink=SEVEN)
    assert 0 < comparison.predictions["Lazy"].latency < 0.3


def test_a_model_does_not_answer_for_another_models_time(clock: Clock) -> None:
    def slow(images: np.ndarray) -> np.ndarray:
        clock.now += 0.3
        output: np.ndarray = always(3)(images)
        return output

    comparison = ModelComparison({"Slow": slow, "Quick": always(3)}, ink=SEVEN)
    assert comparison.predictions["Slow"].latency >= 0.3
    assert comparison.predictions["Quick"].latency < 0.3


def test_the_pen_draws_on_while_a_model_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digit_widgets.predictors.feeding.probe._FIRST_CALL", 0.05)
    free = threading.Event()

    def busy(images: np.ndarray) -> np.ndarray:
        assert free.wait(LONG)
        output: np.ndarray = always(3)(images)
        return output

    comparison = ModelComparison({"Busy": busy, "Quick": always(3)})
    Page(comparison.canvas).draw([(10, 10), (100, 100), (100, 200)])
    assert comparison.ink.n_points == 3
    assert agreement(comparison) == "Draw a digit"
    free.set()
    comparison.wait()
    assert agreement(comparison) == "All read 3"


def test_an_observer_that_raises_is_said_and_the_comparison_goes_on(both: ModelComparison) -> None:
    def observer(_: object) -> None:
        raise KeyError("mine")

    both.observe(observer, "predictions")
    both.ink = SEVEN
    assert both.error == "An observer raised KeyError: 'mine'"
    both.unobserve(observer, "predictions")
    both.clear()
    assert both.error == ""


@pytest.mark.parametrize("name", ["predictions", "error"])
def test_what_a_reading_gives_cannot_be_assigned(both: ModelComparison, name: str) -> None:
    with pytest.raises(TraitError, match="read-only"):
        setattr(both, name, getattr(both, name))


def test_a_closed_comparison_takes_no_more_work() -> None:
    with new_threads() as threads:
        both = ModelComparison({"ANN": "ann", "CNN": "cnn"})
    both.close()
    both.ink = SEVEN
    assert agreement(both) == "Draw a digit"
    wait_for_end(threads)


def test_more_models_than_colours_have_a_row_each() -> None:
    names = [f"M{number}" for number in range(len(PALETTE) + 2)]
    comparison = ModelComparison({name: always(1) for name in names}, ink=SEVEN)
    assert bars(comparison).y.shape == (len(names), 10)
    assert readings(comparison).count("<td>1</td>") == len(names)


def test_names_are_escaped() -> None:
    comparison = ModelComparison({'<img src="x">': always(1)}, ink=SEVEN)
    shown = readings(comparison) + agreement(comparison)
    assert "<img" not in shown
    assert "&lt;img src=&quot;x&quot;&gt;" in shown


def test_models_that_take_it_for_no_digit_say_so(seven: Ink) -> None:
    from tests.widgets.pads.test_digit_pad import Doubtful

    comparison = ModelComparison({"A": Doubtful(), "B": always(7)}, ink=seven)
    assert agreement(comparison) == "A: not a digit, B reads 7"
    assert "<td>not a digit</td>" in readings(comparison)
    both = ModelComparison({"A": Doubtful(), "B": Doubtful()}, ink=seven)
    assert agreement(both) == "All: not a digit"
