"""Run settings: what can be varied in a sweep, within which limits, and for which networks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from digit_widgets.errors import DataError
from digit_widgets.sweeps.record import Setting

__all__ = [
    "ARCHITECTURE",
    "SEED",
    "SETTINGS",
    "Kind",
    "check_images",
    "check_name",
    "complete",
    "is_used",
]

ARCHITECTURE, SEED = "architecture", "seed"
_DENSE_NETWORKS = ("cnn", "ann")


@dataclass(frozen=True, slots=True)
class Kind:
    """What values a setting takes.

    Attributes
    ----------
    what
        "int", "float", "name" or "layers": a list of whole numbers, one for each layer.
    low, high
        Least and highest number; of "layers", of each number.
    names
        The names to choose from.
    layers
        Least and highest number of layers.
    networks
        The architectures that have the setting; empty for all.
    """

    what: Literal["int", "float", "name", "layers"]
    low: float = 0
    high: float = 0
    names: tuple[str, ...] = ()
    layers: tuple[int, int] = (0, 0)
    networks: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """True if a range of values can be given."""
        return self.what in ("int", "float")

    def check(self, name: str, value: Any) -> Setting:
        """Return a value in the type that a record stores.

        Raises
        ------
        DataError
            It is of another type, or out of range.
        """
        if self.what == "name":
            if value not in self.names:
                raise DataError(f"{name} is {value!r}: choose {_join(self.names)}.")
            return str(value)
        if self.what == "layers":
            return self._check_layers(name, value)
        return self._check_number(name, value, whole=self.what == "int")

    def _check_layers(self, name: str, value: Any) -> Setting:
        least, most = self.layers
        if not isinstance(value, list | tuple):
            raise DataError(f"{name} is {value!r}: give a number for each layer, as [32, 64].")
        if not least <= len(value) <= most:
            reason = ", which is all that 28×28 pixels have room for" if name == "filters" else ""
            raise DataError(
                f"{name} is {list(value)}, of {len(value)} layers: give {least} to {most}{reason}."
            )
        return tuple(int(self._check_number(name, each, whole=True)) for each in value)

    def _check_number(self, name: str, value: Any, *, whole: bool) -> int | float:
        kinds = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            raise DataError(f"{name} is {value!r}: give {'a whole' if whole else 'a'} number.")
        if not self.low <= value <= self.high:
            raise DataError(f"{name} is {value}: give a number in {self.low:g}..{self.high:g}.")
        return int(value) if whole else float(value)


#: All settings, in the order of records and boards.
SETTINGS: Mapping[str, Kind] = {
    ARCHITECTURE: Kind("name", names=("cnn", "ann", "reader")),
    "filters": Kind("layers", 1, 1024, layers=(1, 3), networks=("cnn",)),
    "dense": Kind("layers", 1, 8192, layers=(0, 8), networks=_DENSE_NETWORKS),
    "dropout": Kind("float", 0.0, 0.95, networks=_DENSE_NETWORKS),
    "optimizer": Kind("name", names=("adam", "sgd")),
    "learning_rate": Kind("float", 1e-7, 10.0),
    "weight_decay": Kind("float", 0.0, 1.0),
    "batch_size": Kind("int", 1, 100_000),
    "augmentation": Kind("float", 0.0, 3.0),
    "epochs": Kind("int", 1, 10_000),
    "n_images": Kind("int", 20, 10**9),
    SEED: Kind("int", 0, 2**31 - 1),
}
#: Values of what a space leaves out; `n_images` is then all that there are.
_DEFAULTS: Mapping[str, Setting] = {
    ARCHITECTURE: "cnn",
    "optimizer": "adam",
    "weight_decay": 0.0,
    "batch_size": 128,
    "augmentation": 0.0,
    "epochs": 3,
}
#: Values that depend on the network or the optimizer: those of `build_cnn`, `build_ann` and
#: `FitSettings`.
_BY_NETWORK: Mapping[str, Mapping[str, Setting]] = {
    "cnn": {"filters": (32, 64), "dense": (128,), "dropout": 0.5},
    "ann": {"dense": (256, 128), "dropout": 0.2},
    "reader": {},
}
_RATES: Mapping[str, float] = {"adam": 3e-3, "sgd": 0.05}


def check_name(name: Any) -> None:
    """Raise an error if there is no such setting, with the nearest name that there is.

    Raises
    ------
    DataError
        There is none.
    """
    if name in SETTINGS:
        return
    close = get_close_matches(str(name), SETTINGS, n=1)
    hint = f"do you mean {close[0]}?" if close else f"choose {_join(tuple(SETTINGS))}."
    raise DataError(f"There is no setting {name!r}: {hint}")


def is_used(name: str, architecture: Setting) -> bool:
    """Return True if a network of this architecture has a setting."""
    networks = SETTINGS[name].networks
    return not networks or architecture in networks


def complete(chosen: Mapping[str, Setting], n_available: int) -> dict[str, Setting]:
    """Return all settings of a run, in the order of `SETTINGS`: those chosen, and defaults.

    What the architecture does not have is left out.

    Parameters
    ----------
    chosen
        Checked values by name, without the seed.
    n_available
        Number of images there are to train on.

    Raises
    ------
    DataError
        More images are wanted than there are.
    """
    architecture = chosen.get(ARCHITECTURE, _DEFAULTS[ARCHITECTURE])
    given = {**_DEFAULTS, **_BY_NETWORK[str(architecture)], "n_images": n_available, **chosen}
    given.setdefault("learning_rate", _RATES[str(given["optimizer"])])
    check_images(given["n_images"], n_available)
    return {name: given[name] for name in SETTINGS if name in given and is_used(name, architecture)}


def check_images(n_images: Setting, n_available: int) -> None:
    """Raise an error if more images are wanted than there are to train on.

    Raises
    ------
    DataError
        They are.
    """
    if int(str(n_images)) > n_available:
        raise DataError(
            f"n_images is {n_images}, and there are {n_available:,} images to train on beside the "
            "held-out ones: give at most as many."
        )


def _join(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
