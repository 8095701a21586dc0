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
from digit_widgets.predictors import LiteRTPredictor
from digit_widgets.training.settings import FitSettings
from digit_widgets.training.trainer import FitResult

__all__ = ["make_card"]

#: The model card's description of the score, for a network trained on drawings.
_SCORE = (
    "in the .tflite, beside the ten outputs: (N, 1) float32 in 0..1, how much it is a digit, from "
    "a network of its own of {parameters:,} parameters; below 0.5 it is not a digit"
)
#: Metrics on the test images that go into the card.
_FIGURES = ("n", "accuracy", "accuracy_interval", "loss", "ece", "rejected", "reliability")


def make_card(
    result: FitResult,
    data: ImageDataset,
    settings: FitSettings,
    tflite: Path,
    *,
    seed: int,
    command: str,
) -> dict[str, Any]:
    """Return the card of a trained network, with figures of its exported file on the test images.

    Parameters
    ----------
    result, data, settings, seed
        The result and the arguments of `fit`.
    tflite
        The exported network, which is measured.
    command
        The command that reproduces it.
    """
    name = result.model.name
    measured = evaluate(LiteRTPredictor(tflite), data).as_dict()
    return {
        "name": f"digit_{name}",
        "architecture": _describe_layers(result.model.layers),
        "parameters": result.model.count_params(),
        "input": "(N, 28, 28, 1) float32 in 0..1, ink 1 on 0, as MNIST",
        "output": "(N, 10) float32 probabilities of the digits 0-9",
        **_describe_score(result),
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
            **{key: value for key, value in asdict(settings).items() if key != "epochs"},
        },
        "test": {"set": f"{data.name} test", **{figure: measured[figure] for figure in _FIGURES}},
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


def _describe_score(result: FitResult) -> dict[str, str]:
    if result.scored is None:
        return {}
    own = result.scored.count_params() - result.model.count_params()
    return {"score": _SCORE.format(parameters=own)}


def _describe_layers(layers: Sequence[Any]) -> list[str]:
    return [f"{type(layer).__name__} {layer.output.shape[1:]}" for layer in layers]
