"""Robustness: how many digits models still read right when the images are disturbed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.errors import ArgumentError, DataError
from digit_widgets.evaluation.confusion import LabeledPredictions, read_set
from digit_widgets.evaluation.disturbances import disturb, find_disturbance
from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.predictors import Predictor, load_predictor
from digit_widgets.predictors.feeding.real_digits import load_real_digits
from digit_widgets.predictors.model_names import named_models

__all__ = [
    "RobustnessCurve",
    "choose_images",
    "measure_robustness",
    "read_disturbed",
]


@dataclass(frozen=True, slots=True)
class RobustnessCurve:
    """A model's accuracy over the strength of a disturbance.

    Attributes
    ----------
    disturbance
        The name of the disturbance, as in `disturb`.
    strengths
        The strengths, in its unit, from low to high.
    accuracies
        For each strength the share of images whose most probable digit is right, with its 95 %
        interval by Wilson, which is of other images of the same kind.
    """

    disturbance: str
    strengths: tuple[float, ...]
    accuracies: tuple[Proportion, ...]


def measure_robustness(
    models: Mapping[str, Any] | Iterable[Any] = ("cnn", "ann"),
    data: ImageDataset | None = None,
    disturbance: str = "shift",
    strengths: Iterable[float] | None = None,
    *,
    seed: int = 0,
) -> dict[str, RobustnessCurve]:
    """Measure models' accuracy on disturbed images.

    Parameters
    ----------
    models
        One or more models of the ten digits, each anything that `load_predictor` takes: a mapping
        of names to models, or a list of models.
    data
        Its test images are disturbed and read. By default the 500 images that come with the package
        and that models are tried on. They are of MNIST's training set, from which the bundled
        networks learnt: their accuracy on new images is a little lower.
    disturbance
        Its name, as in `disturb`.
    strengths
        The strengths, in the disturbance's unit; by default all that `RobustnessExplorer` offers.
    seed
        Of the noise, and of the order in which pixels are shuffled.

    Returns
    -------
    A curve for each model's name. An image counts as right if its most probable digit is, also
    where a low score would reject it; one that the disturbance left blank counts as wrong.

    Raises
    ------
    ArgumentError
        There is no such disturbance, a strength is out of its range, or the data is not a data set
        of images.
    DataError
        There are no test images.
    ModelError
        No models, or one that cannot be loaded, has other labels or gives no probabilities.
    """
    kind = find_disturbance(disturbance)
    wanted = kind.strengths if strengths is None else strengths
    checked = sorted({kind.check(strength) for strength in wanted})
    images, labels = choose_images(data)
    loaded = {name: load_predictor(model) for name, model in named_models(models).items()}
    shares: dict[str, list[Proportion]] = {name: [] for name in loaded}
    for strength in checked:
        disturbed = disturb(images, kind.name, strength, seed=seed)
        for name, predictor in loaded.items():
            shares[name].append(Proportion.of(read_disturbed(predictor, disturbed, labels).right))
    return {
        name: RobustnessCurve(kind.name, tuple(checked), tuple(each))
        for name, each in shares.items()
    }


def choose_images(data: Any) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return the images to disturb, (N, 28, 28) float32 in 0..1, N ≥ 1, and (N,) labels.

    Raises
    ------
    ArgumentError, DataError
        For the reasons given in `measure_robustness`.
    """
    if data is None:
        return load_real_digits()
    if not isinstance(data, ImageDataset):
        raise ArgumentError(
            f"Give data= as an ImageDataset, such as load_mnist(), not a {type(data).__name__}. "
            "Arrays become one by ImageDataset.from_grey_levels."
        )
    if not len(data.x_test):
        raise DataError("The data set has no test images: give one that has.")
    return data.x_test, data.y_test


def read_disturbed(
    predictor: Predictor, images: NDArray[np.float32], labels: NDArray[np.int64]
) -> LabeledPredictions:
    """Predict disturbed images; what the disturbance left blank is read as nothing.

    Raises
    ------
    ModelError
        For the reasons given in `read_set`.
    """
    readings = read_set(predictor, images, labels)
    drawn: NDArray[np.bool_] = np.any(images, axis=(1, 2))
    if drawn.all():
        return readings
    return replace(readings, probabilities=readings.probabilities * drawn[:, np.newaxis])
