"""Training monitor: curves, progress, and the buttons that pause or stop a training."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from ipywidgets import VBox
from traitlets import Dict, Enum, Unicode, observe

from digit_widgets.errors import ModelError
from digit_widgets.progress import TerminalProgress, in_notebook
from digit_widgets.training_listener import KerasHooks
from digit_widgets.widgets.monitor.background import BackgroundCall
from digit_widgets.widgets.monitor.better_validation import explain_better_validation
from digit_widgets.widgets.monitor.keras_fit import shows_bars
from digit_widgets.widgets.monitor.live_pads import LivePads
from digit_widgets.widgets.monitor.training_record import TrainingRecord
from digit_widgets.widgets.monitor.view import TrainingView
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.message import error_text
from digit_widgets.widgets.parts.page_widgets import ConnectionStatus
from digit_widgets.widgets.parts.short_repr import ShortRepr

__all__ = ["TrainingMonitor"]

#: Seconds between two updates of the page: more often slows the training and shows no more.
_REFRESH = 0.25
_STATES = ("ready", "running", "paused", "stopping", "finished", "stopped", "failed")


class TrainingMonitor(ShortRepr, VBox, KerasHooks):  # type: ignore[misc]
    """A Keras callback and a widget in one: shows a training, pauses it and stops it.

    Besides curves and figures it shows what the network reads in ten digits after 1, 3, 10, 30, 100
    ... batches, and in what is drawn on the first of its pads when the training begins.

    Pass it to a training among its callbacks, or `start` one in the background: then the cell
    returns at once, and the buttons, the pads and other cells keep working, in JupyterLab and in
    Voila. It does not need Keras itself. In a plain terminal it shows bars there.

    Parameters
    ----------
    pads
        Pads on which the network predicts while it learns: their `model` becomes a copy of the
        network, so that no prediction uses half-updated weights.

    Attributes
    ----------
    state
        "ready", "running", "paused", "stopping", "finished", "stopped" or "failed". Read-only,
        like all traits here.
    history
        Values of each metric ("loss", "val_accuracy" ...): a tuple of floats, one per whole epoch.
    error
        The last problem, as a sentence; "" if there is none.
    """

    state = Enum(_STATES, "ready", read_only=True)
    history = Dict(read_only=True)
    error = Unicode("", read_only=True)

    def __init__(self, pads: Sequence[DigitPad] = (), **kwargs: Any) -> None:
        check_keywords(self, TrainingMonitor, kwargs)
        self._pads = LivePads(pads)
        self._stop_asked, self._shown = False, 0.0
        self._go_on = threading.Event()
        self._background = BackgroundCall()
        self._record: TrainingRecord
        self._terminal = KerasHooks()
        self._view = TrainingView(self.pause, self.resume, self.stop)
        super().__init__([ConnectionStatus(self), self._view], **kwargs)
        self.layout.overflow = "visible"
        self.add_class("digit-widgets-monitor")
        self.add_class("digit-widgets-live")

    def start(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Run a training in the background, with this monitor among its callbacks.

        In JupyterLab its printed output appears in the calling cell; Voila shows no output that is
        printed after a cell has ended. Keras' ``verbose`` is 0 unless it is given.

        Parameters
        ----------
        function
            `digit_widgets.training.fit`, the ``fit`` of a ``keras.Model``, or another function
            that takes Keras callbacks as a ``callbacks`` argument.
        args, kwargs
            Its arguments.

        Raises
        ------
        ModelError
            The previous training has not ended yet.
        """
        if self._background.is_under_way:
            raise ModelError("A training is under way here: stop it first, or wait for its end.")
        callbacks = [*(kwargs.pop("callbacks", None) or ()), self]
        if shows_bars(function, args, kwargs):
            kwargs["verbose"] = 0
        self._begin()
        self._background.start(
            partial(function, *args, **kwargs, callbacks=callbacks),
            returned=self._on_result,
            raised=self._on_failure,
        )

    def result(self, timeout: float | None = None) -> Any:
        """Wait for the training that was started, and return its result or raise its exception.

        A script must call this, or it would end first; Ctrl-C while waiting also stops the
        training. In a notebook, ``await monitor.wait_finished()`` keeps the widgets responsive.
        """
        try:
            return self._background.result(timeout)
        except KeyboardInterrupt:
            self.stop()
            raise

    async def wait_finished(self) -> Any:
        """Wait as `result` does, while the widgets stay responsive."""
        return await self._background.wait()

    def pause(self) -> None:
        """Pause the training after the current batch."""
        if self.state == "running":
            self._go_on.clear()
            self.set_trait("state", "paused")

    def resume(self) -> None:
        """Continue after a pause."""
        if self.state == "paused":
            self.set_trait("state", "running")
            self._go_on.set()

    def stop(self) -> None:
        """Stop the training after the current batch; it returns normally, with its best weights."""
        if self.state in {"running", "paused"}:
            self._stop_asked = True
            self.set_trait("state", "stopping")
            self._go_on.set()

    def set_model(self, model: Any) -> None:
        """Store the network in training, and make the pads and the film strip use it."""
        super().set_model(model)
        self._pads.follow(model)

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        """Reset the monitor for a new training."""
        # Keep the effect of buttons pressed since `start`.
        if not self._background.is_under_way:
            self._begin()
        self.set_trait("error", self._pads.problem)
        self._record = TrainingRecord(self.model, self.params, self.facts)
        self.set_trait("history", self._record.history)
        self._view.film_strip.begin(self._pads.network, self._pads.image)
        self._terminal = KerasHooks() if in_notebook() else TerminalProgress()
        self._terminal.set_params(self.params)
        self._terminal.facts = self.facts
        self._terminal.on_train_begin()

    def on_problem(self, problem: str) -> None:
        """Show a problem; the training goes on."""
        self.set_trait("error", problem)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Start counting the epoch's batches."""
        self._record.pace.begin_epoch(epoch)
        self._terminal.on_epoch_begin(epoch)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Count the batch, update the metrics now and then, and pause or stop if requested."""
        logs, pace = logs or {}, self._record.pace
        is_finite = self._record.count_batch(logs)
        self._terminal.on_train_batch_end(batch)
        if not is_finite:
            self.set_trait("error", f"The loss became {logs['loss']}: the training was stopped.")
            self._stop_asked = True
        now = time.monotonic()
        if now - self._shown >= _REFRESH:
            self._shown = now
            self._view.note(pace, logs)
            self._render()
        self._view.film_strip.take(pace.batches_so_far)
        self._pads.read(now_and_then=True)
        if not self._go_on.is_set():
            self._render()
            self._go_on.wait()
            pace.hold(time.monotonic() - now)
        if self._stop_asked:
            self.model.stop_training = True

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Add the epoch's metrics to the curves, and keep the weights if they are the best."""
        logs = logs or {}
        self._view.note(self._record.pace, logs, is_end=True)
        self._record.end_epoch(logs)
        self.set_trait("history", self._record.history)
        self._terminal.on_epoch_end(epoch, logs)
        self._view.explain(explain_better_validation(self.history, self.model, self.facts))
        self._render()

    def on_train_end(self, logs: Any = None) -> None:  # noqa: ARG002
        """Show the final state, restore the best weights if stopped, and refresh the pads."""
        if self._stop_asked:
            self._record.restore_best()
        self._pads.read()
        self._view.film_strip.take(self._record.pace.batches_so_far, is_end=True)
        is_whole = self._record.is_whole and not self._stop_asked
        self.set_trait("state", "finished" if is_whole else "stopped")
        self._render()
        self._terminal.on_train_end()

    def _facts(self) -> dict[str, Any]:
        return {"state": self.state, "epochs": max(map(len, self.history.values()), default=0)}

    def _on_result(self, result: Any) -> None:
        self.set_trait("error", getattr(result, "problem", "") or self.error)
        if self.state not in {"finished", "stopped"}:
            self.set_trait("state", "finished")  # no epochs were left

    def _on_failure(self, error: BaseException) -> None:
        self.set_trait("error", error_text(error))
        self.set_trait("state", "failed")
        if not in_notebook():
            sys.stderr.write(f"The training failed: {self.error}\n")

    def _begin(self) -> None:
        self._go_on.set()
        self._stop_asked = False
        self._view.begin()
        self.set_trait("error", "")
        self.set_trait("history", {})
        self.set_trait("state", "running")

    def _render(self) -> None:
        self._view.show(self.state, self._record.pace, self.history)

    @observe("state")
    def _on_state(self, change: Any) -> None:
        self._view.show_state(change["new"])

    @observe("error")
    def _on_error(self, change: Any) -> None:
        self._view.message.say(change["new"])
