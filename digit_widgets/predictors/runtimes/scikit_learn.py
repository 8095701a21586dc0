"""scikit-learn runtime: runs classifiers and pipelines, and others with the same methods."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.runtimes.raw_model import RawModel, Signature

__all__ = ["ClassifierModel"]

#: Usual sides of images.
_SIDES = (28, 32)


class ClassifierModel(RawModel):
    """A `RawModel` that calls ``predict_proba`` of a classifier, or its ``decision_function``.

    Its labels are its ``classes_``, written as texts: 7 and 7.0 are "7".

    Parameters
    ----------
    classifier
        A fitted classifier or pipeline, of scikit-learn or with the same methods, that takes flat
        images, or images.

    Raises
    ------
    ModelError
        It is not fitted, is no classifier, or predicts several labels at once.
    """

    def __init__(self, classifier: Any) -> None:
        name = f"The {type(classifier).__name__}"
        # For SVC(probability=False), scikit-learn hides predict_proba: hasattr is then False.
        self._gives_probabilities = hasattr(classifier, "predict_proba")
        if not (self._gives_probabilities or hasattr(classifier, "decision_function")):
            raise ModelError(
                f"{name} has neither predict_proba nor decision_function, which give a number for "
                "each class: give a classifier, and not a regression or a clustering."
            )
        classes = getattr(classifier, "classes_", None)
        if classes is None and hasattr(classifier, "fit"):
            raise ModelError(f"{name} is not fitted: call its fit(images, labels) first.")
        if isinstance(classes, list):
            raise ModelError(
                f"{name} predicts {len(classes)} labels at once: give a classifier of one."
            )
        self._classifier = classifier
        self._columns = getattr(classifier, "feature_names_in_", None)
        n = getattr(classifier, "n_features_in_", None)
        super().__init__(
            name,
            # Fitted on images, a pipeline counts their rows.
            Signature(None if n is None or n in _SIDES else (int(n),)),
            None if classes is None else tuple(_write_label(each) for each in classes),
            None if self._gives_probabilities else "decision function",
        )

    def _run(self, batch: NDArray[Any]) -> Any:
        values = self._name_columns(batch)
        if self._gives_probabilities:
            return np.asarray(self._classifier.predict_proba(values))
        scores = np.asarray(self._classifier.decision_function(values))
        # Of two classes, it gives one number: how much rather the second than the first.
        return np.stack([np.zeros_like(scores), scores], axis=1) if scores.ndim == 1 else scores

    def _name_columns(self, batch: NDArray[Any]) -> Any:
        """Return a table, if the classifier was fitted on one: without its columns it warns."""
        if self._columns is None or batch.ndim != 2:
            return batch
        try:
            import pandas as pd
        except ImportError:
            return batch
        return pd.DataFrame(batch, columns=self._columns, copy=False)


def _write_label(label: Any) -> str:
    is_whole = isinstance(label, float | np.floating) and float(label).is_integer()
    return str(int(label)) if is_whole else str(label)
