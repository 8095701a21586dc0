"""Model card: a trained network's data, seed, settings, versions and measured figures."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.evaluation.evaluator import evaluate
from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.evaluation.non_digits import is_accepted
from digit_widgets.predictors import LiteRTPredictor
from digit_widgets.predictors.base import THRESHOLD
from digit_widgets.training.calibration import predict_images
from digit_widgets.training.scorer import hash_weights
from digit_widgets.training.settings import FitSettings
from digit_widgets.training.trainer import FitResult

__all__ = [
    "FIGURES",
    "describe_network",
    "describe_scorer",
    "describe_test",
    "describe_training",
]

#: What the score of a ``.tflite`` file is.
_SCORE = (
    "in the .tflite, beside the ten outputs: (N, 1) float32 in 0..1, how much it is a digit, from "
    "the network digit_scorer of {parameters:,} parameters; below 0.5 it is not a digit"
)
#: Metrics of digits that go into the card.
FIGURES = ("n", "accuracy", "accuracy_interval", "loss", "ece", "rejected", "reliability")


def describe_training(
    result: FitResult, data: ImageDataset, settings: FitSettings, *, seed: int, command: str
) -> dict[str, Any]:
    """Return the entries of a card that any trained network has.

    Parameters
    ----------
    result, data, settings, seed
        The result and the arguments of `fit`.
    command
        The command that reproduces it.
    """
    return {
        "name": f"digit_{result.model.name}",
        "architecture": _describe_layers(result.model.layers),
        "parameters": result.model.count_params(),
        "input": "(N, 28, 28, 1) float32 in 0..1, ink 1 on 0, as MNIST",
        "data": {
            "name": ", ".join(filter(None, (data.name, data.credit))),
            "sha256": data.sha256,
            "training_images": len(data.x_train),
            "of_which_held_out": round(len(data.x_train) * settings.held_out),
        },
        "training": {
            "seed": seed,
            "epochs": result.epochs,
            "ended": result.ended,
            "held_out_accuracy": max(result.history["val_accuracy"]),
            "reproducible": "the same seed, versions and machine give the same weights",
            "seconds": round(result.seconds),
            "backends": list(result.backends),
            **{key: value for key, value in asdict(settings).items() if key != "epochs"},
        },
        "versions": {
            "python": platform.python_version(),
            **{
                package: version(package)
                for package in ("digit-widgets", "keras", "tensorflow", "numpy")
            },
        },
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "command": command,
    }


def describe_network(data: ImageDataset, tflite: Path, scorer: Any) -> dict[str, Any]:
    """Return the entries of a network of the ten digits, with figures on the test images.

    Parameters
    ----------
    data
        The images, whose test set is used.
    tflite
        The exported network, which is measured.
    scorer
        The scorer that was exported with it, or None.
    """
    measured = evaluate(LiteRTPredictor(tflite), data).as_dict()
    card: dict[str, Any] = {"output": "(N, 10) float32 probabilities of the digits 0-9"}
    if scorer is not None:
        card["score"] = _SCORE.format(parameters=scorer.count_params())
        card["scorer"] = {"weights_sha256": hash_weights(scorer)}
    figures = {figure: measured[figure] for figure in FIGURES}
    return card | {"test": {"set": f"{data.name} test", **figures}}


def describe_scorer(scorer: Any, data: ImageDataset) -> dict[str, Any]:
    """Return the entries of a scorer, with figures on the test images of `data`."""
    scores = predict_images(scorer, data.x_test)[:, 0]
    rejected = Proportion.of(~is_accepted(scores, THRESHOLD))
    return {
        "output": "(N, 1) float32 in 0..1, how much it is a digit; below 0.5 it is not a digit",
        "test": {
            "set": f"{data.name} test",
            "n": rejected.n,
            "rejected": rejected.value,
            "rejected_interval": list(rejected.interval),
        },
    }


def describe_test(card: dict[str, Any]) -> str:
    """Return a card's main figure on the test images, in words."""
    test = card["test"]
    if "accuracy" in test:
        return f"{test['accuracy']:.2%} of {test['n']:,} test images are read"
    return f"{test['rejected']:.2%} of {test['n']:,} test images are rejected"


def _describe_layers(layers: Sequence[Any]) -> list[str]:
    return [f"{type(layer).__name__} {layer.output.shape[1:]}" for layer in layers]
