"""Axes: where values lie, and which of them have a tick."""

from __future__ import annotations

import pytest

from digit_widgets.widgets.sweep_board.axes import (
    make_accuracy_axis,
    make_number_axis,
    make_setting_axis,
    order_setting,
)


@pytest.mark.parametrize(
    ("values", "value", "place"),
    [
        ([0.0, 0.25, 0.5], 0.25, 0.5),
        ([32, 64, 128], 64, 0.5),
        ([1e-4, 1e-3, 1e-2], 1e-3, 0.5),
        ([1e-4, 0.0017, 0.0043, 1e-2], 1e-3, 0.5),
        ([10, 20, 30], 20, 0.5),
        ([100, 10_000], 1_000, 0.5),
        ([7], 7, 0.5),
    ],
)
def test_numbers_lie_as_they_are_spread(values: list[float], value: float, place: float) -> None:
    assert make_setting_axis(values).place(value) == pytest.approx(place)


def test_what_is_no_number_has_even_places_in_order() -> None:
    axis = make_setting_axis([(16, 32), (8,), (8, 16)])
    assert axis.ticks == ((0.0, "8"), (0.5, "8-16"), (1.0, "16-32"))
    assert axis.place((8, 16)) == 0.5
    assert make_setting_axis(["cnn"]).ticks == ((0.5, "cnn"),)


def test_settings_are_ordered_by_number_name_and_count_of_layers() -> None:
    assert sorted([(16, 32), 100, (8, 8, 8), "sgd", (32,), 9.5, "adam"], key=order_setting) == [
        *(9.5, 100, "adam", "sgd"),
        *((32,), (16, 32), (8, 8, 8)),
    ]


def test_models_that_lack_a_setting_lie_below_all_others() -> None:
    axis = make_setting_axis([None, 0.0, 0.5])
    assert axis.place(None) == 0.0 < axis.place(0.0) < axis.place(0.5) == 1.0
    assert axis.ticks[0] == (0.0, "\N{EN DASH}")
    assert make_setting_axis(["sgd", None]).ticks == ((0.0, "\N{EN DASH}"), (1.0, "sgd"))


def test_ticks_of_many_numbers_are_few_and_round() -> None:
    linear = make_number_axis([each / 100 for each in range(37)])
    assert [label for _, label in linear.ticks] == ["0", "0.1", "0.2", "0.3"]
    log = make_number_axis([10 ** (each / 10) for each in range(20, 51)])
    assert [label for _, label in log.ticks] == ["100", "1 k", "10 k", "100 k"]
    assert all(0 <= at <= 1 for at, _ in (*linear.ticks, *log.ticks))


def test_half_as_many_mistakes_are_as_far_everywhere() -> None:
    axis = make_accuracy_axis([0.8, 0.9, 0.95, 0.99])
    places = [axis.place(each) for each in (0.8, 0.9, 0.95)]
    assert places[1] - places[0] == pytest.approx(places[2] - places[1], abs=1e-5)
    assert [label for _, label in axis.ticks] == ["80%", "90%", "95%", "98%", "99%"]


@pytest.mark.parametrize("values", [[], [1.0], [0.0, 1.0], [0.9312, 0.9313], [0.5], [0.1, 0.11]])
def test_any_accuracies_have_an_axis(values: list[float]) -> None:
    axis = make_accuracy_axis(values)
    assert all(0 <= axis.place(each) <= 1 for each in values)
    assert len({label for _, label in axis.ticks}) == len(axis.ticks)
