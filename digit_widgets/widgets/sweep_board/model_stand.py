"""Model stand: a pad with a model of a sweep, and beside it what another one reads."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from ipywidgets import HTML, Button, VBox

from digit_widgets.errors import ModelError
from digit_widgets.predictors import LiteRTPredictor
from digit_widgets.sweeps import RunRecord
from digit_widgets.sweeps.wording import write_accuracy
from digit_widgets.widgets.comparison.followed_comparison import FollowedComparison
from digit_widgets.widgets.pads.digit_pad import DigitPad

__all__ = ["ModelStand", "StoodModel", "open_model"]

_ON_PAD, _BESIDE = "On the pad", "Compared"
_NOTHING = (
    "The pad appears when the first training has ended, and the file of its network is in the "
    "folder of the sweep."
)


class StoodModel(NamedTuple):
    """A run's network, and how the group that it is the best of is named."""

    record: RunRecord
    title: str
    predictor: LiteRTPredictor

    def describe(self, role: str) -> str:
        """Say which it is, as HTML: its group, its seed, and its accuracy on held-out images."""
        return (
            f"<b>{role}:</b> {escape(self.title)}; seed {self.record.seed}, "
            f"{write_accuracy(self.record.accuracy)} of {self.record.n_held_out:,} held-out images"
        )


class ModelStand(VBox):  # type: ignore[misc]
    """A `DigitPad` that is made with the first model, and keeps its drawing with all others.

    Attributes
    ----------
    pad
        `DigitPad`, or None until there is a model.
    chosen, compared
        The models on the pad and beside it; None for none.
    """

    def __init__(self) -> None:
        self.pad: DigitPad | None = None
        self.chosen: StoodModel | None = None
        self.compared: StoodModel | None = None
        self._comparison: FollowedComparison | None = None
        self._words = HTML(_NOTHING, _dom_classes=("digit-widgets-note",))
        self._end = Button(
            description="End the comparison",
            icon="times",
            layout={"width": "auto", "align_self": "flex-start", "display": "none"},
        )
        super().__init__(
            [self._words, self._end],
            layout={"overflow": "visible", "min_width": "0"},
            _dom_classes=("digit-widgets-stand",),
        )

    def on_end(self, call: Any) -> None:
        """Call a function, without arguments, when the comparison is to end."""
        self._end.on_click(lambda _: call())

    def put(self, model: StoodModel) -> None:
        """Put a model on the pad; what is drawn stays."""
        self.chosen = model
        if self.pad is None:
            self.pad = DigitPad(model.predictor)
        else:
            self.pad.model = model.predictor
        self._lay_out()

    def compare(self, model: StoodModel | None) -> None:
        """Show what another model reads beside the one on the pad; None ends that."""
        self.compared = model
        self._lay_out()

    def rename(self, name: Callable[[RunRecord], str]) -> None:
        """Name both models anew, by what a function calls the group of a record."""
        if self.chosen is not None:
            self.chosen = self.chosen._replace(title=name(self.chosen.record))
        if self.compared is not None:
            self.compared = self.compared._replace(title=name(self.compared.record))
        self._tell()

    def close(self) -> None:
        """Remove the widget from all pages, and stop the threads of its parts."""
        for part in (getattr(self, "_comparison", None), getattr(self, "pad", None)):
            if part is not None:
                part.close()
        super().close()

    def _lay_out(self) -> None:
        before = self._comparison
        self._comparison = None
        if self.pad is not None and self.chosen is not None and self.compared is not None:
            models = {_ON_PAD: self.chosen.predictor, _BESIDE: self.compared.predictor}
            self._comparison = FollowedComparison(self.pad, models)
        self._tell()
        self._end.layout.display = "none" if self._comparison is None else ""
        parts = [self._words, self.pad, self._end, self._comparison]
        self.children = [part for part in parts if part is not None]
        if before is not None:
            before.close()

    def _tell(self) -> None:
        told = []
        if self.chosen is not None:
            told.append(self.chosen.describe(_ON_PAD))
            if self.compared is not None:
                told.append(self.compared.describe(_BESIDE))
        self._words.value = "<br>".join(told) or _NOTHING


def open_model(record: RunRecord, title: str, folder: Path) -> StoodModel:
    """Open the network of a run.

    Raises
    ------
    ModelError
        It has no file, or one that is missing or damaged.
    """
    path = record.model_path(folder)
    if path is None:
        raise ModelError(f"No model was kept of {title}, seed {record.seed}.")
    return StoodModel(record, title, LiteRTPredictor(path))
