"""Training listener: a callback that receives more than Keras passes, and needs no Keras."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

__all__ = ["KerasHooks", "TrainingFacts", "TrainingListener"]


@dataclass(frozen=True, slots=True)
class TrainingFacts:
    """Facts about a training by `digit_widgets.training.fit` that Keras does not pass on.

    Attributes
    ----------
    batch_size
        Images per batch.
    history
        Maps each metric, such as "loss" or "val_accuracy", to its values in the complete epochs
        before this training was resumed; empty for a new training.
    distorts
        Whether training images are distorted at random.
    """

    batch_size: int
    history: Mapping[str, tuple[float, ...]]
    distorts: bool


@runtime_checkable
class TrainingListener(Protocol):
    """A Keras callback that also receives facts and problems from `digit_widgets.training.fit`.

    It need not keep the best weights: `fit` does so itself.
    """

    def on_facts(self, facts: TrainingFacts) -> None:
        """Receive the facts of a training, before ``on_train_begin`` is called."""
        ...

    def on_problem(self, problem: str) -> None:
        """Receive a problem, as a sentence; the training goes on."""
        ...


class KerasHooks:
    """Base of callbacks that do not import Keras; its hooks do nothing.

    Attributes
    ----------
    params
        Those of Keras: "epochs" and "steps".
    model
        The ``keras.Model`` being trained.
    facts
        The facts from `fit`; None if Keras runs the training by itself.
    """

    params: dict[str, Any]
    model: Any
    facts: TrainingFacts | None = None

    def set_params(self, params: dict[str, Any]) -> None:
        """Store the training's number of epochs and of batches."""
        self.params = params
        self.facts = None

    def set_model(self, model: Any) -> None:
        """Store the network being trained."""
        self.model = model

    def on_facts(self, facts: TrainingFacts) -> None:
        """Store the facts that `fit` passes."""
        self.facts = facts

    def _do_nothing(self, *_: Any, **__: Any) -> None:
        """Do nothing: default for the hooks that a subclass does not need."""

    on_problem = _do_nothing
    on_train_begin = on_train_end = on_epoch_begin = on_epoch_end = _do_nothing
    on_batch_begin = on_batch_end = on_train_batch_begin = on_train_batch_end = _do_nothing
    on_test_begin = on_test_end = on_test_batch_begin = on_test_batch_end = _do_nothing
    on_predict_begin = on_predict_end = on_predict_batch_begin = on_predict_batch_end = _do_nothing
