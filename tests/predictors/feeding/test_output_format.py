"""Output formats: what a model's numbers are, and the probabilities that they become."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.base import check_probabilities
from digit_widgets.predictors.feeding.output_format import (
    OUTPUT_KINDS,
    check_output_fits,
    check_output_kind,
    decode_output,
    find_output_kind,
)
from digit_widgets.predictors.runtimes.raw_model import OutputKind

LOGITS = np.random.default_rng(0).normal(0, 4, (20, 10)).astype(np.float32)
PROBABILITIES = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
LABELS = tuple("0123456789")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (PROBABILITIES, "probabilities"),
        (LOGITS, "logits"),
        (np.log(PROBABILITIES), "log-probabilities"),
        (1 / (1 + np.exp(-LOGITS)), "sigmoids"),
        (np.round(PROBABILITIES * 256) / 256, "probabilities"),  # as a quantised model has them
    ],
)
def test_the_kind_is_found_from_the_numbers_and_read_as_probabilities(
    values: NDArray[np.float32], kind: OutputKind
) -> None:
    assert find_output_kind(values) == kind
    probabilities = check_probabilities(decode_output(values, kind), 20, LABELS)
    np.testing.assert_array_equal(probabilities.argmax(axis=1), LOGITS.argmax(axis=1))
    if kind != "sigmoids":
        np.testing.assert_allclose(probabilities, PROBABILITIES, atol=0.01)


@given(st.floats(-1e4, 1e4, width=32))
def test_a_constant_added_to_logits_changes_nothing(constant: float) -> None:
    moved = decode_output(LOGITS + np.float32(constant), "logits")
    np.testing.assert_allclose(moved, PROBABILITIES, atol=0.01)


def test_probabilities_are_passed_on_to_the_last_bit() -> None:
    assert decode_output(PROBABILITIES, "probabilities") is PROBABILITIES


def test_sigmoids_that_are_all_off_leave_every_class_equal() -> None:
    probabilities = decode_output(np.zeros((1, 4), np.float32), "sigmoids")
    np.testing.assert_allclose(probabilities, 0.25)


def test_what_is_said_to_be_probabilities_and_is_none_is_refused() -> None:
    with pytest.raises(ModelError, match="lack a softmax"):
        check_probabilities(decode_output(LOGITS, "probabilities"), 20, LABELS)


def test_a_kind_that_is_none_is_refused_with_the_kinds() -> None:
    with pytest.raises(ModelError, match=r"output= takes one of 'probabilities', .*'softmax'"):
        check_output_kind("softmax")


@pytest.mark.parametrize(
    ("values", "fitting"),
    [
        (PROBABILITIES, {"probabilities", "sigmoids"}),
        (LOGITS, {"logits", "decision function"}),
        (np.log(PROBABILITIES), {"log-probabilities", "logits", "decision function"}),
        (1 / (1 + np.exp(-LOGITS)), {"sigmoids", "logits", "decision function"}),
    ],
)
def test_a_kind_that_is_stated_and_cannot_be_is_refused_with_the_kind_that_is_there(
    values: NDArray[np.float32], fitting: set[str]
) -> None:
    found = find_output_kind(values)
    for kind in OUTPUT_KINDS:
        if kind in fitting:
            check_output_fits(kind, values, None, "mine")
            continue
        with pytest.raises(ModelError, match=f"mine gives {found}, .* output='{kind}' does not"):
            check_output_fits(kind, values, None, "mine")
