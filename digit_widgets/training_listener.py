"""Training listener: a callback that is told more than Keras tells, and need not import Keras."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

__all__ = ["KerasHooks", "TrainingFacts", "TrainingListener"]


@dataclass(frozen=True, slots=True)
class TrainingFacts:
    """Facts of a training by `digit_widgets.training.fit` that Keras does not tell.

    Attributes
    ----------
    batch_size
        Images a batch.
    history
        Figure, as "loss" or "val_accuracy", to its values in the whole epochs before this training
        was resumed; empty if it begins anew.
    """

    batch_size: int
    history: Mapping[str, tuple[float, ...]]


@runtime_checkable
class TrainingListener(Protocol):
    """A Keras callback that `digit_widgets.training.fit` tells more than Keras does.

    Who is told anything at all need not keep the best weights: `fit` keeps them itself.
    """

    def on_facts(self, facts: TrainingFacts) -> None:
        """Hear of a training that begins; called before ``on_train_begin``."""
        ...

    def on_problem(self, problem: str) -> None:
        """Hear of something that went wrong, in a sentence, while the training goes on."""
        ...


class KerasHooks:
    """Base of Keras callbacks that do not import Keras: its hooks do nothing.

    Attributes
    ----------
    params
        Keras' own: "epochs" and "steps".
    model
        The ``keras.Model`` in training.
    facts
        What `fit` tells; None of a training by Keras alone.
    """

    params: dict[str, Any]
    model: Any
    facts: TrainingFacts | None = None

    def set_params(self, params: dict[str, Any]) -> None:
        """Take the training's number of epochs and of batches."""
        self.params = params
        self.facts = None

    def set_model(self, model: Any) -> None:
        """Take the network in training."""
        self.model = model

    def on_facts(self, facts: TrainingFacts) -> None:
        """Take what `fit` tells."""
        self.facts = facts

    def _do_nothing(self, *_: Any, **__: Any) -> None:
        """Of this call, nothing is needed."""

    on_problem = _do_nothing
    on_train_begin = on_train_end = on_epoch_begin = on_epoch_end = _do_nothing
    on_batch_begin = on_batch_end = on_train_batch_begin = on_train_batch_end = _do_nothing
    on_test_begin = on_test_end = on_test_batch_begin = on_test_batch_end = _do_nothing
    on_predict_begin = on_predict_end = on_predict_batch_begin = on_predict_batch_end = _do_nothing
