"""Ensemble: several models that read as one, by the mean of what they give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.base import Predictor
from digit_widgets.predictors.digit_predictor import ScoringDigitPredictor, predict_with_scores
from digit_widgets.predictors.loader import load_predictor
from digit_widgets.predictors.model_names import named_models

__all__ = ["Ensemble"]


class Ensemble(ScoringDigitPredictor):
    """A `Predictor` that gives the mean of its members' probabilities.

    Networks that were trained apart make different mistakes, and their mean makes fewer of them (L.
    K. Hansen and P. Salamon, "Neural network ensembles", 1990). Its score of being a digit is the
    mean of those of the members that have one. Each member is fed as it takes images, one after the
    other: a reading takes as long as all of theirs together.

    Parameters
    ----------
    models
        One or more, each anything that `load_predictor` takes, with the same labels: a mapping of
        names to models, or a list of models.

    Attributes
    ----------
    members
        The members' predictors by their names.

    Raises
    ------
    ModelError
        There are no models, one of them cannot be loaded, or their labels differ.
    """

    def __init__(self, models: Mapping[str, Any] | Iterable[Any]) -> None:
        self.members: dict[str, Predictor] = {
            name: _load_member(name, model) for name, model in named_models(models).items()
        }
        first, *others = self.members
        self._labels = tuple(self.members[first].labels)
        for name in others:
            labels = tuple(self.members[name].labels)
            if labels != self._labels:
                raise ModelError(
                    f"The members of an ensemble read the same labels, in the same order: {first} "
                    f"reads {_describe(self._labels)}, and {name} {_describe(labels)}."
                )

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the classes, which are those of all members."""
        return self._labels

    def _facts(self) -> tuple[str, ...]:
        names = ", ".join(self.members)
        return (f"the mean of {len(self.members)} ({names:.60})",)

    def _run(self, images: NDArray[np.float32]) -> tuple[Any, Any | None]:
        given = [_read(name, member, images) for name, member in self.members.items()]
        scores = [each for _, each in given if each is not None]
        probabilities = np.mean([each for each, _ in given], axis=0)
        return probabilities, np.mean(scores, axis=0) if scores else None


def _load_member(name: str, model: Any) -> Predictor:
    try:
        return load_predictor(model)
    except ModelError as error:
        raise ModelError(f"The ensemble's member {name} cannot be loaded. {error}") from error


def _read(
    name: str, member: Predictor, images: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    try:
        return predict_with_scores(member, images)
    except ModelError as error:
        raise ModelError(f"The ensemble's member {name} fails. {error}") from error
    except Exception as error:  # a function raises whatever it meets
        raise ModelError(
            f"The ensemble's member {name} fails with {type(error).__name__}: {error!s:.200}"
        ) from error


def _describe(labels: tuple[str, ...]) -> str:
    return f"{len(labels)} ({', '.join(labels):.40})"
