"""The scorer: trained once, joined to any network, and found again beside it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset, InkDataset, UnlabeledInk
from digit_widgets.errors import DataError, ModelError
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.predictors import bundled_model
from digit_widgets.training import FitResult, FitSettings, fit
from digit_widgets.training.architectures import build_ann, build_scorer
from digit_widgets.training.input_pipeline.rendered_ink import InkSettings
from digit_widgets.training.input_pipeline.training_data import Drawings
from digit_widgets.training.scorer import (
    SCORER_FILE,
    find_scorer,
    hash_weights,
    is_scorer,
    join_scorer,
    load_scorer,
    measure_scores,
)

QUICK = FitSettings(
    epochs=2,
    batch_size=16,
    ema_momentum=0.9,
    ink=InkSettings(digits=0.4, drawn_non_digits=0.3, invented=0.3),
)
Train = Callable[..., FitResult]


@pytest.fixture(scope="module")
def train(tiny_mnist: ImageDataset, pen: InkDataset, letters: UnlabeledInk) -> Train:
    """Return a function that trains a scorer on a few images and drawings."""
    few = replace(tiny_mnist, x_train=tiny_mnist.x_train[::3], y_train=tiny_mnist.y_train[::3])
    drawings = Drawings(pen, [letters])

    def train_scorer(**options: Any) -> FitResult:
        with pytest.MonkeyPatch.context() as patch:
            # Averages over hundreds of steps would still be mostly their initial values.
            quick = partial(keras.layers.BatchNormalization, momentum=0.8)
            patch.setattr(keras.layers, "BatchNormalization", quick)
            return fit("scorer", few, QUICK, seed=3, drawings=drawings, **options)

    return train_scorer


@pytest.fixture(scope="module")
def after_one_epoch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scorer") / "after-one-epoch.npz"


@pytest.fixture(scope="module")
def trained(train: Train, after_one_epoch: Path) -> FitResult:
    """Train a scorer, and keep its checkpoint after the first epoch."""
    whole = after_one_epoch.with_name("whole.npz")

    def keep(epoch: int, _: object) -> None:
        if epoch == 0:
            shutil.copy(whole, after_one_epoch)

    return train(checkpoint=whole, callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=keep)])


@pytest.fixture(scope="module")
def scorer(trained: FitResult) -> Any:
    return trained.model


def scores_of(scorer: Any, inks: tuple[Ink, ...]) -> NDArray[np.float32]:
    images = np.stack([normalize_ink(ink) for ink in inks])[..., np.newaxis]
    scores: NDArray[np.float32] = scorer.predict(images, verbose=0)[:, 0]
    return scores


def test_digits_are_told_from_others(
    trained: FitResult, pen: InkDataset, letters: UnlabeledInk
) -> None:
    of_digits, of_letters = (scores_of(trained.model, inks) for inks in (pen.inks, letters.inks))
    assert np.median(of_digits) > np.median(of_letters) + 0.3
    assert is_scorer(trained.model)
    assert set(trained.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert trained.history["val_accuracy"][-1] > 0.6


def test_a_resumed_training_with_drawings_ends_as_an_unbroken_one(
    trained: FitResult, train: Train, after_one_epoch: Path
) -> None:
    """With batch normalisation, whose moving averages are weights too."""
    resumed = train(checkpoint=after_one_epoch, resume=True)
    assert resumed.epochs == 2
    assert resumed.history == trained.history
    for now, then in zip(resumed.model.get_weights(), trained.model.get_weights(), strict=True):
        np.testing.assert_array_equal(now, then)


def test_a_scorer_needs_drawings(tiny_mnist: ImageDataset) -> None:
    with pytest.raises(DataError, match="A scorer learns from drawn digits"):
        fit("scorer", tiny_mnist, QUICK)


def test_a_joined_model_gives_what_both_networks_give(
    scorer: Any, tiny_mnist: ImageDataset
) -> None:
    ann, images = build_ann(), tiny_mnist.x_test[:20, ..., np.newaxis]
    joined = join_scorer(ann, scorer)
    assert joined.name == "ann"
    probabilities, scores = joined(images)
    np.testing.assert_allclose(probabilities, ann(images), atol=1e-6)
    np.testing.assert_allclose(scores, scorer(images), atol=1e-6)


def test_only_a_network_of_one_output_is_a_scorer(tmp_path: Path) -> None:
    assert is_scorer(build_scorer())
    assert not is_scorer(build_ann())
    assert not is_scorer(None)
    with pytest.raises(ModelError, match=r"digit_ann\.keras is no scorer: .*\(None, 10\)"):
        load_scorer(bundled_model("ann", ".keras"))
    with pytest.raises(ModelError, match="There is no model file at "):
        load_scorer(tmp_path / SCORER_FILE)


@pytest.fixture
def saved_with(scorer: Any, tmp_path: Path) -> Path:
    """Return the file of a network whose card names the scorer in the same folder."""
    scorer.save(tmp_path / SCORER_FILE)
    card = {"scorer": {"weights_sha256": hash_weights(scorer)}}
    (tmp_path / "digit_ann.json").write_text(json.dumps(card))
    return tmp_path / "digit_ann.keras"


def test_the_scorer_of_a_network_is_found_beside_it(saved_with: Path, scorer: Any) -> None:
    found = find_scorer(saved_with)
    assert hash_weights(found) == hash_weights(scorer)


@pytest.mark.parametrize("card", ["", "[]", "{}", '{"scorer": "x"}', '{"scorer": {}}'])
def test_without_a_card_that_names_it_there_is_no_scorer(saved_with: Path, card: str) -> None:
    saved_with.with_suffix(".json").write_text(card)
    assert find_scorer(saved_with) is None


def test_another_scorer_or_none_is_not_taken_for_it(saved_with: Path) -> None:
    file = saved_with.with_name(SCORER_FILE)
    build_scorer().save(file)
    assert find_scorer(saved_with) is None
    shutil.copy(bundled_model("ann", ".keras"), file)
    assert find_scorer(saved_with) is None
    file.unlink()
    assert find_scorer(saved_with) is None
    saved_with.with_suffix(".json").unlink()
    assert find_scorer(saved_with) is None


def test_scores_are_measured_by_file_without_letters_like_digits(
    pen: InkDataset, letters: UnlabeledInk
) -> None:
    class Upper:
        """Scores an image by the share of its ink that is in the upper half."""

        def predict(self, images: NDArray[np.float32], **_: object) -> NDArray[np.float32]:
            ink = images.sum(axis=(1, 2, 3))
            upper = images[:, :14].sum(axis=(1, 2, 3))
            return (upper / np.maximum(ink, 1e-6)).astype(np.float32)[:, np.newaxis]

    like = letters.split_by_group({"O"})[1]
    blank = UnlabeledInk((*letters.inks[:2], Ink()))
    measured = measure_scores(
        Upper(),
        {"pen": pen, "one": InkDataset(pen.inks[7:8], pen.labels[7:8])},
        {"letters": letters, "blank": blank, "like": like},
    )
    assert json.loads(json.dumps(measured)) == measured
    scores = scores_of(Upper(), pen.inks)
    row = measured["digits"]["pen"]
    assert (row["n"], row["writers"]) == (20, 2)
    assert row["rejected"] == (scores < 0.5).mean()
    low, high = row["rejected_interval"]
    assert low <= row["rejected"] <= high
    assert measured["digits"]["one"]["writers"] is None
    others = measured["not_digits"]
    assert list(others) == ["letters", "blank"]  # nothing is left of the letters like digits
    accepted = scores_of(Upper(), letters.inks[:4]) >= 0.5
    assert (others["letters"]["n"], others["letters"]["accepted"]) == (4, accepted.mean())
    assert 0 <= others["letters"]["auroc"] <= 1
    assert others["blank"]["accepted"] == pytest.approx(accepted[:2].sum() / 3)
