"""Space: the settings that a sweep tries, as plain values: choices, lists and ranges."""

from __future__ import annotations

import itertools
import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digit_widgets.errors import DataError
from digit_widgets.sweeps.record import Setting
from digit_widgets.training.sweeping.run_settings import (
    ARCHITECTURE,
    SEED,
    SETTINGS,
    Kind,
    check_name,
    complete,
    is_used,
)
from digit_widgets.training.sweeping.search_settings import SearchSettings

__all__ = ["Range", "Space", "load_space"]

#: Most runs of a grid: more of them are a mistake, or a search.
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Range:
    """A range of numbers, both ends included.

    Attributes
    ----------
    low, high
        The ends.
    step
        Distance of the values from `low` on; None for every number between.
    log
        True if a search draws the logarithm evenly.
    whole
        True for whole numbers.
    """

    low: float
    high: float
    step: float | None
    log: bool
    whole: bool

    @property
    def values(self) -> tuple[Setting, ...]:
        """The values of a range with a step."""
        assert self.step is not None
        count = math.floor((self.high - self.low) / self.step + 1e-9) + 1
        values = (round(self.low + number * self.step, 12) for number in range(count))
        return tuple(int(value) if self.whole else value for value in values)


@dataclass(frozen=True, slots=True)
class Space:
    """The settings that a sweep tries.

    Attributes
    ----------
    settings
        The values of each setting: all to choose from, or a range without steps.
    seeds
        The seeds of each choice.
    search
        How to search; None for a grid of all combinations.
    """

    settings: Mapping[str, tuple[Setting, ...] | Range]
    seeds: tuple[int, ...]
    search: SearchSettings | None = None

    @property
    def varied(self) -> tuple[str, ...]:
        """The names of the settings that have more than one value."""
        return tuple(
            name
            for name, values in self.settings.items()
            if isinstance(values, Range) or len(values) > 1
        )

    def grid(self, n_available: int) -> list[tuple[dict[str, Setting], int]]:
        """Return the complete settings and the seed of every run.

        Combinations that differ only in what their network does not have are one. The first seed
        of all combinations comes before the second one of any.

        Parameters
        ----------
        n_available
            Number of images there are to train on.

        Raises
        ------
        DataError
            More images are wanted than there are.
        """
        chosen = {tuple(complete(each, n_available).items()): None for each in self._combine()}
        return [(dict(each), seed) for seed in self.seeds for each in chosen]

    def choices(self, architecture: Setting) -> Iterator[tuple[str, tuple[Setting, ...] | Range]]:
        """Yield the names and values of the settings that a network has, but for its own name."""
        for name, values in self.settings.items():
            if name != ARCHITECTURE and is_used(name, architecture):
                yield name, values

    def _combine(self) -> Iterator[dict[str, Setting]]:
        names = list(self.settings)
        lists = [each for each in self.settings.values() if not isinstance(each, Range)]
        for values in itertools.product(*lists):
            yield dict(zip(names, values, strict=True))


def load_space(given: Any) -> Space:
    """Check a space.

    Parameters
    ----------
    given
        A mapping of settings, a mapping of the two tables "space" and "search", or the path of a
        TOML file with them. A setting's value is plain, a list of values, or a range: a table of
        "low" and "high", and "step" or "log". Of `filters` and `dense`, which are lists themselves,
        a list of lists is several. "search" is as `SearchSettings`.

    Raises
    ------
    DataError
        The file cannot be read; an entry is unknown, empty, of another type or out of range; a
        range without steps, and no search; too many combinations.
    """
    tables = _read(given) if isinstance(given, str | Path) else given
    if not isinstance(tables, Mapping):
        raise DataError(
            "Give a space as a mapping such as {'dropout': [0.2, 0.5], 'seed': [0, 1]}, or the "
            f"path of a TOML file, not a {type(tables).__name__}."
        )
    if isinstance(tables.get("space"), Mapping):
        others = [name for name in tables if name not in ("space", "search")]
    else:  # settings without a table, whose ranges are mappings
        if "search" in tables:
            raise DataError("There is no table [space], with the settings for [search] to try.")
        is_table = {name: isinstance(value, Mapping) for name, value in tables.items()}
        others = [name for name in tables if is_table[name] and name not in SETTINGS]
        tables = {"space": tables}
    if others:
        raise DataError(f"There is no table [{others[0]}]: a space has [space] and [search].")
    entries = dict(tables["space"])
    seeds = _values(SEED, entries.pop(SEED, 0))
    for name in entries:
        check_name(name)
    settings = {name: _values(name, entries[name]) for name in SETTINGS if name in entries}
    search = SearchSettings.check(tables["search"]) if "search" in tables else None
    if isinstance(seeds, Range):
        raise DataError("seed is a range without step: give seeds such as [0, 1, 2].")
    _check_networks(settings)
    space = Space(settings, tuple(int(str(seed)) for seed in seeds), search)
    if search is None:
        _check_grid(space)
    return space


