"""Kinds of scenes: all of them by name, those of the same seed with the same digits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from benchmarks.scenes.nothing import NOTHING
from benchmarks.scenes.scene import Hand, Maker, Scene
from benchmarks.scenes.several import SEVERAL
from benchmarks.scenes.singles import SINGLES

__all__ = ["NOTHING", "SCENES", "SEVERAL", "SINGLES", "make_scenes"]

#: What makes each scene.
SCENES: Mapping[str, Maker] = {**SINGLES, **SEVERAL, **NOTHING}


def make_scenes(name: str, hands: Sequence[Hand], count: int, seed: int = 7) -> Iterator[Scene]:
    """Make scenes of one kind, a key of `SCENES`, each by one of the hands."""
    random = np.random.default_rng(seed)
    for _ in range(count):
        yield SCENES[name](hands[int(random.integers(len(hands)))], random)
