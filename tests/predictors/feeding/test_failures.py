"""Failures: the one line of an exception that names its cause."""

from __future__ import annotations

import pytest

from digit_widgets.predictors.feeding.failures import explain_exception


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("out of memory", "out of memory"),
        ("", "no reason given"),
        ("x" * 999, "x" * 300),
        (
            "Exception encountered when calling Net.call().\n\n\x1b[1mExpected axis -1 to have "
            "value 784\x1b[0m\n\nArguments received by Net.call():\n  • training=False",
            "Expected axis -1 to have value 784",
        ),
        (
            "The following operation failed in the TorchScript interpreter.\nTraceback of "
            "TorchScript (most recent call last):\n  File ...\nRuntimeError: shapes differ\n",
            "RuntimeError: shapes differ",
        ),
        (
            "Graph execution error:\n\nMatrix size-incompatible: In[0]: [10,28]\n\t [[{{node a}}]]",
            "Matrix size-incompatible: In[0]: [10,28]",
        ),
    ],
    ids=["one line", "none", "long", "Keras", "TorchScript", "TensorFlow"],
)
def test_the_cause_is_said_without_tracebacks_and_arguments(text: str, cause: str) -> None:
    told = str(explain_exception("Mine", [(28, 28)], ValueError(text)))
    assert told == f"Mine raised ValueError for images of shape (28, 28): {cause}."


def test_the_number_of_shapes_that_were_tried_is_said() -> None:
    told = explain_exception("Mine", [(28, 28), (784,), (1, 28, 28)], ValueError("no"))
    assert "for images of shape (28, 28): no. It fails on 2 other shapes too" in str(told)
