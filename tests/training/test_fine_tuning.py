"""Training that continues from a trained network: its abilities are preserved."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ModelError
from digit_widgets.evaluation import evaluate
from digit_widgets.predictors import KerasPredictor, bundled_model
from digit_widgets.training import TrainingRun
from digit_widgets.training.fine_tuning import FineTuning


def test_the_network_ends_between_where_it_was_and_where_it_came_to() -> None:
    start = FineTuning.load(bundled_model("ann", ".keras"), "ann")
    before = [weights.copy() for weights in start.weights]
    start.network.set_weights([weights + 1.0 for weights in before])
    start.blend()
    for now, was in zip(start.network.get_weights(), before, strict=True):
        np.testing.assert_allclose(now - was, 0.75, atol=1e-5)


def test_a_training_goes_on_from_a_trained_network(
    tiny_mnist: ImageDataset, tmp_path: Path
) -> None:
    shipped = bundled_model("ann", ".keras")
    TrainingRun("ann", epochs=1, folder=tmp_path, start=shipped).run(tiny_mnist, print)
    card = json.loads((tmp_path / "digit_ann.json").read_text())
    assert card["begun_with"]["file"] == "digit_ann.keras"
    assert card["begun_with"]["share_of_the_way"] == 0.75
    assert len(card["begun_with"]["weights_sha256"]) == 64
    of_the_shipped = json.loads(bundled_model("ann", ".json").read_text())
    assert card["begun_with"]["command"] == of_the_shipped["command"]
    assert card["begun_with"]["training"] == of_the_shipped["training"]
    # And so on, to the training that began with no network.
    assert card["begun_with"]["begun_with"] == of_the_shipped["begun_with"]
    assert card["command"] == "digit-widgets train ann --epochs 1 --seed 0 --start digit_ann.keras"
    # A new network would not reach this after one epoch of 479 digits.
    trained = KerasPredictor(tmp_path / "digit_ann.keras")
    assert evaluate(trained, tiny_mnist).metrics.accuracy > 0.95


def test_a_network_without_a_card_can_be_gone_on_from(tmp_path: Path) -> None:
    for card in ("", "no json", "[]", "{}"):
        file = tmp_path / "mine.keras"
        shutil.copy(bundled_model("ann", ".keras"), file)
        if card:
            file.with_suffix(".json").write_text(card)
        assert FineTuning.load(file, "ann").history == {}


def test_what_is_no_network_of_this_architecture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"digit_ann\.keras is no CNN"):
        FineTuning.load(bundled_model("ann", ".keras"), "cnn")
    with pytest.raises(ModelError, match="no model file"):
        FineTuning.load(tmp_path / "none.keras", "cnn")
