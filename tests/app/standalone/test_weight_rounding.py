"""Weights in a page: rounded as far as the outputs stay the same, or kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.app.standalone.packing import pack_model
from digit_widgets.app.standalone.weight_rounding import replace_weights, round_weights
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.predictors import load_predictor
from digit_widgets.predictors.bundled import bundled_model
from digit_widgets.predictors.litert import LiteRTPredictor
from digit_widgets.resources import BUNDLED
from tests.support.dense_files import dense_file, dense_weights
from tests.support.digits import DIGITS


def weights_in(content: bytes, like: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the weights of a file that was made with others, at the same place."""
    at = dense_file(like).find(like.tobytes())
    assert at > 0
    return np.frombuffer(content[at : at + like.nbytes], np.float32).reshape(like.shape)


@pytest.mark.parametrize("name", BUNDLED)
def test_rounded_weights_give_the_same_probabilities(name: str, tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    inks = [Ink.from_strokes(strokes, width=16) for strokes in DIGITS.values()]
    clean = np.stack([normalize_ink(ink) for ink in inks])
    noise = random.random((20, *clean.shape)) * np.linspace(0, 1, 20)[:, None, None, None]
    images = np.maximum(clean, noise * 0.8).reshape(-1, 28, 28).astype(np.float32)
    content = bundled_model(name).read_bytes()
    path = tmp_path / "rounded.tflite"
    path.write_bytes(replace_weights(content, round_weights(content)))
    before, after = load_predictor(name), LiteRTPredictor(path)
    for mine, theirs in zip(
        after.predict_scored(images), before.predict_scored(images), strict=True
    ):
        assert mine is not None
        assert theirs is not None
        np.testing.assert_allclose(mine, theirs, atol=2e-5)


@pytest.mark.parametrize("name", BUNDLED)
def test_a_packed_model_is_smaller_than_its_file(name: str) -> None:
    content = bundled_model(name).read_bytes()
    assert len(pack_model(content)) < 0.76 * len(content)


def test_each_weight_is_a_multiple_near_it() -> None:
    weights = dense_weights()
    content = dense_file(weights)
    (rounded,) = round_weights(content)
    assert content[rounded.offset :].startswith(weights.tobytes())
    assert 0 < rounded.step < weights.std() / 2**14
    assert np.abs(rounded.values - weights.ravel()).max() <= rounded.step * 0.51
    changed = weights_in(replace_weights(content, [rounded]), weights)
    assert np.array_equal(changed.ravel(), rounded.values)


def test_a_network_that_takes_its_weights_exactly_has_finer_steps() -> None:
    calm = dense_weights() / 100
    (coarse,) = round_weights(dense_file(calm))
    (fine,) = round_weights(dense_file(calm * 1000))
    assert fine.step / 1000 < coarse.step / 4


def test_zeros_stay_zeros() -> None:
    weights = dense_weights()
    weights[:, ::3] = 0
    (rounded,) = round_weights(dense_file(weights))
    assert not rounded.values.reshape(10, 784)[:, ::3].any()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda weights: weights * 0 + np.float32(0.3), id="all alike"),
        pytest.param(lambda weights: weights * np.float32(1e-30), id="tiny"),
        pytest.param(
            lambda weights: np.where(np.arange(7840).reshape(10, 784) == 7, 3e38, weights),
            id="the largest",
        ),
    ],
)
def test_weights_that_cannot_be_rounded_are_kept(change: object) -> None:
    content = dense_file(change(dense_weights()).astype(np.float32))  # type: ignore[operator]
    assert replace_weights(content, round_weights(content)) == content


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_weights_that_are_not_finite_are_kept(value: float) -> None:
    unused = dense_weights(1)
    unused[3, 5] = value
    content = dense_file(dense_weights(), unused=unused)
    (rounded,) = round_weights(content)
    assert content[rounded.offset :].startswith(dense_weights().tobytes())


def test_few_weights_are_kept() -> None:
    content = bundled_model("cnn").read_bytes()
    counts = [len(each.multiples) for each in round_weights(content)]
    assert min(counts) >= 1024
    assert sum(counts) == 374_848
