"""Visit records: how a visitor got in, and what it saw of a drawing of its own."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Arrival", "Drawing"]


@dataclass(frozen=True)
class Arrival:
    """How long a visitor took to get in: seconds from the request to the page and the states."""

    page: float
    states: float


@dataclass(frozen=True)
class Drawing:
    """What a visitor saw of a drawing of its own."""

    #: The predicted label; "" for none.
    reading: str
    bars: tuple[float, ...]
    #: For each batch, milliseconds from sending it to the message that sets the bars for it.
    times: tuple[float, ...]
    n_points: int
    #: Points that the kernel did not acknowledge, or does not have in the end.
    n_lost: int
    #: Strokes that the kernel does not have in the end.
    n_strokes_lost: int
