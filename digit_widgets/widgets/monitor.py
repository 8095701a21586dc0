"""A training as a person watches it: curves, progress, and the buttons that hold it or end it."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from html import escape
from typing import Any

from ipywidgets import HTML, Box, Button, FloatProgress, HBox, VBox
from traitlets import Dict, Enum, Unicode, observe

from digit_widgets.errors import DigitWidgetsError, ModelError
from digit_widgets.predictors import LivePredictor
from digit_widgets.widgets._curves import Curves
from digit_widgets.widgets._style import style_sheet
from digit_widgets.widgets.pad import DigitPad

__all__ = ["TrainingMonitor"]

#: Seconds between two looks at the page: more often costs the training time and shows no more.
_REFRESH = 0.25
#: Seconds between two readings of the pads by the network in training.
_READ = 0.1
_STATES = ("ready", "running", "paused", "stopping", "finished", "stopped", "failed")


class TrainingMonitor(VBox):  # type: ignore[misc]
    """A Keras callback and a widget in one.

    Give it to a training among its callbacks, or have it `start` one in the background, so that
    the cell returns at once and the buttons, the pads and other cells stay alive, in JupyterLab
    and in Voila. It needs no Keras itself: what it does is called by Keras.

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
        Figure, as "loss" or "val_accuracy", to a tuple of floats, one an epoch.
    error
        What went wrong, in a sentence; "" if nothing did.
    """

    state = Enum(_STATES, "ready", read_only=True)
    history = Dict(read_only=True)
    error = Unicode("", read_only=True)

    def __init__(self, pads: Sequence[DigitPad] = (), **kwargs: Any) -> None:
        self._pads = tuple(pads)
        self._live: LivePredictor | None = None
        self._read_at = 0.0
        self._problem = ""
        self._go_on = threading.Event()
        self._go_on.set()
        self._stop_asked = False
        self._future: Future[Any] | None = None
        self._model: Any = None
        self._params: dict[str, Any] = {}
        self._within: dict[str, list[tuple[float, float]]] = {"loss": [], "accuracy": []}
        self._epoch = self._first_epoch = self._batches = self._batches_in_all = 0
        self._began = self._paused_for = self._shown = 0.0
        super().__init__(self._parts(), **kwargs)
        self.layout.overflow = "visible"
        self.add_class("digit-widgets-monitor")
        self._say("Not started")

    def start(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Call a training in the background, with this monitor among its callbacks.

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
        if self._future is not None and not self._future.done():
            raise ModelError("A training is under way here: stop it first, or wait for its end.")
        callbacks = [*(kwargs.pop("callbacks", None) or ()), self]
        future: Future[Any] = Future()
        self._future = future

        def run() -> None:
            try:
                result = function(*args, **kwargs, callbacks=callbacks)
            except BaseException as error:  # noqa: BLE001 - kept, to be raised by `result`
                known = isinstance(error, DigitWidgetsError)
                self._fail(str(error) if known else f"{type(error).__name__}: {error}")
                future.set_exception(error)
            else:
                if problem := getattr(result, "problem", ""):
                    self.set_trait("error", problem)
                future.set_result(result)

        self._set_state("running")
        threading.Thread(target=run, name="digit-widgets-training", daemon=True).start()

    def result(self, timeout: float | None = None) -> Any:
        """Wait for the end of what was started, and return what it returned, or raise what it did.

        In a notebook, ``await monitor.finished()`` waits as well and keeps the widgets alive.
        """
        if self._future is None:
            raise ModelError("No training was started here.")
        return self._future.result(timeout)

    async def finished(self) -> Any:
        """Wait as `result` does, while widgets go on answering."""
        if self._future is None:
            raise ModelError("No training was started here.")
        return await asyncio.wrap_future(self._future)

    def pause(self) -> None:
        """Hold the training after the batch it is at."""
        if self.state == "running":
            self._go_on.clear()
            self._set_state("paused")

    def resume(self) -> None:
        """Go on after a pause."""
        if self.state == "paused":
            self._set_state("running")
            self._go_on.set()

    def stop(self) -> None:
        """End the training after the batch it is at; it returns normally."""
        if self.state in {"running", "paused"}:
            self._stop_asked = True
            self._set_state("stopping")
            self._go_on.set()

    # What Keras calls ----------------------------------------------------------------------

    def set_params(self, params: dict[str, Any]) -> None:
        """Take the training's number of epochs and of batches."""
        self._params = params

    def set_model(self, model: Any) -> None:
        """Take the network in training, and have the pads read by it."""
        self._model = model
        self._live, self._problem = None, ""
        if not self._pads:
            return
        try:
            self._live = LivePredictor(model)
        except Exception as error:  # noqa: BLE001 - Keras raises whatever its layers raise
            self._problem = f"The pads cannot be read by this model: {error}"
            return
        for pad in self._pads:
            pad.model = self._live

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        """Begin anew."""
        self._go_on.set()
        self._stop_asked = False
        self._batches_in_all = 0
        self._first_epoch = -1
        self._within = {name: [] for name in self._within}
        self._began, self._paused_for = time.monotonic(), 0.0
        self.set_trait("error", self._problem)
        self.set_trait("history", {})
        self._set_state("running")

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Count the epoch."""
        self._epoch, self._batches = epoch, 0
        if self._first_epoch < 0:
            self._first_epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Count the batch, show the figures now and then, and hold or end the training if asked."""
        self._batches = batch + 1
        self._batches_in_all += 1
        logs = logs or {}
        if not math.isfinite(logs.get("loss", 0.0)):
            self.set_trait("error", f"The loss became {logs['loss']}: the training was stopped.")
            self._stop_asked = True
        now = time.monotonic()
        if now - self._shown >= _REFRESH:
            self._shown = now
            self._note(logs)
            self._render()
        if now - self._read_at >= _READ:
            self._read_at = now
            self._read_pads()
        if not self._go_on.is_set():
            self._render()
            self._go_on.wait()
            self._paused_for += time.monotonic() - now
        if self._stop_asked:
            self._model.stop_training = True

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Add the epoch's figures to the curves."""
        logs = logs or {}
        self._note(logs)
        history = {name: (*self.history.get(name, ()), float(logs[name])) for name in logs}
        self.set_trait("history", history)
        self._render()

    def on_train_end(self, logs: Any = None) -> None:  # noqa: ARG002
        """Say how it ended, and read the pads by what was learnt."""
        self._read_pads()
        self._set_state("stopped" if self._stop_asked else "finished")
        self._render()

    def _nothing(self, *_: Any, **__: Any) -> None:
        """Of what else Keras calls, nothing is needed."""

    on_batch_begin = on_batch_end = on_train_batch_begin = _nothing
    on_test_begin = on_test_end = on_test_batch_begin = on_test_batch_end = _nothing
    on_predict_begin = on_predict_end = on_predict_batch_begin = on_predict_batch_end = _nothing

    def _read_pads(self) -> None:
        drawn = [pad for pad in self._pads if pad.ink.strokes]
        if self._live is None:
            return
        self._live.update()
        for pad in drawn:
            pad.refresh()

    # What people see -----------------------------------------------------------------------

    def _parts(self) -> list[Any]:
        self._loss, self._accuracy = Curves("Loss", ".2~f"), Curves("Accuracy", ".0%", highest=1.0)
        self._words = HTML()
        bar = {"width": "auto", "flex": "1 1 0"}
        self._epoch_bar = FloatProgress(0.0, min=0.0, max=1.0, layout=bar)
        self._whole_bar = FloatProgress(0.0, min=0.0, max=1.0, layout=bar)
        buttons = []
        for name, icon, act in (
            ("Pause", "pause", self.pause),
            ("Resume", "play", self.resume),
            ("Stop", "stop", self.stop),
        ):
            button = Button(description=name, icon=icon, disabled=True, layout={"width": "88px"})
            button.on_click(lambda _, act=act: act())
            buttons.append(button)
        self._pause, self._resume, self._stop = buttons
        self._message = HTML()
        self._message.add_class("digit-widgets-message")
        key = HTML('<span class="training">— training</span> <b>— validation</b>')
        return [
            style_sheet(),
            HBox(buttons),
            self._words,
            HBox([HTML("Epoch", layout={"width": "60px"}), self._epoch_bar]),
            HBox([HTML("Whole", layout={"width": "60px"}), self._whole_bar]),
            Box([self._loss, self._accuracy], layout={"flex_flow": "row wrap"}),
            key,
            self._message,
        ]

    def _note(self, logs: dict[str, Any]) -> None:
        """Keep a point of the training's curves."""
        done = self._epoch + self._batches / (self._params.get("steps") or self._batches or 1)
        for name, points in self._within.items():
            if math.isfinite(logs.get(name, math.nan)):
                points.append((done, float(logs[name])))

    def _render(self) -> None:
        steps, epochs = self._params.get("steps") or 0, self._params.get("epochs") or 1
        share = self._batches / steps if steps else 0.0
        done = self._epoch - max(self._first_epoch, 0) + share
        seconds = max(time.monotonic() - self._began - self._paused_for, 1e-9)
        to_do = epochs - self._epoch - share
        self._epoch_bar.value = share
        self._whole_bar.value = min(1.0, (self._epoch + share) / epochs)
        rate = self._batches_in_all / seconds
        size = self._params.get("batch_size")
        speed = f"{rate * size:,.0f} images/s" if size else f"{rate:,.1f} batches/s"
        left = f" · {_clock(to_do * seconds / done)} left" if done and to_do > 0 else ""
        self._say(
            f"{self.state.capitalize()} · epoch {self._epoch + 1} of {epochs} · "
            f"batch {self._batches:,} of {steps or '?'} · {speed}{left}"
        )
        first = self._first_epoch
        for curves, name in ((self._loss, "loss"), (self._accuracy, "accuracy")):
            values = self.history.get(f"val_{name}", ())
            validation = [
                (first + 1.0 + place, value)
                for place, value in enumerate(values)
                if math.isfinite(value)
            ]
            curves.show(epochs, self._within[name], validation)

    def _set_state(self, state: str) -> None:
        self.set_trait("state", state)
        self._pause.disabled = state != "running"
        self._resume.disabled = state != "paused"
        self._stop.disabled = state not in {"running", "paused"}

    def _fail(self, problem: str) -> None:
        self.set_trait("error", problem)
        self._set_state("failed")
        self._say("Failed")

    def _say(self, words: str) -> None:
        self._words.value = escape(words)

    @observe("error")
    def _on_error(self, change: Any) -> None:
        self._message.value = f'<div role="alert">{escape(change["new"])}</div>'


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
