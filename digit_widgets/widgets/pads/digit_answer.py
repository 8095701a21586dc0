"""Digit answer: lays out what a digit pad reads beside the drawing, or under a compact one."""

from __future__ import annotations

from collections.abc import Sequence

from ipywidgets import HBox, VBox, Widget

__all__ = ["lay_out", "lay_out_compact"]


def lay_out(seen: Sequence[Widget], below: Sequence[Widget]) -> VBox:
    """Lay out the model's input beside its words, and the rest below them."""
    first = HBox(
        seen,
        # If the page is too narrow for both, the words move below the image.
        layout={
            "flex_flow": "row wrap",
            "min_height": "124px",
            "grid_gap": "0 16px",
            "align_items": "center",
            "overflow": "visible",
        },
    )
    answer = VBox(
        [first, *below],
        # A fixed basis: otherwise long words would make it jump below the drawing.
        layout={"flex": "1 1 280px", "overflow": "visible", "min_width": "0"},
    )
    answer.add_class("digit-widgets-answer")
    return answer


def lay_out_compact(headline: Widget, below: Sequence[Widget]) -> VBox:
    """Lay out the words alone, and the messages below them."""
    headline.layout.flex = "none"  # in a column, flex would set its height
    return VBox([headline, *below], layout={"overflow": "visible"})
