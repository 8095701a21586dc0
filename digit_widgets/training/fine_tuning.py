"""Fine-tuning with weight interpolation (WiSE-FT): the result lies between old and new weights."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.runtimes.keras_files import load_keras
from digit_widgets.training.architectures import ARCHITECTURES

__all__ = ["FineTuning"]

#: Position of the final weights between the old (0) and the new ones (1): interpolation preserves
#: earlier abilities (Wortsman et al., "Robust fine-tuning of zero-shot models", arXiv 2109.01903).
_SHARE = 0.75


@dataclass(frozen=True)
class FineTuning:
    """A trained network to continue training from.

    Attributes
    ----------
    network
        The ``keras.Model``; trained in place.
    weights
        Its original weights, as returned by `keras.Model.get_weights`.
    name, sha256
        Name of its file, without the folder, and the hash of its weights.
    history
        Command, settings and versions of its own training, from the model card in the same folder;
        empty if there is none.
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
            The file cannot be loaded, or its network is not of the named architecture.
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
        """Set the trained network's weights between the original and the new ones."""
        self.network.set_weights(
            [
                before + _SHARE * (now - before)
                for before, now in zip(self.weights, self.network.get_weights(), strict=True)
            ]
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the model card's entry on this."""
        return {
            "file": self.name,
            "weights_sha256": self.sha256,
            "share_of_the_way": _SHARE,
            **self.history,
        }


def _history(card: Path) -> dict[str, Any]:
    """Return how a network was trained, from its model card; empty if there is no card."""
    try:
        noted = json.loads(card.read_text(encoding="utf-8"))
        history = {key: noted[key] for key in ("command", "date", "training", "test", "versions")}
        # It may have begun with another in its turn.
        return history | {key: noted[key] for key in ("begun_with",) if key in noted}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
