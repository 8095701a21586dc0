"""Ink trait: a traitlet that holds a drawing."""

from __future__ import annotations

from traitlets import Instance

from digit_widgets.ink import Ink

__all__ = ["InkTrait"]


class InkTrait(Instance[Ink]):
    """A trait for an `Ink`, blank by default; its error for another type shows how to make one."""

    def __init__(self) -> None:
        super().__init__(Ink, args=())

    def info(self) -> str:
        """Return a description of the expected value, for error messages."""
        return "an Ink, such as Ink.from_strokes([[(80, 60), (200, 60), (130, 240)]], width=16)"
