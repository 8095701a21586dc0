"""Checkpoints: a training's state after its last complete epoch."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from digit_widgets.best_weights import BestWeights
from digit_widgets.errors import DataError, ModelError
from digit_widgets.training.backend import describe_backend
from digit_widgets.training.checkpoint import Progress, load_checkpoint, save_checkpoint

WEIGHTS = [np.arange(6.0).reshape(2, 3), np.ones(3)]


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    best = BestWeights([2 * each for each in WEIGHTS], 0.75)
    progress = Progress(best, 2, {"loss": [1.5, 0.5]}, 12.5, ["torch 2.9.0, cuda:0", "jax 0.8.0"])
    save_checkpoint(tmp_path / "one.npz", WEIGHTS, progress, {"seed": 3, "share": (1, 2)})
    variables, loaded = load_checkpoint(tmp_path / "one.npz", {"seed": 3, "share": (1, 2)})
    for now, then in zip(
        [*variables, *loaded.best.weights], [*WEIGHTS, *best.weights], strict=True
    ):
        np.testing.assert_array_equal(now, then)
    assert loaded.best.highest == 0.75
    for name in ("epochs", "history", "seconds", "backends"):
        assert getattr(loaded, name) == getattr(progress, name)
    assert [path.name for path in tmp_path.iterdir()] == ["one.npz"]


def test_another_training_is_refused_with_what_differs(tmp_path: Path) -> None:
    file = tmp_path / "one.npz"
    save_checkpoint(file, WEIGHTS, Progress(BestWeights(WEIGHTS)), {"seed": 3, "data": "a"})
    with pytest.raises(ModelError, match=r"one\.npz is of another training: seed 3, not 4\. Res"):
        load_checkpoint(file, {"seed": 4, "data": "a"})
    with pytest.raises(ModelError, match="other images"):
        load_checkpoint(file, {"seed": 3, "data": "b"})
    np.savez(file, weights=WEIGHTS[0])
    with pytest.raises(DataError, match=r"one\.npz"):
        load_checkpoint(file, {"seed": 3})


def test_the_backend_is_named_with_its_version_and_device() -> None:
    assert re.fullmatch(r"tensorflow \d+\.\d+\.\d+\S*, \w+:0", describe_backend())
