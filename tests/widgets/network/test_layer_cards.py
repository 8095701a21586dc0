"""The cards of a network's layers by themselves: titles, shares and what is drawn."""

from __future__ import annotations

import re

import numpy as np

from digit_widgets.explanation.bundled_layers import Layer
from digit_widgets.widgets.network.layer_cards import draw_row
from tests.support.widget_tree import plain_text

INPUT = Layer("Input", (4, 4, 1), 0, [])


def titles(row: str) -> list[str]:
    return [plain_text(each) for each in re.findall(r"<b>(.*?)</b>", row)]


def test_a_sequence_has_no_numbers_and_tells_its_shares_of_the_parameters() -> None:
    layers = [INPUT, Layer("Dense", (3,), 51, [0]), Layer("Dense", (51,), 153, [1])]
    row = draw_row(layers, [None] * 3)
    assert titles(row) == ["Input", "Dense", "Dense"]
    shares = re.findall(r'<div class="share">(.*?)</div>', row)
    assert [plain_text(each) for each in shares] == ["", "25%", "75%"]
    assert row.count("\N{RIGHTWARDS ARROW}") == 2
    assert "<image" not in row


def test_layers_that_form_no_sequence_are_numbered_and_say_what_they_take() -> None:
    layers = [
        INPUT,
        Layer("Conv2D", (4, 4, 2), 20, [0]),
        Layer("Concatenate", (4, 4, 3), 0, [1, 0]),
    ]
    row = draw_row(layers, [None] * 3)
    assert titles(row) == ["Input", "1. Conv2D", "2. Concatenate, of 1 and the input"]


def test_of_maps_the_five_strongest_are_drawn_and_of_a_vector_all_its_units() -> None:
    layers = [INPUT, Layer("Conv2D", (4, 4, 7), 0, [0]), Layer("Dense", (3,), 0, [1])]
    values = [np.ones((4, 4, 1)), np.ones((4, 4, 7)), np.zeros(3)]
    row = draw_row(layers, [each.astype(np.float32) for each in values])
    assert row.count("<image") == 1 + 5 + 1


def test_titles_are_text_and_a_long_word_may_break() -> None:
    row = draw_row(
        [INPUT, Layer("<i>", (2,), 0, [0]), Layer("BatchNormalization", (2,), 0, [1])], [None] * 3
    )
    assert "<i>" not in row
    assert "Batch<wbr>Normalization" in row