def _read(path: str | Path) -> Any:
    file = Path(path).expanduser()
    try:
        with file.open("rb") as stream:
            return tomllib.load(stream)
    except OSError as error:
        raise DataError(f"The space {file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{file.name} is no TOML: {error}.") from error


def _values(name: str, given: Any) -> tuple[Setting, ...] | Range:
    kind = SETTINGS[name]
    if isinstance(given, Mapping):
        span = _range(name, kind, given)
        return span if span.step is None else span.values
    if not isinstance(given, list | tuple):
        return (kind.check(name, given),)
    if not given:
        words = "layers such as [128], or [[]] for none" if name == "dense" else "values"
        raise DataError(f"{name} is an empty list: give {words}.")
    is_one = kind.what == "layers" and not any(isinstance(each, list | tuple) for each in given)
    values = [kind.check(name, each) for each in ([given] if is_one else given)]
    return tuple(dict.fromkeys(values))


def _range(name: str, kind: Kind, given: Mapping[str, Any]) -> Range:
    if not kind.is_number:
        raise DataError(f"{name} takes no range: give a list of its values.")
    if others := [key for key in given if key not in ("low", "high", "step", "log")]:
        raise DataError(f"{name}: a range has low, high, step and log, not {others[0]!r}.")
    if missing := [key for key in ("low", "high") if key not in given]:
        raise DataError(f"{name}: the range has no {missing[0]}.")
    low, high = (float(str(kind.check(f"{name}.{end}", given[end]))) for end in ("low", "high"))
    step, log = given.get("step"), given.get("log", False)
    if low > high:
        raise DataError(f"{name}: low {low:g} is above high {high:g}: exchange them.")
    if not isinstance(log, bool):
        raise DataError(f"{name}: log is {log!r}: give true or false.")
    if log and low <= 0:
        raise DataError(f"{name}: low is {low:g}, which has no logarithm: give one above 0.")
    if log and step is not None:
        raise DataError(f"{name}: a range has steps or is logarithmic: leave out step or log.")
    if step is not None:
        is_number = isinstance(step, int | float) and not isinstance(step, bool)
        if not is_number or step <= 0 or (kind.what == "int" and step != int(step)):
            raise DataError(f"{name}: step is {step!r}: give a number above 0.")
        if (high - low) / step > _MOST:
            raise DataError(f"{name}: {(high - low) / step:,.0f} steps are too many.")
    return Range(low, high, step, log, kind.what == "int")


def _check_networks(settings: Mapping[str, tuple[Setting, ...] | Range]) -> None:
    networks = settings.get(ARCHITECTURE, ("cnn",))
    assert not isinstance(networks, Range)
    for name in settings:
        if not any(is_used(name, each) for each in networks):
            raise DataError(
                f"{name} is for {' and '.join(SETTINGS[name].networks)}, and the architecture is "
                f"{' or '.join(map(str, networks))}: leave {name} out."
            )


def _check_grid(space: Space) -> None:
    total = len(space.seeds)
    for name, values in space.settings.items():
        if isinstance(values, Range):
            raise DataError(
                f"{name} is a range without step: give a step, or [search] with a number of trials."
            )
        total *= len(values)
    if total > _MOST:
        raise DataError(
            f"The space has {total:,} combinations, and a sweep at most {_MOST:,}: give fewer "
            "values, or [search] with a number of trials."
        )
