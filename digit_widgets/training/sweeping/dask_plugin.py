"""Dask plugin: gives a worker the images, and lets its core be the training's."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from typing import Any

import distributed

from digit_widgets.training.sweeping.cores import prepare_tensorflow
from digit_widgets.training.sweeping.data_places import OnWorker
from digit_widgets.training.sweeping.sweep_data import SweepData

__all__ = ["SweepPlugin"]

#: glibc's numbers of these parameters, which are 32 and 64 MB at most.
_MMAP_THRESHOLD, _TRIM_THRESHOLD = -3, -1
#: What a worker does of its own a hundred, fifty and two times a second, for which the training has
#: to wait: look through the many frames of Keras for a profile, time its event loop, and measure
#: the system. During a sweep, it does so less often by this factor.
_OFTEN, _SLOWER = ("profile", "tick", "monitor"), 50


class SweepPlugin(distributed.WorkerPlugin):  # type: ignore[misc]
    """Gives the images to each process of a worker, and its share of the cores to TensorFlow.

    Until the sweep has ended, the worker looks at itself less often: the dashboard's profile is
    coarser, and its figures are up to 25 seconds old.

    Parameters
    ----------
    place
        Where the worker's runs look for the images.
    data
        The images.
    """

    def __init__(self, place: OnWorker, data: SweepData) -> None:
        self._place, self._data = place, data

    def setup(self, worker: Any) -> None:
        """Keep the images; called when the process joins, or when the sweep begins."""
        os.environ.setdefault("TF_NUM_INTRAOP_THREADS", str(worker.state.nthreads))
        os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")  # as in processes of this machine
        prepare_tensorflow()
        _keep_freed_memory()
        for callback in _callbacks(worker):
            callback.callback_time *= _SLOWER
        self._place.receive(self._data)

    def teardown(self, worker: Any) -> None:
        """Forget the images; called when the process leaves, or when the sweep has ended."""
        self._place.drop()
        for callback in _callbacks(worker):
            callback.callback_time /= _SLOWER


def _callbacks(worker: Any) -> list[Any]:
    """Return what a worker does often; without what its configuration has switched off."""
    callbacks = worker.periodic_callbacks
    return [callbacks[name] for name in _OFTEN if name in callbacks]


def _keep_freed_memory() -> None:
    """Let glibc keep freed memory for the next step, as it does by itself.

    Dask starts workers with MALLOC_TRIM_THRESHOLD_ at 64 kB, by which each tensor's memory goes
    back to the system: a training takes up to half as long again.
    """
    with suppress(AttributeError, OSError):  # another C library
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, 32 << 20)
        library.mallopt(_TRIM_THRESHOLD, 64 << 20)
