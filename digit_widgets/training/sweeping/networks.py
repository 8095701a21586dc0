"""Networks: builds the network of a run, and the settings that `fit` takes for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from digit_widgets.sweeps.record import Setting
from digit_widgets.training.architectures import ARCHITECTURES
from digit_widgets.training.input_pipeline.image_augmentation import Augmentation
from digit_widgets.training.settings import DEFAULT_SETTINGS, FitSettings
from digit_widgets.training.sweeping.run_settings import ARCHITECTURE

__all__ = ["build_network", "make_fit_settings"]

_LAYERS = ("filters", "dense", "dropout")
_FITTING = ("epochs", "batch_size", "optimizer", "learning_rate", "weight_decay")


def build_network(settings: Mapping[str, Setting], seed: int) -> Any:
    """Build the network of a run, as its architecture's builder does, with the layers given.

    Its weights and its dropout depend on the seed alone. Keras would draw seeds for them from
    Python's random numbers, which belong to the whole process: other threads of a worker of Dask
    use them too.

    Parameters
    ----------
    settings
        All settings of a run, as `complete` returns them.
    seed
        Any integer from 0.
    """
    build: Any = ARCHITECTURES[str(settings[ARCHITECTURE])]
    network = build(**{name: settings[name] for name in _LAYERS if name in settings})
    seeds = np.random.default_rng((seed, len(network.layers))).integers(2**31, size=1_000)
    for layer, own in zip(network.layers, seeds.tolist(), strict=False):
        if (initializer := getattr(layer, "kernel_initializer", None)) is not None:
            config = {**initializer.get_config(), "seed": own}
            layer.kernel.assign(type(initializer).from_config(config)(layer.kernel.shape))
        if (generator := getattr(layer, "seed_generator", None)) is not None:
            generator.state.assign([own, 0])
    return network


def make_fit_settings(settings: Mapping[str, Setting]) -> FitSettings:
    """Return what `fit` takes for a run.

    The setting "augmentation" is the strength of the distortions, relative to those that the
    architecture of the package learns from: 0 for none, 1 for the same; a third of the images stay
    as they are.

    Parameters
    ----------
    settings
        All settings of a run, as `complete` returns them.
    """
    usual = DEFAULT_SETTINGS[str(settings[ARCHITECTURE])]
    strength = float(str(settings["augmentation"]))
    ranges = {name: strength * value for name, value in asdict(usual.augmentation).items()}
    given: dict[str, Any] = {name: settings[name] for name in _FITTING}
    return FitSettings(**given, augmentation=Augmentation(**ranges), unchanged=usual.unchanged)
