"""A training as a person watches it: curves, progress, and the buttons that hold it or end it."""

from __future__ import annotations

import asyncio
import math
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextvars import copy_context
from functools import partial
from inspect import signature
from typing import Any

from ipywidgets import VBox
from traitlets import Dict, Enum, Unicode, observe

from digit_widgets.errors import ModelError
from digit_widgets.progress import KerasHooks, Pace, TerminalProgress, in_notebook
from digit_widgets.widgets.monitor.best_weights import BestWeights
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
    """A Keras callback and a widget in one.

    Give it to a training among its callbacks, or have it `start` one in the background, so that
    the cell returns at once and the buttons, the pads and other cells stay alive, in JupyterLab
    and in Voila. It needs no Keras itself: what it does is called by Keras. Without a notebook,
    in a plain terminal, it shows bars there.

    Parameters
    ----------
    pads
        Pads to be read by the network in training while it learns: their bars move from batch to
        batch. Their `model` becomes a copy of it, so that no reading sees half a step.

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
        self._future: Future[Any] | None = None
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
        that is printed once a cell has ended. Keras' own progress bars are left out, as they
        would tell what the monitor tells: ``verbose`` is 0 unless it is given.

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
        if self._is_started:
            raise ModelError("A training is under way here: stop it first, or wait for its end.")
        callbacks = [*(kwargs.pop("callbacks", None) or ()), self]
        if _is_keras_fit(function) and not _is_given("verbose", function, args, kwargs):
            kwargs["verbose"] = 0
        future: Future[Any] = Future()
        self._future = future
        self._begin()

        def run() -> None:
            try:
                result = function(*args, **kwargs, callbacks=callbacks)
            except BaseException as error:  # noqa: BLE001 - kept, to be raised by `result`
                self.set_trait("error", error_text(error))
                self.set_trait("state", "failed")
                if not in_notebook():
                    sys.stderr.write(f"The training failed: {self.error}\n")
                future.set_exception(error)
            else:
                if problem := getattr(result, "problem", ""):
                    self.set_trait("error", problem)
                if self.state not in {"finished", "stopped"}:
                    self.set_trait("state", "finished")  # there was nothing left to learn
                future.set_result(result)

        # By its context Jupyter knows the cell that is running, to which output belongs.
        context = copy_context()
        threading.Thread(
            target=context.run, args=(run,), name="digit-widgets-training", daemon=True
        ).start()

    def result(self, timeout: float | None = None) -> Any:
        """Wait for the end of what was started, and return what it returned, or raise what it did.

        A script needs it, lest it end before the training. Ctrl-C while it waits also stops the
        training. In a notebook, ``await monitor.finished()`` waits and keeps the widgets alive.
        """
        if self._future is None:
            raise ModelError("No training was started here.")
        try:
            return self._future.result(timeout)
        except KeyboardInterrupt:
            self.stop()
            raise

    async def finished(self) -> Any:
        """Wait as `result` does, while widgets go on answering."""
        if self._future is None:
            raise ModelError("No training was started here.")
        # Whoever waits no more must not take the result from others.
        return await asyncio.shield(asyncio.wrap_future(self._future))

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

    # What Keras calls ----------------------------------------------------------------------

    def set_model(self, model: Any) -> None:
        """Take the network in training, and have the pads read by it."""
        super().set_model(model)
        self._problem = self._pads.follow(model)

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        """Begin anew."""
        # Buttons pressed since `start` still hold.
        if not self._is_started:
            self._begin()
        self.set_trait("error", self._problem)
        self._pace = Pace(self.params)
        # Of a training that is resumed, what was before.
        before = self.params.get("history", {})
        self.set_trait("history", {name: tuple(values) for name, values in before.items()})
        # The project's own `fit` keeps them itself.
        self._best = None if self.params.get("keeps_best") else BestWeights(self.model)
        self._diverged = False
        self._terminal = KerasHooks() if in_notebook() else TerminalProgress()
        self._terminal.set_params(self.params)
        self._terminal.on_train_begin()

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
        if problem := self.params.get("problem"):
            self.set_trait("error", problem)
        if self._best and not self._diverged:
            self._best.note(logs)
        self._terminal.on_epoch_end(epoch, logs)
        self._render()

    def on_train_end(self, logs: Any = None) -> None:  # noqa: ARG002
        """Say how it ended, leave the best weights if it was stopped, and read the pads by them."""
        if self._best and self._stop_asked:
            self._best.restore(before_any=self._diverged)
        self._pads.read()
        whole = self._pace.whole_share == 1.0 and not self._stop_asked
        self.set_trait("state", "finished" if whole else "stopped")
        self._render()
        self._terminal.on_train_end()

    @property
    def _is_started(self) -> bool:
        """Whether what `start` began has not ended."""
        return self._future is not None and not self._future.done()

    def _facts(self) -> dict[str, Any]:
        return {"state": self.state, "epochs": max(map(len, self.history.values()), default=0)}

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


def _is_keras_fit(function: Any) -> bool:
    """Tell whether a function is a Keras model's ``fit``, perhaps with some arguments given."""
    while isinstance(function, partial):
        function = function.func
    owner = type(getattr(function, "__self__", None))
    is_model = any(
        each.__name__ == "Model" and "keras" in each.__module__.split(".") for each in owner.__mro__
    )
    return is_model and getattr(function, "__name__", "") == "fit"


def _is_given(
    name: str, function: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
) -> bool:
    """Tell whether a call gives an argument, by its place or its name."""
    while isinstance(function, partial):
        args, kwargs = (*function.args, *args), {**function.keywords, **kwargs}
        function = function.func
    if name in kwargs:
        return True
    try:
        return name in signature(function).bind_partial(*args, **kwargs).arguments
    except TypeError:
        return True  # the call itself will say what is wrong with it
