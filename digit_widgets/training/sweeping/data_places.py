"""Data places: where a worker finds the images, which travel to it once, not with each run.

A place can be pickled unless it is in memory. It is closed when its sweep ends or is stopped: by
that, runs in flight know that nobody waits for them any more.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from digit_widgets.errors import SweepError
from digit_widgets.sweeps.record import IMAGES
from digit_widgets.training.sweeping.sweep_data import SweepData
from digit_widgets.training.sweeping.versions import describe_machine

__all__ = ["DataPlace", "InMemory", "MappedFiles", "OnWorker"]

#: Data that this process has opened or was sent, by the name of their place.
_opened: dict[str, SweepData] = {}


class DataPlace(Protocol):
    """Where the images of a sweep are."""

    def open(self) -> SweepData:
        """Return the images; called by a worker.

        Raises
        ------
        SweepError
            The worker cannot find them.
        """
        ...

    @property
    def is_open(self) -> bool:
        """False once nobody waits for a run any more."""
        ...


class InMemory:
    """The object itself, for threads of one process."""

    def __init__(self, data: SweepData) -> None:
        self._data = data
        self.is_open = True

    def open(self) -> SweepData:
        """Return the images."""
        return self._data

    def close(self) -> None:
        """Tell runs in flight that nobody waits for them."""
        self.is_open = False


@dataclass(frozen=True, slots=True)
class MappedFiles:
    """Files in the sweep's folder, which the workers of a machine map to the same memory.

    Attributes
    ----------
    folder
        The folder of the files, absolute.
    key, n_held_out
        Those of the data.
    """

    folder: Path
    key: str
    n_held_out: int

    @classmethod
    def write(cls, data: SweepData, folder: Path) -> MappedFiles:
        """Write images to a folder of a sweep.

        Raises
        ------
        OSError
            They cannot be written.
        """
        made = Path(tempfile.mkdtemp(prefix=IMAGES, dir=folder)).resolve()
        place = cls(made, data.key, data.n_held_out)
        try:
            np.save(place.folder / "images.npy", data.images)
            np.save(place.folder / "labels.npy", data.labels)
        except BaseException:
            place.close()
            raise
        return place

    def open(self) -> SweepData:
        """Map the files.

        Raises
        ------
        SweepError
            This machine does not see them.
        """
        if (data := _opened.get(str(self.folder))) is not None:
            return data
        try:
            images, labels = (
                np.load(self.folder / f"{name}.npy", mmap_mode="r") for name in ("images", "labels")
            )
        except OSError as error:
            raise SweepError(
                f"A worker on {describe_machine()} cannot read {self.folder}: "
                f"{error.strerror or error}. Give the sweep a folder that all workers see, or "
                "run it on Dask, which sends the images."
            ) from error
        _opened[str(self.folder)] = data = SweepData(images, labels, self.n_held_out, self.key)
        return data

    @property
    def is_open(self) -> bool:
        """True while the files are there."""
        return self.folder.exists()

    def close(self) -> None:
        """Remove the files."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class OnWorker:
    """Images that a worker of Dask was sent when it joined; see `receive` and `drop`.

    Attributes
    ----------
    name
        Name of these images for this start of a sweep.
    """

    name: str

    def receive(self, data: SweepData) -> None:
        """Keep images for the runs in this process."""
        _opened[self.name] = data

    def drop(self) -> None:
        """Forget the images: nobody waits for a run any more."""
        _opened.pop(self.name, None)

    def open(self) -> SweepData:
        """Return the images.

        Raises
        ------
        SweepError
            This process was not sent them.
        """
        if (data := _opened.get(self.name)) is None:
            raise SweepError(
                f"The worker on {describe_machine()} was not sent the images: restart it."
            )
        return data

    @property
    def is_open(self) -> bool:
        """True while this process has the images."""
        return self.name in _opened
