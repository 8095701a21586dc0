"""Pad models: the models of one pad among the states that a page fetches from its kernel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["PadModels", "find_pad"]

State = Mapping[str, Any]


@dataclass(frozen=True)
class PadModels:
    """The identifiers of a page's first `DigitPad` and of its parts, as their comms have them."""

    pad: str
    #: The drawing surface, to which all messages about ink go.
    canvas: str
    #: The painted ink under it, an ipycanvas.
    painting: str
    bars: str
    preview: str


def find_pad(states: Mapping[str, State]) -> PadModels:
    """The first pad is found by what its parts consist of; a page without one fails."""

    def find(what: str, holds: Callable[[State], bool]) -> str:
        for model, state in states.items():
            if holds(state):
                return model
        raise LookupError(f"The page has no {what}, among {len(states)} models.")

    return PadModels(
        pad=find(
            "pad",
            lambda state: "value" in state and "digit-widgets-pad" in state.get("_dom_classes", ()),
        ),
        canvas=find("drawing surface", lambda state: "_backup" in state),
        painting=find("painting", lambda state: state.get("_model_name") == "CanvasModel"),
        bars=find("bars", lambda state: state.get("_model_name") == "BarsModel"),
        preview=find("preview", lambda state: "grey" in state),
    )
