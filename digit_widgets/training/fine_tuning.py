"""Fine-tuning with weight interpolation (WiSE-FT): it ends between the old network and the new."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.keras import load_keras
from digit_widgets.training.architectures import ARCHITECTURES

__all__ = ["FineTuning"]

#: How far from where it started, towards where it came to, the network ends: what it knew before
#: is kept better so (Wortsman et al., "Robust fine-tuning of zero-shot models", arXiv 2109.01903).
_SHARE = 0.75


@dataclass(frozen=True)
class FineTuning:
    """A trained network to go on from.

    Attributes
    ----------
    network
        The ``keras.Model``; it is trained in place.
    weights
        What its weights were, as `keras.Model.get_weights` gives them.
    name, sha256
        Its file's name without a folder, and the hash of its weights.
    history
        The command, settings and versions of its own training, of the card beside the file; empty
        if there is none.
    """

    network: Any
    weights: list[NDArray[Any]]
    name: str
    sha256: str
    history: dict[str, Any]

    @classmethod
    def load(cls, file: Path, architecture: str) -> FineTuning:
        """Load a ``.keras`` file.

        Raises
        ------
        ModelError
            It cannot be loaded, or is of another architecture than "ann" or "cnn" as named.
        """
        loaded = load_keras(file)
        network = ARCHITECTURES[architecture]()
        weights = loaded.get_weights()
        if [each.shape for each in weights] != [each.shape for each in network.get_weights()]:
            raise ModelError(
                f"{file.name} is no {architecture.upper()} as this package builds it: a training "
                "goes on from a network of the same layers."
            )
        network.set_weights(weights)
        digest = hashlib.sha256(b"".join(each.tobytes() for each in weights))
        history = _history(file.with_suffix(".json"))
        return cls(network, weights, file.name, digest.hexdigest(), history)

    def blend(self) -> None:
        """Put the trained network's weights between what they were and what they are."""
        self.network.set_weights(
            [
                before + _SHARE * (now - before)
                for before, now in zip(self.weights, self.network.get_weights(), strict=True)
            ]
        )

    def as_dict(self) -> dict[str, Any]:
        """Return what a model card should say of it."""
        return {
            "file": self.name,
            "weights_sha256": self.sha256,
            "share_of_the_way": _SHARE,
            **self.history,
        }


def _history(card: Path) -> dict[str, Any]:
    """Return what a model card says of how its network was trained, if it is one."""
    try:
        noted = json.loads(card.read_text(encoding="utf-8"))
        return {key: noted[key] for key in ("command", "date", "training", "test", "versions")}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
