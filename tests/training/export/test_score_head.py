"""Scores that are taken over from the ``.tflite`` file beside a ``.keras`` file."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from digit_widgets.data import ImageDataset
from digit_widgets.predictors import BUNDLED, LiteRTPredictor, bundled_model
from digit_widgets.training import build_ann
from digit_widgets.training.export.score_head import restore_scores


@pytest.mark.parametrize("name", BUNDLED)
def test_the_restored_network_scores_as_the_file_does(name: str, tiny_mnist: ImageDataset) -> None:
    network = keras.saving.load_model(bundled_model(name, ".keras"))
    scored = restore_scores(network, bundled_model(name))
    assert scored is not None
    probabilities, scores = scored(tiny_mnist.x_test[..., np.newaxis], training=False)
    expected = LiteRTPredictor(bundled_model(name)).predict_scored(tiny_mnist.x_test)
    np.testing.assert_allclose(probabilities, expected[0], atol=1e-5)
    assert expected[1] is not None
    np.testing.assert_allclose(scores[:, 0], expected[1], atol=1e-5)


def test_a_file_of_other_weights_gives_no_scores() -> None:
    assert restore_scores(build_ann(), bundled_model("ann")) is None
    network = keras.saving.load_model(bundled_model("ann", ".keras"))
    assert restore_scores(network, bundled_model("cnn")) is None


def test_without_a_file_there_are_no_scores(tmp_path: Path) -> None:
    assert restore_scores(build_ann(), tmp_path / "gone.tflite") is None
    (tmp_path / "text.tflite").write_text("no model at all")
    assert restore_scores(build_ann(), tmp_path / "text.tflite") is None


def test_a_file_that_has_none_gives_no_scores(tmp_path: Path) -> None:
    network = build_ann()
    network.export(tmp_path / "plain.tflite", format="litert", verbose=False)
    assert restore_scores(network, tmp_path / "plain.tflite") is None
