"""Shuffle experiment: two networks learn from digits, in order or shuffled, at a press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ipywidgets import HTML, Box, Button, FloatProgress, HBox, VBox
from traitlets import Dict, Unicode, observe

from digit_widgets.errors import ArgumentError, DataError
from digit_widgets.evaluation.disturbances import disturb
from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.evaluation.robustness import choose_images
from digit_widgets.progress import Pace
from digit_widgets.recognition.wording import count_images
from digit_widgets.widgets.monitor.background import BackgroundCall
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.message import Message, error_text
from digit_widgets.widgets.parts.page_widgets import ConnectionStatus, PixelImage
from digit_widgets.widgets.parts.short_repr import ShortRepr
from digit_widgets.widgets.shuffling.training_watch import TrainingWatch
from digit_widgets.widgets.shuffling.wording import compare_results, results_table

__all__ = ["ShuffleExperiment"]

#: The networks, by the names that the page shows.
_MODELS = {"ANN": "ann", "CNN": "cnn"}
_ORDERS = {"in place": 0.0, "shuffled": 100.0}
#: Number of images shown, and the side of each in CSS pixels.
_N_SHOWN, _SIDE = 10, 56


class ShuffleExperiment(ShortRepr, VBox):  # type: ignore[misc]
    """Trains a dense and a convolutional network at a press, with the pixels shuffled or in place.

    All images are shuffled in one and the same way, those to learn from and those to be tested on.
    Both networks then learn anew, in the background, and the table gets what each reads of the test
    images. A second press, with the pixels in place, gives the other half of the comparison.

    Parameters
    ----------
    learn
        `digit_widgets.training.measure_learning`, or another function that takes "ann" or "cnn", an
        `ImageDataset` and Keras' ``callbacks``, and returns a `Proportion`.
    data
        An `ImageDataset` with training and test images. 10,000 to learn from show the difference in
        a minute.

    Attributes
    ----------
    results
        dict: the `Proportion` of the test images that are read rightly, by order, "in place" or
        "shuffled", and network, "ANN" or "CNN": ``results["shuffled"]["CNN"]``; a new dict each
        time. Read-only.
    error
        str: why a training failed; "" if none has. Read-only.

    Raises
    ------
    ArgumentError
        An unknown keyword, or data of another type.
    DataError
        There are no training images, or no test images.
    """

    results = Dict(read_only=True)
    error = Unicode("", read_only=True)

    def __init__(self, learn: Callable[..., Proportion], data: Any, **kwargs: Any) -> None:
        check_keywords(self, ShuffleExperiment, kwargs)
        if data is None:
            raise ArgumentError("Give data= as an ImageDataset, such as load_mnist().")
        shown, _ = choose_images(data)
        if not len(data.x_train):
            raise DataError("The data set has no training images: give one that has.")
        self._learn, self._data = learn, data
        self._background = BackgroundCall()
        self._watch: TrainingWatch | None = None
        super().__init__(self._parts(shown[:_N_SHOWN]), **kwargs)
        self.layout.overflow = "visible"
        self.add_class("digit-widgets-shuffling")
        self.add_class("digit-widgets-live")
        self._show_images("in place")
        self._show_results()

    def start(self, order: str) -> None:
        """Train both networks in the background, with the pixels "in place" or "shuffled".

        Raises
        ------
        ArgumentError
            There is no such order, or a training is under way.
        """
        if order not in _ORDERS:
            raise ArgumentError(f"The pixels are 'in place' or 'shuffled', not {order!r:.80}.")
        if self._background.is_under_way:
            raise ArgumentError("A training is under way: stop it, or wait for its end.")
        self._enable(is_training=True)
        self.set_trait("error", "")
        self._show_images(order)
        self._say("Loading what trains the networks \N{HORIZONTAL ELLIPSIS}")
        self._watch = TrainingWatch(self._show_progress)
        self._background.start(
            lambda: self._train(order), returned=lambda _: self._end(), raised=self._fail
        )

    def wait(self, timeout: float | None = None) -> None:
        """Wait until the training that was started has ended; raise what it raised."""
        self._background.result(timeout)

    def stop(self) -> None:
        """Stop the training after the current batch, without a result."""
        if self._watch:
            self._watch.is_stopped = True

    def close(self) -> None:
        """Remove the widget from all pages, and stop the training."""
        # ipywidgets also closes widgets whose __init__ has failed.
        if getattr(self, "_watch", None):
            self.stop()
        super().close()

    def _facts(self) -> dict[str, Any]:
        return {"training": self._background.is_under_way, "results": list(self.results)}

    # Parts ----------------------------------------------------------------------------------

    def _parts(self, images: Any) -> list[Any]:
        self._shown = images
        self._images = [PixelImage((28, 28), "A digit to be read") for _ in images]
        for image in self._images:
            image.layout = {"width": f"{_SIDE}px", "height": f"{_SIDE}px", "overflow": "visible"}
        self._buttons = {
            "shuffled": Button(description="Shuffle the pixels, and train", icon="random"),
            "in place": Button(description="Pixels in place, and train", icon="th"),
        }
        for order, button in self._buttons.items():
            button.on_click(lambda _, order=order: self.start(order))
        self._stop = Button(description="Stop", icon="stop", disabled=True)
        self._stop.on_click(lambda _: self.stop())
        for button in (*self._buttons.values(), self._stop):
            button.layout.width = "auto"
        self._bar = FloatProgress(0.0, min=0.0, max=1.0, layout={"width": "auto", "flex": "1 1 0"})
        self._status, self._problem = Message("note"), Message()
        self._table, self._told = HTML(), HTML()
        flow = {"flex_flow": "row wrap", "overflow": "visible", "grid_gap": "4px 8px"}
        data = self._data
        self._say(
            f"{count_images(len(data.x_train))} to learn from, {len(data.x_test):,} to be tested on"
        )
        return [
            ConnectionStatus(self),
            Box([*self._buttons.values(), self._stop], layout=flow),
            Box(self._images, layout={**flow, "margin": "8px 0"}),
            self._status,
            HBox([self._bar], layout={"max_width": "640px"}),
            self._table,
            self._told,
            self._problem,
        ]

    def _enable(self, *, is_training: bool) -> None:
        for button in self._buttons.values():
            button.disabled = is_training
        self._stop.disabled = not is_training

    def _show_images(self, order: str) -> None:
        for image, pixels in zip(self._images, _arrange(self._shown, order), strict=True):
            image.show(pixels)

    def _show_progress(self, done: float, pace: Pace) -> None:
        self._bar.value = done
        place = min(int(done * len(_MODELS)), len(_MODELS) - 1)
        self._say(f"{list(_MODELS)[place]}: {pace}")

    def _show_results(self) -> None:
        self._table.value = results_table(list(_MODELS), list(_ORDERS), self.results)
        self._told.value = compare_results(self.results)

    def _say(self, words: str) -> None:
        self._status.say(words)

    # A training: on its own thread ----------------------------------------------------------

    def _train(self, order: str) -> None:
        watch = self._watch
        assert watch is not None
        train, test = (_arrange(x, order) for x in (self._data.x_train, self._data.x_test))
        data = replace(self._data, x_train=train, x_test=test)
        found: dict[str, Proportion] = {}
        for place, (name, architecture) in enumerate(_MODELS.items()):
            watch.begin(place / len(_MODELS), 1 / len(_MODELS))
            share = self._learn(architecture, data, callbacks=[watch])
            if watch.is_stopped:
                self._say("Stopped, without a result.")
                return
            found[name] = share
            known = {**self.results.get(order, {}), **found}
            self.set_trait("results", {**self.results, order: known})
        self._bar.value = 1.0
        self._say("Both have learnt.")

    def _end(self) -> None:
        self._enable(is_training=False)

    def _fail(self, error: BaseException) -> None:
        self.set_trait("error", error_text(error))
        self._say("Failed")
        self._end()

    @observe("results")
    def _on_results(self, _: Any) -> None:
        self._show_results()

    @observe("error")
    def _on_error(self, change: Any) -> None:
        self._problem.say(change["new"])


def _arrange(images: Any, order: str) -> Any:
    """Return (N, 28, 28) images with their pixels in place, or all shuffled in the same way."""
    return disturb(images, "shuffled pixels", _ORDERS[order])
