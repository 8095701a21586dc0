"""Model notes: how models are fed, where that is not plain, and that one cannot read digits."""

from __future__ import annotations

from collections.abc import Mapping

from ipywidgets import VBox

from digit_widgets.predictors import ModelInfo
from digit_widgets.widgets.parts.message import AS_WIDE_AS_ITS_PART, Message

__all__ = ["ModelNotes"]


class ModelNotes(VBox):  # type: ignore[misc]
    """Shows warnings about models, and below them a line on each that is not fed the plain way."""

    def __init__(self) -> None:
        self._warnings = Message(layout=AS_WIDE_AS_ITS_PART)
        self._notes = Message("note", AS_WIDE_AS_ITS_PART)
        layout = {"overflow": "visible", "flex": "none", "display": "none"}
        super().__init__([self._warnings, self._notes], layout=layout)

    def show(self, models: Mapping[str, ModelInfo | None]) -> None:
        """Show the information on models by name; a single model needs none, which is ""."""
        warnings, notes = [], []
        for name, info in models.items():
            if info is None or info.is_plain:
                continue
            if info.warning:
                warnings.append(f"{name}: {info.warning}" if name else info.warning)
            else:
                notes.append(f"{name or 'The model'} is {info}.")
        self.layout.display = None if warnings or notes else "none"
        self._warnings.say("\n".join(warnings))
        self._notes.say("\n".join(notes))
