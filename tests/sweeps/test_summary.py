"""Summaries: groups over seeds, their intervals and order, and learning curves."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.sweeps import LearningCurves, RunRecord, rank_groups, varied_settings
from digit_widgets.sweeps.summary import DEFAULT_FOLLOWS, mean_interval
from digit_widgets.training.sweeping.run_settings import SETTINGS, complete
from digit_widgets.training.sweeping.space import load_space
from tests.support.sweep_records import make_record


def test_runs_that_differ_in_the_seed_alone_are_one_group() -> None:
    best = [make_record(seed, {"dropout": 0.5}, accuracy=0.95 + seed / 100) for seed in (0, 1)]
    other = make_record(0, accuracy=0.9)
    first, second = rank_groups([other, *best])
    assert first.records == tuple(best)
    assert first.accuracy == pytest.approx(0.955)
    assert first.interval_of == "seeds"
    assert first.interval == mean_interval([0.95, 0.96])
    assert (first.parameters, first.seconds) == (12_345, 1.5)
    assert second.records == (other,)
    assert repr(first) == "<SweepGroup: cnn, 2 runs, finished, 95.50%>"
    assert repr(second) == "<SweepGroup: cnn, 1 run, finished, 90.00%>"
    assert second.interval_of == "images"
    assert second.interval == Proportion(900, 1_000).interval


@pytest.mark.parametrize("n", [2, 3, 4, 5, 10, 41])
def test_the_interval_of_a_mean_is_students(n: int) -> None:
    values = np.random.default_rng(n).normal(0.5, 0.01, n)
    expected = stats.t.interval(0.95, n - 1, values.mean(), stats.sem(values))
    np.testing.assert_allclose(mean_interval(values.tolist()), expected, atol=1e-8)


def test_the_interval_of_a_share_stays_between_0_and_1() -> None:
    assert mean_interval([0.0, 1.0]) == (0.0, 1.0)
    assert mean_interval([0.5, 0.5]) == (0.5, 0.5)


def test_pruned_diverged_and_failed_runs_come_last_and_do_not_count_beside_finished_ones() -> None:
    failed = make_record(0, {"dropout": 0.1}, ended="failed", accuracy=math.nan)
    pruned = make_record(0, {"dropout": 0.2}, ended="pruned", accuracy=0.99)
    mixed = [make_record(0), make_record(1, ended="pruned", accuracy=0.2)]
    diverged = make_record(0, {"dropout": 0.3}, ended="diverged", accuracy=0.995)
    groups = rank_groups([failed, diverged, pruned, *mixed])
    assert [group.ended for group in groups] == ["finished", "pruned", "diverged", "failed"]
    assert groups[0].accuracy == 0.9
    assert groups[0].measured == (mixed[0],)
    assert math.isnan(groups[3].accuracy)
    assert all(map(math.isnan, groups[3].interval))


def test_the_best_run_of_a_group_is_one_with_a_model() -> None:
    records = [make_record(0, accuracy=0.9, model="a.tflite"), make_record(1, accuracy=0.95)]
    (group,) = rank_groups(records)
    assert group.best == records[0]
    (group,) = rank_groups(records[1:])
    assert group.best == records[1]


def test_the_settings_that_vary_are_named_in_order() -> None:
    records = [
        make_record(0, {"dropout": 0.5, "optimizer": "sgd"}),
        make_record(0, {"optimizer": "adam"}),
        make_record(1),
    ]
    assert varied_settings(records) == ("dropout", "optimizer")
    assert varied_settings(records[1:]) == ()
    assert varied_settings([]) == rank_groups([]) == ()


@pytest.mark.parametrize(
    ("space", "varied"),
    [
        ({"architecture": ["cnn", "ann", "reader"]}, ("architecture",)),
        ({"optimizer": ["adam", "sgd"]}, ("optimizer",)),
        (
            {"architecture": ["cnn", "ann"], "dropout": [0.2, 0.5], "n_images": 100},
            ("architecture", "dropout"),
        ),
        ({"architecture": ["cnn", "ann"], "filters": [[8], [16]]}, ("architecture", "filters")),
        (
            {"optimizer": ["adam", "sgd"], "learning_rate": [0.01, 0.1]},
            ("optimizer", "learning_rate"),
        ),
    ],
)
def test_defaults_that_nobody_has_varied_are_not_among_them(
    space: dict[str, Any], varied: tuple[str, ...]
) -> None:
    runs = load_space(space).grid(1_000)
    assert varied_settings([RunRecord("", settings, 0, "finished") for settings, _ in runs]) == (
        varied
    )


def test_each_setting_whose_default_depends_on_another_one_is_known_as_such() -> None:
    for name, other in itertools.product(SETTINGS, ("architecture", "optimizer")):
        chosen = ({other: value} for value in SETTINGS[other].names)
        found = {complete(each, 1_000).get(name) for each in chosen} - {None}
        follows = len(found) > 1 and name != other
        has_default = name in DEFAULT_FOLLOWS and DEFAULT_FOLLOWS[name] == other
        assert not follows or has_default, name


def test_learning_curves_are_made_from_records() -> None:
    records = [
        make_record(seed, {"architecture": model, "n_images": n}, accuracy=accuracy + seed / 50)
        for model, n, accuracy in (("cnn", 1_000, 0.9), ("cnn", 200, 0.8), ("ann", 200, 0.7))
        for seed in (0, 1)
    ]
    records.append(make_record(2, {"n_images": 50}, ended="failed", accuracy=math.nan))
    curves = LearningCurves(records)
    assert curves.models == ("ann", "cnn")
    assert [point.n_images for point in curves.curve("cnn")] == [200, 1_000]
    point = curves.curve("ann")[0]
    assert (point.accuracy, point.n_seeds) == (pytest.approx(0.71), 2)
    assert point.interval == mean_interval([0.7, 0.72])
    assert repr(curves) == "<LearningCurves: 3 points of ann, cnn>"
    lines = str(curves).splitlines()
    assert lines[0].split() == ["model", "images", "accuracy", "95%", "interval", "seeds"]
    assert lines[3].startswith("cnn     1,000    91.00%")
    assert len({len(line) for line in lines}) == 1
