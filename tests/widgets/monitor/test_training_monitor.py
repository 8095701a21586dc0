"""The monitor: a real training watched, held, ended, and gone wrong."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import bqplot
import keras
import numpy as np
import pytest
from ipywidgets import HTML, FloatProgress, HBox
from jupyter_client.manager import start_new_kernel

from digit_widgets.data import ImageDataset, InkDataset
from digit_widgets.errors import DataError, ModelError
from digit_widgets.imaging.png import grey_png
from digit_widgets.ink import Ink
from digit_widgets.predictors import WeightSnapshotPredictor
from digit_widgets.predictors.feeding.real_digits import load_real_digits
from digit_widgets.progress import Pace
from digit_widgets.training import Augmentation, FitSettings, build_ann, fit, save_trained
from digit_widgets.training.input_pipeline.training_data import Drawings
from digit_widgets.training_listener import TrainingFacts
from digit_widgets.widgets import DigitPad, TrainingMonitor
from digit_widgets.widgets.monitor.better_validation import explain_better_validation
from digit_widgets.widgets.monitor.film import is_moment
from digit_widgets.widgets.monitor.film_strip import FilmStrip
from digit_widgets.widgets.monitor.recent_mean import RecentMean
from digit_widgets.widgets.monitor.training_curves import LossCurves, MistakeCurves, TrainingCurves
from digit_widgets.widgets.monitor.training_figures import TrainingFigures
from digit_widgets.widgets.parts.colors import ACCENT, MUTED
from tests.support.digits import DIGITS
from tests.support.widget_tree import (
    axis,
    button,
    figure,
    find_all,
    find_one,
    mark,
    plain_text,
    text_of,
)
from tests.widgets import conftest
from tests.widgets.conftest import run_on_loop

QUICK = FitSettings(epochs=2, batch_size=16, ema_momentum=0.9)
#: Seconds: long enough for a busy machine; no test waits for it.
LONG = 120.0
#: More epochs than any test waits for.
ENDLESS = replace(QUICK, epochs=10_000)


def press(monitor: TrainingMonitor, name: str) -> None:
    """Press a button as a page does: one that is greyed fails."""
    pressed = button(monitor, name)
    assert not pressed.disabled
    conftest.press(pressed)


def message(monitor: TrainingMonitor) -> str:
    """What is said to be wrong, as HTML."""
    return find_one(monitor, HTML, "digit-widgets-message").value


def total_bar(monitor: TrainingMonitor) -> FloatProgress:
    (row,) = (each for each in find_all(monitor, HBox) if text_of(each) == "Total")
    return find_one(row, FloatProgress)


class Count(keras.callbacks.Callback):  # type: ignore[misc]
    """Counts the batches of a training."""

    batches = 0

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        self.batches += 1


def curves_by_title(monitor: TrainingMonitor) -> dict[str, bqplot.Figure]:
    """The charts by the words above them."""
    return {
        plain_text(each.children[0].value).lower(): figure(each, "digit-widgets-curves")
        for each in find_all(monitor, TrainingCurves)
    }


def training_curve(chart: bqplot.Figure) -> bqplot.Lines:
    return mark(chart, bqplot.Lines, colors=[MUTED])


def validation_curve(chart: bqplot.Figure) -> bqplot.Lines:
    return mark(chart, bqplot.Lines, colors=[ACCENT])


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def monitor() -> TrainingMonitor:
    return TrainingMonitor()


def test_a_training_is_watched_to_its_end(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    monitor.start(fit, "ann", tiny_mnist, QUICK)
    result = monitor.result(LONG)
    assert monitor.state == "finished"
    assert monitor.error == ""
    assert {name: list(values) for name, values in monitor.history.items()} == result.history
    assert "Finished · epoch 2 of 2 · batch 30 of 30" in text_of(monitor)
    assert "images/s" in text_of(monitor)
    assert total_bar(monitor).value == 1
    charts = curves_by_title(monitor)
    assert list(charts) == ["loss", "mistakes"]
    accuracies = np.array(result.history["val_accuracy"])
    for name, wanted in (("loss", result.history["val_loss"]), ("mistakes", 1 - accuracies)):
        assert list(validation_curve(charts[name]).x) == [1, 2]
        np.testing.assert_allclose(validation_curve(charts[name]).y, wanted, atol=1e-6)
        assert len(training_curve(charts[name]).x) >= 2


def test_it_is_a_callback_of_any_keras_model(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    model = build_ann()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    images = tiny_mnist.x_train[..., None]
    history = model.fit(
        images, tiny_mnist.y_train, epochs=3, verbose=0, callbacks=[monitor]
    ).history
    assert monitor.state == "finished"
    assert list(monitor.history["loss"]) == pytest.approx(history["loss"])
    assert "batches/s" in text_of(monitor)


@pytest.mark.parametrize(
    ("given", "bars"),
    [
        (lambda fit: (fit, [], {}), False),
        (lambda fit: (partial(fit, batch_size=64), [], {}), False),
        (lambda fit: (fit, [], {"verbose": 2}), True),
        (lambda fit: (partial(fit, verbose=1), [], {}), True),
        (lambda fit: (fit, [64, 1, 1], {}), True),  # batch size, epochs, verbose
    ],
    ids=["as it is", "with arguments", "by name", "by name before", "by place"],
)
def test_keras_shows_its_own_bars_only_if_they_are_asked_for(
    monitor: TrainingMonitor,
    tiny_mnist: ImageDataset,
    capsys: pytest.CaptureFixture[str],
    given: Callable[[Any], tuple[Any, list[Any], dict[str, Any]]],
    bars: bool,
) -> None:
    model = build_ann()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    function, args, kwargs = given(model.fit)
    monitor.start(function, tiny_mnist.x_train[..., None], tiny_mnist.y_train, *args, **kwargs)
    monitor.result(LONG)
    assert ("loss" in capsys.readouterr().out) is bars


def test_what_a_training_prints_appears_in_the_cell_that_started_it() -> None:
    cells = (
        """
        from threading import Event
        from digit_widgets.widgets import TrainingMonitor

        may_end, monitor = Event(), TrainingMonitor()

        def train(callbacks):
            may_end.wait()
            print("half way")

        monitor.start(train)
        """,
        """
        may_end.set()
        await monitor.wait_finished()
        """,
    )
    manager, client = start_new_kernel()
    try:
        first, second = (client.execute(dedent(cell)) for cell in cells)
        printed, ended = [], False
        while not ended:
            message = client.get_iopub_msg(timeout=60)
            content, of = message["content"], message["parent_header"].get("msg_id")
            if message["msg_type"] == "stream":
                printed.append((content["text"], of))
            assert message["msg_type"] != "error", content
            ended = of == second and content.get("execution_state") == "idle"
        assert printed == [("half way\n", first)]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_the_cell_that_starts_a_training_does_not_wait_for_it(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    count = Count()
    monitor.start(fit, "ann", tiny_mnist, ENDLESS, callbacks=[count])
    assert monitor.state == "running"
    with pytest.raises(ModelError, match="under way"):
        monitor.start(fit, "ann", tiny_mnist, QUICK)
    wait_until(lambda: count.batches > 3)
    press(monitor, "Stop")
    assert monitor.result(LONG).ended == "stopped"


def test_stop_keeps_the_best_weights_and_the_history(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    monitor.start(fit, "ann", tiny_mnist, ENDLESS)
    wait_until(lambda: len(monitor.history.get("loss", ())) >= 2)
    press(monitor, "Stop")
    result = monitor.result(LONG)
    assert monitor.state == "stopped"
    assert result.epochs >= 2
    right = result.model.predict(tiny_mnist.x_test[..., None], verbose=0).argmax(axis=1)
    assert (right == tiny_mnist.y_test).mean() > 0.4


def test_pause_holds_the_training_and_resume_goes_on(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    count = Count()
    monitor.start(fit, "ann", tiny_mnist, ENDLESS, callbacks=[count])
    wait_until(lambda: count.batches > 3)
    press(monitor, "Pause")
    wait_until(lambda: "Paused" in text_of(monitor))
    most = count.batches + 1  # the one under way
    time.sleep(0.3)
    held = count.batches
    assert held <= most
    time.sleep(0.3)
    assert count.batches == held
    press(monitor, "Resume")
    wait_until(lambda: count.batches > held)
    press(monitor, "Pause")
    press(monitor, "Stop")
    assert monitor.result(LONG).ended == "stopped"


def test_a_notebook_awaits_the_end(monitor: TrainingMonitor, tiny_mnist: ImageDataset) -> None:
    monitor.start(fit, "ann", tiny_mnist, QUICK)
    assert run_on_loop(monitor.wait_finished()).ended == "finished"


def test_bad_data_are_said_in_the_widget(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    monitor.start(fit, "ann", replace(tiny_mnist, x_train=tiny_mnist.x_train * 255), QUICK)
    with pytest.raises(DataError):
        monitor.result(LONG)
    assert monitor.state == "failed"
    assert "Divide them by 255" in message(monitor)


def test_what_the_training_raises_is_said_and_escaped(
    monitor: TrainingMonitor, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(callbacks: Any) -> None:
        raise RuntimeError("<b>no memory</b>")

    monitor.start(broken)
    with pytest.raises(RuntimeError):
        monitor.result(LONG)
    assert "RuntimeError: &lt;b&gt;no memory" in message(monitor)
    assert "The training failed: RuntimeError" in capsys.readouterr().err


def test_a_loss_that_is_no_number_ends_any_training(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    model = build_ann()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.set_weights([np.full_like(weights, np.nan) for weights in model.get_weights()])
    model.fit(
        tiny_mnist.x_train[..., None], tiny_mnist.y_train, epochs=50, verbose=0, callbacks=[monitor]
    )
    assert monitor.state == "stopped"
    assert "loss became nan" in monitor.error
    assert monitor.history == {}  # the first epoch was not done


def test_who_stops_waiting_takes_the_result_from_nobody(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    async def impatient() -> None:
        await asyncio.wait_for(monitor.wait_finished(), 0.01)

    monitor.start(fit, "ann", tiny_mnist, QUICK)
    with pytest.raises(TimeoutError):
        run_on_loop(impatient())
    assert monitor.result(LONG).ended == "finished"


def test_a_resumed_training_shows_what_was_before(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset, tmp_path: Path
) -> None:
    settings, file = replace(QUICK, epochs=4), tmp_path / "checkpoint.npz"
    stop = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, _: epoch == 0 and press(monitor, "Stop")
    )
    monitor.start(fit, "ann", tiny_mnist, settings, checkpoint=file, callbacks=[stop])
    done = monitor.result(LONG).epochs
    assert done == 1
    monitor.start(fit, "ann", tiny_mnist, settings, checkpoint=file, resume=True)
    result = monitor.result(LONG)
    assert {name: list(values) for name, values in monitor.history.items()} == result.history
    assert list(validation_curve(curves_by_title(monitor)["loss"]).x) == [1, 2, 3, 4]


def test_a_pad_that_is_not_in_a_list_is_refused() -> None:
    with pytest.raises(ModelError, match="a list of pads"):
        TrainingMonitor(DigitPad())  # type: ignore[arg-type]


def test_no_training_has_no_result(monitor: TrainingMonitor) -> None:
    with pytest.raises(ModelError, match="No training was started"):
        monitor.result()
    with pytest.raises(ModelError, match="No training was started"):
        run_on_loop(monitor.wait_finished())


def test_a_monitor_serves_one_training_after_the_other(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    for seed in (1, 2):
        monitor.start(fit, "ann", tiny_mnist, QUICK, seed=seed)
        assert monitor.result(LONG).epochs == 2
    assert len(monitor.history["loss"]) == 2
    assert not [t for t in threading.enumerate() if t.name == "digit-widgets-training"]


def test_other_callbacks_are_called_too(monitor: TrainingMonitor, tiny_mnist: ImageDataset) -> None:
    seen = []
    other = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, *_: seen.append(epoch))
    monitor.start(fit, "ann", tiny_mnist, QUICK, callbacks=[other])
    monitor.result(LONG)
    assert seen == [0, 1]


def test_a_pad_is_read_by_the_network_while_it_learns(tiny_mnist: ImageDataset) -> None:
    pad = DigitPad(ink=Ink.from_strokes([[(80, 60), (200, 60), (130, 240)]], width=16))
    monitor = TrainingMonitor([pad])
    network = build_ann()
    seen: set[tuple[float, ...]] = set()
    pad.observe(lambda change: seen.add(change["new"]), "probabilities")
    monitor.start(fit, network, tiny_mnist, ENDLESS)
    wait_until(lambda: len(seen) > 3)
    press(monitor, "Stop")
    monitor.result(LONG)
    wait_until(
        lambda: np.allclose(
            pad.probabilities, network(pad.image[None, ..., None]).numpy()[0], atol=1e-5
        )
    )
    assert pad.error == ""
    pad.close()


def test_a_pad_is_read_by_a_network_that_learns_from_drawings(
    tiny_mnist: ImageDataset,
) -> None:
    inks = tuple(Ink.from_strokes(DIGITS[str(label)], width=16) for label in range(10))
    pad = DigitPad(ink=inks[7])
    monitor = TrainingMonitor([pad])
    monitor.start(fit, "ann", tiny_mnist, QUICK, drawings=Drawings(InkDataset(inks, np.arange(10))))
    result = monitor.result(LONG)
    wait_until(
        lambda: np.allclose(
            pad.probabilities,
            result.model(pad.image[None, ..., None]).numpy()[0],
            atol=1e-5,
        )
    )
    assert pad.error == ""
    pad.close()


def test_a_reading_sees_the_weights_of_one_step() -> None:
    network = build_ann()
    live = WeightSnapshotPredictor(network)
    image = np.ones((1, 28, 28), np.float32)
    before = live.predict_proba(image)
    network.set_weights([np.zeros_like(weights) for weights in network.get_weights()])
    np.testing.assert_array_equal(live.predict_proba(image), before)
    live.update()
    np.testing.assert_allclose(live.predict_proba(image), 0.1, atol=1e-6)


def test_a_button_pressed_before_the_first_batch_holds(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    ready = threading.Event()

    def slow(callbacks: Any) -> Any:
        ready.wait(LONG)
        return fit("ann", tiny_mnist, ENDLESS, callbacks=callbacks)

    monitor.start(slow)
    press(monitor, "Stop")
    ready.set()
    assert monitor.result(LONG).ended == "stopped"
    assert monitor.state == "stopped"


def compiled_ann(rate: float = 1e-3) -> Any:
    model = build_ann()
    model.compile(
        keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model


def test_stop_leaves_a_plain_model_with_its_best_weights(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    """The second epoch is spoilt: the first one's weights are the best."""
    images, model, kept = tiny_mnist.x_train[..., None], compiled_ann(), []

    def spoil(epoch: int, _: Any) -> None:
        if epoch == 0:
            kept.append(model.get_weights())
        else:
            monitor.stop()

    def shake(epoch: int, _: Any) -> None:
        if epoch == 1:
            model.set_weights([weights * 30 for weights in model.get_weights()])

    watch = keras.callbacks.LambdaCallback(on_epoch_begin=shake, on_epoch_end=spoil)
    model.fit(
        images, tiny_mnist.y_train, epochs=9, batch_size=500, verbose=0, callbacks=[monitor, watch]
    )
    assert monitor.state == "stopped"
    assert len(monitor.history["loss"]) == 3  # the button holds after the next batch
    for now, best in zip(model.get_weights(), kept[0], strict=True):
        np.testing.assert_array_equal(now, best)


