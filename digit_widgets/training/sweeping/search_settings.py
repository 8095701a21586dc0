"""Search settings: how many trials a search makes, and how Optuna chooses and prunes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from digit_widgets.errors import DataError

__all__ = ["PRUNERS", "SAMPLERS", "SearchSettings"]

SAMPLERS = ("tpe", "random")
PRUNERS = ("none", "median", "halving")


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How to search a space.

    Attributes
    ----------
    trials
        Number of choices of settings to try.
    sampler
        "tpe": each choice learns from the trials before (J. Bergstra et al., NeurIPS 2011);
        "random": none does.
    pruner
        "none"; "median" gives up a run that is worse than half of the others at the same share of
        the training; "halving" gives up half of the runs at each rung (L. Li et al.,
        arXiv 1810.05934).
    seed
        Seed of the sampler.
    """

    trials: int
    sampler: str = "tpe"
    pruner: str = "none"
    seed: int = 0

    @classmethod
    def check(cls, given: Any) -> SearchSettings:
        """Make the settings from a mapping.

        Raises
        ------
        DataError
            An entry is unknown, missing, of another type or out of range.
        """
        known = [each.name for each in fields(cls)]
        if not isinstance(given, Mapping):
            raise DataError("search is a table of trials, sampler, pruner and seed.")
        if others := [name for name in given if name not in known]:
            raise DataError(f"search has {', '.join(known)}, and no {others[0]!r}.")
        if "trials" not in given:
            raise DataError("search has no trials: give their number, as trials = 30.")
        for name, low in (("trials", 1), ("seed", 0)):
            value = given.get(name, low)
            if isinstance(value, bool) or not isinstance(value, int) or not low <= value < 2**31:
                raise DataError(f"search.{name} is {value!r}: give a whole number from {low}.")
        for name, names in (("sampler", SAMPLERS), ("pruner", PRUNERS)):
            if given.get(name, names[0]) not in names:
                raise DataError(f"search.{name} is {given[name]!r}: choose {', '.join(names)}.")
        return cls(**given)
