"""Sweep board: the models of a sweep ranked and drawn, live or from records, and put on a pad."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from ipywidgets import HTML, Box, VBox
from traitlets import Instance, Unicode, observe

from digit_widgets.errors import ArgumentError, ModelError
from digit_widgets.sweeps import (
    RunRecord,
    SweepGroup,
    SweepSource,
    load_sweep,
    rank_groups,
    varied_settings,
)
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.message import Message
from digit_widgets.widgets.parts.page_widgets import AriaLabels, ConnectionStatus
from digit_widgets.widgets.parts.short_repr import ShortRepr
from digit_widgets.widgets.parts.worker import LatestWorker
from digit_widgets.widgets.sweep_board.charts import CHART_NAMES, Charts
from digit_widgets.widgets.sweep_board.leader_board import LeaderBoard, group_key
from digit_widgets.widgets.sweep_board.model_stand import ModelStand, StoodModel, open_model
from digit_widgets.widgets.sweep_board.progress_line import ProgressLine
from digit_widgets.widgets.sweep_board.wording import INTERVALS, NO_RECORDS, describe_run

__all__ = ["SweepBoard"]

#: Seconds between two updates of the page: more often would take time from the trainings.
_REFRESH = 0.5


class SweepBoard(ShortRepr, VBox):  # type: ignore[misc]
    """A sweep's models as a leader board and as charts, of which one is on a pad.

    Runs that differ only in their seed are one model: its accuracy is the mean over the seeds, with
    an interval. A press on a row, or on a line or a dot, puts the network of its best seed on the
    pad, whose drawing stays; "Compare" puts another one beside it. At first it is the best one.

    It follows a sweep that runs, from any thread, and shows one that has ended from its records
    alone. It needs no Keras.

    Parameters
    ----------
    source
        What `digit_widgets.training.sweep` or `digit_widgets.sweeps.load_sweep` returns, another
        `SweepSource`, or the path of a sweep's folder.

    Attributes
    ----------
    chosen, compared
        `RunRecord`: the runs whose networks are on the pad and beside it; None for none. Read-only,
        like all traits here.
    groups
        Tuple of `SweepGroup`: the models, best first, as they are shown.
    pad
        `DigitPad`, or None until there is a model.
    error
        str: why a model cannot be used; "" if there is no problem.

    Raises
    ------
    ArgumentError
        An unknown keyword, or a source of another kind.
    DataError
        There is no sweep in the folder.
    """

    chosen = Instance(RunRecord, allow_none=True, read_only=True)
    compared = Instance(RunRecord, allow_none=True, read_only=True)
    error = Unicode("", read_only=True)

    def __init__(self, source: SweepSource | str | Path, **kwargs: Any) -> None:
        check_keywords(self, SweepBoard, kwargs)
        self._source = _check_source(source)
        self._lock = threading.RLock()
        self._closing = threading.Event()
        self.groups: tuple[SweepGroup, ...] = ()
        self._names: tuple[str, ...] = ()
        self._records: tuple[RunRecord, ...] | None = None
        self._chosen = self._compared = ""
        self._worker: LatestWorker[None] = LatestWorker(lambda _: self._work())
        super().__init__(self._parts(), **kwargs)
        self.layout.overflow = "visible"
        self.add_class("digit-widgets-sweep")
        self.add_class("digit-widgets-live")
        self._update()
        self._unsubscribe = self._source.subscribe(lambda: self._worker.submit(None))
        self._worker.submit(None)  # what has ended since

    @property
    def pad(self) -> DigitPad | None:
        """The pad; None until there is a model."""
        return self._stand.pad

    def choose(self, group: SweepGroup) -> None:
        """Put the network of a group's best seed on the pad; a problem becomes `error`."""
        self._put(group_key(group))

    def compare(self, group: SweepGroup | None) -> None:
        """Put the network of a group's best seed beside the one on the pad; None ends that."""
        self._put_beside("" if group is None else group_key(group))

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the newest records are shown, at most `timeout` seconds; return if so."""
        return self._worker.wait(timeout)

    def close(self) -> None:
        """Remove the widget from all pages, and stop following the sweep, which goes on."""
        # ipywidgets also closes widgets whose __init__ has failed.
        if unsubscribe := getattr(self, "_unsubscribe", None):
            unsubscribe()
        if worker := getattr(self, "_worker", None):
            self._closing.set()
            worker.close()
        if stand := getattr(self, "_stand", None):
            stand.close()
        super().close()

    def _facts(self) -> dict[str, Any]:
        return {"folder": str(self._source.folder), "models": len(self.groups)}

    # Parts ----------------------------------------------------------------------------------

    def _parts(self) -> list[Any]:
        self._progress = ProgressLine(self._source.stop)
        self._leaders = LeaderBoard(
            self._put, lambda key: self._put_beside("" if key == self._compared else key)
        )
        self._charts = Charts(self.choose)
        self._stand = ModelStand()
        self._stand.on_end(lambda: self.compare(None))
        self._problem = Message()
        note = HTML(INTERVALS, _dom_classes=("digit-widgets-note",))
        ranked = VBox(
            [self._leaders, note, self._problem],
            layout={"overflow": "visible", "min_width": "0"},
            _dom_classes=("digit-widgets-ranked",),
        )
        # On a narrow page, the pad stands between the table and the charts.
        self._shown = Box(
            [ranked, self._stand, self._charts], _dom_classes=("digit-widgets-sweep-parts",)
        )
        labels = AriaLabels(CHART_NAMES)
        self._whole = [ConnectionStatus(self), self._progress, self._shown, labels]
        return [*self._whole[:2], HTML(NO_RECORDS)]

    # From the records to the page -----------------------------------------------------------

    def _work(self) -> None:
        self._update()
        self._closing.wait(_REFRESH)

    def _update(self) -> None:
        """Show the newest records; called from any thread."""
        with self._lock:
            records, progress = self._source.records, self._source.progress
            if records != self._records:
                self._records = records
                self._names, self.groups = varied_settings(records), rank_groups(records)
                self._leaders.show(self.groups, self._names)
                self._charts.show(self.groups, self._names)
                self._stand.rename(lambda record: describe_run(record, self._names))
                self._show_marks()
                if records:
                    self.children = self._whole
            self._progress.show(progress, records, self._names)
            if self._stand.chosen is None:
                self._choose_first()

    def _show_marks(self) -> None:
        """Mark the models on the pad and beside it in the table and in both charts."""
        keys = [group_key(group) for group in self.groups]
        with self._leaders.hold_sync():
            self._leaders.chosen, self._leaders.compared = self._chosen, self._compared
        chosen, compared = (
            keys.index(key) if key in keys else None for key in (self._chosen, self._compared)
        )
        self._charts.mark(chosen, compared)

    # A model to the pad ---------------------------------------------------------------------

    def _put(self, key: str) -> None:
        """Put the best seed of a group on the pad."""
        with self._lock:
            if model := self._open(key):
                if key == self._compared:
                    self._set_compared("", None)
                self._stand.put(model)
                self._chosen = key
                self._show_marks()
                self.set_trait("chosen", model.record)

    def _put_beside(self, key: str) -> None:
        """Put the best seed of a group beside the pad; "", or the one on the pad, ends that."""
        with self._lock:
            if not key or key == self._chosen:
                self._set_compared("", None)
            elif model := self._open(key):
                self._set_compared(key, model)

    def _set_compared(self, key: str, model: StoodModel | None) -> None:
        self._compared = key
        self._stand.compare(model)
        self._show_marks()
        self.set_trait("compared", None if model is None else model.record)

    def _open(self, key: str) -> StoodModel | None:
        """Open the model of a group's best seed; what is wrong with it becomes `error`."""
        group = next((each for each in self.groups if group_key(each) == key), None)
        if group is None:
            return None
        title = describe_run(group.best, self._names)
        try:
            model = open_model(group.best, title, self._source.folder)
        except ModelError as error:
            kept = " The pad keeps the model that it has." if self._stand.chosen else ""
            self.set_trait("error", f"{error}{kept}")
            return None
        self.set_trait("error", "")
        return model

    def _choose_first(self) -> None:
        """Put the best model on the pad that has a file, without a word on those that have none."""
        for group in self.groups:
            path = group.best.model_path(self._source.folder)
            if path is not None and path.is_file():
                self._put(group_key(group))
                return

    @observe("error")
    def _on_error(self, change: Any) -> None:
        self._problem.say(change["new"])


def _check_source(source: Any) -> SweepSource:
    if isinstance(source, str | Path):
        return load_sweep(source)
    if not isinstance(source, SweepSource):
        raise ArgumentError(
            "Give a sweep, as training.sweep and sweeps.load_sweep return it, or its folder, not a "
            f"{type(source).__name__}."
        )
    return source
