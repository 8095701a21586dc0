"""Training monitor: curves, progress, and the buttons that pause or stop a training."""

from __future__ import annotations

import math
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from ipywidgets import VBox
from traitlets import Dict, Enum, Unicode, observe

from digit_widgets.best_weights import BestWeights
from digit_widgets.errors import ModelError
from digit_widgets.progress import Pace, TerminalProgress, in_notebook
from digit_widgets.training_listener import KerasHooks
from digit_widgets.widgets.monitor.background import BackgroundCall
from digit_widgets.widgets.monitor.keras_fit import shows_bars
from digit_widgets.widgets.monitor.live_pads import LivePads
from digit_widgets.widgets.monitor.view import TrainingView
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.message import error_text
from digit_widgets.widgets.parts.page_widgets import ConnectionStatus
from digit_widgets.widgets.parts.short_repr import ShortRepr

__all__ = ["TrainingMonitor"]

#: Seconds between two looks at the page: more often costs the training time and shows no more.
_REFRESH = 0.25
_STATES = ("ready", "running", "paused", "stopping", "finished", "stopped", "failed")


class TrainingMonitor(ShortRepr, VBox, KerasHooks):  # type: ignore[misc]
    """Keras callback and widget in one: it shows a training, holds it and ends it.

    Give it to a training among its callbacks, or have it `start` one in the background, so that
    the cell returns at once and the buttons, the pads and other cells stay alive, in JupyterLab
    and in Voila. It needs no Keras itself. In a plain terminal, it shows bars there.

    Parameters
    ----------
    pads
        Pads to be read by the network while it learns, from batch to batch: their `model` becomes
        a copy of it, so that no reading sees half a step.

    Attributes
    ----------
    state
        "ready", "running", "paused", "stopping", "finished", "stopped" or "failed". Read-only,
        as all traits here.
    history
        Figure, as "loss" or "val_accuracy", to a tuple of floats, one a whole epoch.
    error
        What went wrong, in a sentence; "" if nothing did.
    """

    state = Enum(_STATES, "ready", read_only=True)
    history = Dict(read_only=True)
    error = Unicode("", read_only=True)

    def __init__(self, pads: Sequence[DigitPad] = (), **kwargs: Any) -> None:
        check_keywords(self, TrainingMonitor, kwargs)
        self._pads = LivePads(pads)
        self._problem, self._stop_asked = "", False
        self._go_on = threading.Event()
        self._background = BackgroundCall()
        self._pace, self._shown = Pace({}), 0.0
        self._best: BestWeights | None = None
        self._terminal = KerasHooks()
        self._view = TrainingView(self.pause, self.resume, self.stop)
        super().__init__([ConnectionStatus(), self._view], **kwargs)
        self.layout.overflow = "visible"
        self.add_class("digit-widgets-monitor")
        self.add_class("digit-widgets-live")

    def start(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Call a training in the background, with this monitor among its callbacks.

        What it prints appears in the cell that called this, in JupyterLab; Voila shows nothing
        that is printed once a cell has ended. Of Keras, ``verbose`` is 0 unless it is given.

        Parameters
        ----------
        function
            `digit_widgets.training.fit`, the ``fit`` of a ``keras.Model``, or another function
            that takes Keras callbacks by the name of ``callbacks``.
        args, kwargs
            What it is called with.

        Raises
        ------
        ModelError
            The last training that was started has not ended yet.
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
        """Wait for the end of what was started, and return what it returned, or raise what it did.

        A script must, lest it end first; Ctrl-C while it waits also stops the training. In a
        notebook, ``await monitor.wait_finished()`` waits and keeps the widgets alive.
        """
        try:
            return self._background.result(timeout)
        except KeyboardInterrupt:
            self.stop()
            raise

    async def wait_finished(self) -> Any:
        """Wait as `result` does, while widgets go on answering."""
        return await self._background.wait()

    def pause(self) -> None:
        """Hold the training after the batch it is at."""
        if self.state == "running":
            self._go_on.clear()
            self.set_trait("state", "paused")

    def resume(self) -> None:
        """Go on after a pause."""
        if self.state == "paused":
            self.set_trait("state", "running")
            self._go_on.set()

    def stop(self) -> None:
        """End the training after the batch it is at; it returns normally, with its best weights."""
        if self.state in {"running", "paused"}:
            self._stop_asked = True
            self.set_trait("state", "stopping")
            self._go_on.set()

    def set_model(self, model: Any) -> None:
        """Take the network in training, and have the pads read by it."""
        super().set_model(model)
        self._problem = self._pads.follow(model)

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        """Begin anew."""
        # Buttons pressed since `start` still hold.
        if not self._background.is_under_way:
            self._begin()
        self.set_trait("error", self._problem)
        facts, self._diverged = self.facts, False
        self._pace = Pace(self.params, facts.batch_size if facts else None)
        self.set_trait("history", dict(facts.history) if facts else {})
        self._best = None if facts else BestWeights(self.model.get_weights())
        self._terminal = KerasHooks() if in_notebook() else TerminalProgress()
        self._terminal.set_params(self.params)
        self._terminal.facts = facts
        self._terminal.on_train_begin()

    def on_problem(self, problem: str) -> None:
        """Say what went wrong, while the training goes on."""
        self.set_trait("error", problem)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Count the epoch."""
        self._pace.begin_epoch(epoch)
        self._terminal.on_epoch_begin(epoch)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Count the batch, show the figures now and then, and hold or end the training if asked."""
        self._pace.count_batch()
        self._terminal.on_train_batch_end(batch)
        logs = logs or {}
        if not math.isfinite(logs.get("loss", 0.0)):
            self.set_trait("error", f"The loss became {logs['loss']}: the training was stopped.")
            self._stop_asked = self._diverged = True
        now = time.monotonic()
        if now - self._shown >= _REFRESH:
            self._shown = now
            self._view.note(self._pace, logs)
            self._render()
        self._pads.read(now_and_then=True)
        if not self._go_on.is_set():
            self._render()
            self._go_on.wait()
            self._pace.hold(time.monotonic() - now)
        if self._stop_asked:
            self.model.stop_training = True

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Add the epoch's figures to the curves, and keep the weights if they are the best."""
        logs = logs or {}
        self._view.note(self._pace, logs)
        if not 0 < self._pace.share < 1:  # an epoch that was stopped within is none
            history = {name: (*self.history.get(name, ()), float(logs[name])) for name in logs}
            self.set_trait("history", history)
        loss = logs.get("val_loss", logs.get("loss", math.nan))
        if self._best and not self._diverged and self._best.is_best(-loss):
            self._best.weights = self.model.get_weights()
        self._terminal.on_epoch_end(epoch, logs)
        self._render()

    def on_train_end(self, logs: Any = None) -> None:  # noqa: ARG002
        """Say how it ended, leave the best weights if it was stopped, and read the pads by them."""
        if self._best and self._stop_asked and (self._diverged or self._best.is_of_an_epoch):
            self.model.set_weights(self._best.weights)
        self._pads.read()
        is_whole = self._pace.whole_share == 1.0 and not self._stop_asked
        self.set_trait("state", "finished" if is_whole else "stopped")
        self._render()
        self._terminal.on_train_end()

    def _facts(self) -> dict[str, Any]:
        return {"state": self.state, "epochs": max(map(len, self.history.values()), default=0)}

    def _on_result(self, result: Any) -> None:
        self.set_trait("error", getattr(result, "problem", "") or self.error)
        if self.state not in {"finished", "stopped"}:
            self.set_trait("state", "finished")  # there was nothing left to learn

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
        self._view.show(self.state, self._pace, self.history)

    @observe("state")
    def _on_state(self, change: Any) -> None:
        self._view.show_state(change["new"])

    @observe("error")
    def _on_error(self, change: Any) -> None:
        self._view.message.say(change["new"])