def test_a_plain_model_whose_loss_is_no_number_keeps_its_last_good_weights(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    model = compiled_ann()

    def poison(epoch: int, _: Any) -> None:
        if epoch == 2:
            model.set_weights([np.full_like(weights, np.nan) for weights in model.get_weights()])

    watch = keras.callbacks.LambdaCallback(on_epoch_begin=poison)
    images = tiny_mnist.x_train[..., None]
    model.fit(images, tiny_mnist.y_train, epochs=9, verbose=0, callbacks=[monitor, watch])
    assert "loss became nan" in monitor.error
    right = model.predict(tiny_mnist.x_test[..., None], verbose=0).argmax(axis=1)
    assert (right == tiny_mnist.y_test).mean() > 0.4


def test_an_interrupted_training_has_stopped(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    def interrupt(epoch: int, _: Any) -> None:
        raise KeyboardInterrupt

    watch = keras.callbacks.LambdaCallback(on_epoch_end=interrupt)
    assert fit("ann", tiny_mnist, QUICK, callbacks=[monitor, watch]).ended == "stopped"
    assert monitor.state == "stopped"


def test_a_training_with_nothing_left_to_learn_is_finished(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset, tmp_path: Path
) -> None:
    file = tmp_path / "checkpoint.npz"
    fit("ann", tiny_mnist, QUICK, checkpoint=file)
    monitor.start(fit, "ann", tiny_mnist, QUICK, checkpoint=file, resume=True)
    assert monitor.result(LONG).ended == "finished"
    assert monitor.state == "finished"


def full(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said_in_the_widget_while_the_training_goes_on(
    monitor: TrainingMonitor,
    tiny_mnist: ImageDataset,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(np, "savez", full)
    monitor.start(fit, "ann", tiny_mnist, ENDLESS, checkpoint=tmp_path / "checkpoint.npz")
    wait_until(lambda: "No space left on device" in message(monitor))
    assert monitor.state == "running"
    press(monitor, "Stop")
    assert monitor.result(LONG).epochs >= 1


def test_a_full_disk_when_the_model_is_saved_is_said_and_loses_no_weights(
    monitor: TrainingMonitor,
    tiny_mnist: ImageDataset,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = build_ann()

    def train(callbacks: Any) -> Any:
        result = fit(network, tiny_mnist, QUICK, callbacks=callbacks)
        save_trained(result, tiny_mnist, QUICK, seed=0, command="-", folder=tmp_path)
        return result

    monkeypatch.setattr(os, "replace", full)
    monitor.start(train)
    with pytest.raises(ModelError, match="No space left"):
        monitor.result(LONG)
    assert monitor.state == "failed"
    assert "cannot be written" in message(monitor)
    right = network.predict(tiny_mnist.x_test[..., None], verbose=0).argmax(axis=1)
    assert (right == tiny_mnist.y_test).mean() > 0.4
    assert list(tmp_path.iterdir()) == []


def test_without_a_notebook_the_terminal_shows_the_training(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset, capsys: pytest.CaptureFixture[str]
) -> None:
    fit("ann", tiny_mnist, QUICK, callbacks=[monitor])
    assert "\n2 of 2  " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("loss", "ticks"),
    [(2.31, [0, 0.5, 1, 1.5, 2, 2.5]), (0.013, [0, 0.005, 0.01, 0.015]), (0.0, [0, 0.0002])],
)
def test_scales_have_round_numbers_and_end_above_the_highest_loss(
    loss: float, ticks: list[float]
) -> None:
    curves = LossCurves()
    curves.show(3, [(0.5, loss)], [])
    assert axis(curves, side="left").tick_values[: len(ticks)].tolist() == ticks
    assert axis(curves, side="left").scale.max == axis(curves, side="left").tick_values[-1] >= loss


@pytest.mark.parametrize(
    ("mistakes", "lowest", "ticks"),
    [
        ([0.9, 0.3], 0.1, [0.1, 0.2, 0.5, 1.0]),
        ([0.5, 0.03], 0.02, [0.02, 0.05, 0.1, 0.2, 0.5, 1.0]),
        ([0.5, 0.0052], 0.005, [0.01, 0.05, 0.2, 1.0]),
        ([0.02, 0.0], 0.01, None),
        ([0.0], 0.1, None),
        ([1e-6], 0.0001, None),
    ],
)
def test_mistakes_have_a_logarithmic_scale_from_all_to_below_the_fewest(
    mistakes: list[float], lowest: float, ticks: list[float] | None
) -> None:
    curves = MistakeCurves()
    curves.show(len(mistakes), [], list(enumerate(mistakes, start=1)))
    side = axis(curves, side="left")
    assert isinstance(side.scale, bqplot.LogScale)
    assert (side.scale.min, side.scale.max) == (lowest, 1.0)
    assert ticks in (None, side.tick_values.tolist())
    assert len(side.tick_values) <= 6
    assert min(validation_curve(figure(curves, "digit-widgets-curves")).y) >= lowest


def test_a_training_curve_is_of_the_latest_batches_without_a_spike_as_an_epoch_begins() -> None:
    """Batches' own values fall from 2.0 to 1.0; Keras passes the mean since the epoch began."""
    own, recent, means = np.linspace(2.0, 1.0, 90), RecentMean(least=20), []
    for epoch in np.split(own, 2):
        for done in range(1, 46):
            mean = recent.add(done, epoch[:done].mean(), is_end=done == 45)
            means += [] if mean is None else [mean]
    wanted = [own[:20], own[20:40], own[45:65], own[65:85]]
    np.testing.assert_allclose(means, [each.mean() for each in wanted])
    assert RecentMean(least=20).add(15, 0.5, is_end=True) == 0.5


def test_large_figures_tell_the_newest_and_the_best_validation() -> None:
    figures, none = TrainingFigures(), "\N{EN DASH}"
    pace = Pace({"epochs": 4, "steps": 2})
    figures.show(pace, {}, is_running=True)
    assert re.findall("<b>(.*?)</b>", figures.value) == [none, none, none]
    pace.count_batch()
    figures.show(pace, {"val_accuracy": (0.5, 0.9876, 0.98)}, is_running=True)
    assert "98.00%" in figures.value
    assert "98.76% (epoch 2)" in figures.value
    assert re.search(r"Time left</span> <b>\d+:\d\d<", figures.value)
    figures.show(pace, {}, is_running=False)
    assert f"Time left</span> <b>{none}" in figures.value


def film(monitor: TrainingMonitor) -> FilmStrip:
    return find_one(monitor, FilmStrip)


def rows(strip: FilmStrip) -> dict[str, list[str]]:
    """The kinds of a film's answers by the words before them."""
    found = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', strip.value)
    return {head: re.findall(r'<td class="(\w+)"', cells) for head, cells in found}


def test_a_film_shows_what_the_network_read_the_longer_it_learnt(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    assert film(monitor).layout.display == "none"
    network = build_ann()
    monitor.start(fit, network, tiny_mnist, replace(QUICK, epochs=5))
    monitor.result(LONG)
    strip = film(monitor)
    shown = rows(strip)
    assert strip.layout.display is None
    assert list(shown) == ["1", "3", "10", "30", "100", "150<br>(end)"]
    assert {len(kinds) for kinds in shown.values()} == {10}
    images, labels = load_real_digits()
    read = network.predict(images[:10, ..., None], verbose=0)
    right = ["right" if each else "wrong" for each in read.argmax(axis=1) == labels[:10]]
    assert shown["150<br>(end)"] == right
    assert right.count("right") > shown["1"].count("right")
    assert "in what you had drawn" not in strip.value
    monitor.start(fit, "ann", tiny_mnist, QUICK)
    monitor.result(LONG)
    assert list(rows(strip)) == ["1", "3", "10", "30", "60<br>(end)"]


def test_a_film_reads_what_was_drawn_when_the_training_began(tiny_mnist: ImageDataset) -> None:
    drawn = [Ink.from_strokes(DIGITS[label], width=16) for label in "73"]
    pads = [DigitPad(), *(DigitPad(ink=ink) for ink in drawn)]
    monitor = TrainingMonitor(pads)
    compiled = compiled_ann()
    compiled.fit(
        tiny_mnist.x_train[..., None],
        tiny_mnist.y_train,
        epochs=1,
        batch_size=500,
        verbose=0,
        callbacks=[monitor],
    )
    strip = film(monitor)
    assert [kinds.count("own") for kinds in rows(strip).values()] == [1]
    assert "in what you had drawn" in strip.value
    image = b64encode(grey_png(pads[1].image)).decode()
    assert f'base64,{image}" width="28" height="28" alt="yours"' in strip.value
    for pad in pads:
        pad.close()


def test_a_resumed_training_is_filmed_by_all_its_batches(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset, tmp_path: Path
) -> None:
    file = tmp_path / "checkpoint.npz"
    settings = replace(QUICK, epochs=4)
    network = build_ann()
    stopper = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda *_: setattr(network, "stop_training", True)
    )
    fit(network, tiny_mnist, settings, checkpoint=file, callbacks=[stopper])
    monitor.start(fit, "ann", tiny_mnist, settings, checkpoint=file, resume=True)
    monitor.result(LONG)
    assert list(rows(film(monitor))) == ["100", "120<br>(end)"]


def test_a_network_of_something_else_has_no_film_and_is_trained(
    monitor: TrainingMonitor,
) -> None:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(np.zeros((8, 4)), np.zeros(8), epochs=1, verbose=0, callbacks=[monitor])
    assert monitor.state == "finished"
    assert monitor.error == ""
    assert film(monitor).layout.display == "none"


def test_a_film_that_fails_ends_no_training() -> None:
    class Broken:
        def update(self) -> None:
            raise RuntimeError

    strip = FilmStrip()
    strip.begin(Broken())  # type: ignore[arg-type]
    strip.take(1)
    strip.take(3)
    assert strip.layout.display == "none"


def test_the_film_has_more_moments_at_the_beginning() -> None:
    assert [n for n in range(20_000) if is_moment(n)] == [
        *(1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000),
    ]


@pytest.mark.parametrize(
    ("layers", "facts", "told", "untold"),
    [
        (
            [keras.layers.Dropout],
            TrainingFacts(16, {}, distorts=True),
            ("dropout", "distorted", "average of the latest weights"),
            (),
        ),
        ([], TrainingFacts(16, {}, distorts=False), ("average of",), ("dropout", "distorted")),
        ([], None, ("mean of a whole epoch",), ("dropout", "distorted", "average of")),
    ],
)
def test_a_validation_above_training_is_explained(
    layers: list[Any], facts: TrainingFacts | None, told: tuple[str, ...], untold: tuple[str, ...]
) -> None:
    model = SimpleNamespace(layers=[layer(0.5) for layer in layers])
    above = {"accuracy": (0.9, 0.95), "val_accuracy": (0.85, 0.97)}
    said = explain_better_validation(above, model, facts)
    assert said.startswith("Why is validation better than training?")
    assert all(words in said for words in told)
    assert not any(words in said for words in untold)
    for history in ({}, above | {"val_accuracy": (0.85, 0.94)}, {"accuracy": (0.9,)}):
        assert explain_better_validation(history, model, facts) == ""


def test_images_are_distorted_if_any_range_is_not_0_and_not_all_stay_unchanged() -> None:
    plain = Augmentation(0, 0, 0, 0, 0)
    assert QUICK.distorts
    assert replace(QUICK, augmentation=replace(plain, bend=0.5)).distorts
    assert not replace(QUICK, augmentation=plain).distorts
    assert not replace(QUICK, unchanged=1.0).distorts


def test_reasons_for_a_better_validation_are_those_of_the_training(
    monitor: TrainingMonitor, tiny_mnist: ImageDataset
) -> None:
    plain = keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")]
    )
    plain.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    images, labels = tiny_mnist.x_train[..., None], tiny_mnist.y_train
    # On the same images, the weights at an epoch's end are better than those within it.
    plain.fit(
        images,
        labels,
        epochs=1,
        batch_size=16,
        verbose=0,
        validation_data=(images, labels),
        callbacks=[monitor],
    )
    assert "Why is validation better" in text_of(monitor)
    assert "dropout" not in text_of(monitor)
    assert "distorted" not in text_of(monitor)
