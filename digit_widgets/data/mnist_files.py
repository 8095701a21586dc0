"""MNIST files: reads the four original idx files, and CSV tables that others publish."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.files import open_unpacked
from digit_widgets.data.mnist_tables import DigitSet, load_table, table_and_sibling, tables_in
from digit_widgets.errors import DataError
from digit_widgets.imaging.mnist_format import IMAGE_SIZE

__all__ = ["IDX_NAMES", "Published", "load_published"]

#: The original files; each may also end in ``.gz``, or have a dot before ``idx``.
IDX_NAMES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
_IDX_NAME = re.compile(r"(train|t10k)-(images|labels)[-.]idx[13]-ubyte(\.gz)?", re.IGNORECASE)
#: The first four bytes of idx files: unsigned bytes in three dimensions, or in one.
_MAGIC = {b"\0\0\x08\x03": "images", b"\0\0\x08\x01": "labels"}
#: Upper limit on the number of images: a header with a higher number is damaged.
_MOST = 2_000_000
_PIXELS = IMAGE_SIZE**2
#: In a set without test images, one of this many training images is held out for testing.
_TEST_EVERY = 5

Arrays = dict[str, NDArray[Any]]


class Published(NamedTuple):
    """A data set as found: arrays under Keras' names for them, and their source."""

    arrays: Arrays
    source: str


def load_published(path: Path, origin: str) -> Published | None:
    """Load MNIST from idx files or CSV.

    Any one of the four idx files, or of a pair such as ``mnist_train.csv`` and ``mnist_test.csv``,
    is enough to find the others in its folder. If there are only training images, every fifth is
    held out for testing; if there are only test images, the training set is empty. Tables have one
    line per image, the label and then 784 values in 0..255, with or without a header.

    Parameters
    ----------
    path
        A file, or a folder that holds them.
    origin
        The variable that named it, for messages; "" for an argument.

    Returns
    -------
    uint8 arrays without further checks, or None for any other kind of file, such as ``.npz``.

    Raises
    ------
    DataError
        A file is damaged or lacks its counterpart, or labels or values are out of range.
    """
    if path.is_dir():
        if _idx_files(path):
            return _load_idx(path, origin)
        tables = tables_in(path)
        return _load_tables(tables, origin) if tables else None
    with open_unpacked(path) as stream:
        start = stream.read(4096)
    if start[:4] in _MAGIC:
        if not _IDX_NAME.fullmatch(path.name):
            raise DataError(
                f"{path.name} is an idx file, but its name does not say of which images. "
                f"Name it as MNIST does: {', '.join(IDX_NAMES)}."
            )
        return _load_idx(path.parent, origin)
    # The text of a table; a zip archive, such as an .npz file, does not match.
    if re.fullmatch(rb"(\xef\xbb\xbf)?[\x20-\x7e\r\n\t]+", start) and b"," in start:
        return _load_tables(table_and_sibling(path), origin)
    if _IDX_NAME.fullmatch(path.name):
        raise DataError(
            f"{path.name} is no idx file, as its name says: it begins with {start[:4].hex(' ')!r}, "
            "not with 00 00 08. Download it again."
        )
    return None


def _idx_files(folder: Path) -> dict[tuple[str, str], Path]:
    """Return the original files in a folder by "train" or "t10k" and "images" or "labels"."""
    found: dict[tuple[str, str], Path] = {}
    # Longest name first: an unpacked file comes after its .gz, and is the one that counts.
    for file in sorted(folder.iterdir(), key=lambda file: (-len(file.name), file.name)):
        if (match := _IDX_NAME.fullmatch(file.name)) and file.is_file():
            found[match[1].lower(), match[2].lower()] = file
    return found


def _load_idx(folder: Path, origin: str) -> Published:
    files = _idx_files(folder)
    sets = {}
    for part in ("train", "t10k"):
        there = [kind for kind in ("images", "labels") if (part, kind) in files]
        if len(there) == 1:
            lacking = [name for name in IDX_NAMES if name.startswith(part) and there[0] not in name]
            raise DataError(
                f"Beside {files[part, there[0]].name}{origin} there is no {lacking[0]}, nor the "
                "same with .gz: images need their labels."
            )
        if there:
            images = _idx(files[part, "images"], "images")
            labels = _idx(files[part, "labels"], "labels")
            if len(images) != len(labels):
                raise DataError(
                    f"{files[part, 'images'].name} holds {len(images):,} images, but "
                    f"{files[part, 'labels'].name} {len(labels):,} labels: they do not belong "
                    "together."
                )
            sets[part] = images, labels
    name = f"the idx files in {folder.resolve().name}{origin}"
    return _fill_sets(sets.get("train"), sets.get("t10k"), name)


def _idx(file: Path, kind: str) -> NDArray[np.uint8]:
    """Read a file of images, (N, 28, 28), or of labels, (N,)."""
    with open_unpacked(file) as stream:
        header = stream.read(length := 16 if kind == "images" else 8)
        if len(header) < length:
            raise DataError(
                f"{file.name} is damaged: it ends after {len(header)} bytes. Download it again."
            )
        if _MAGIC.get(header[:4]) != kind:
            raise DataError(
                f"{file.name} is no idx file of {kind}: it begins with {header[:4].hex(' ')!r}. "
                "Download it again."
            )
        count, *sides = np.frombuffer(header[4:], ">u4").tolist()
        if sides not in ([IMAGE_SIZE, IMAGE_SIZE], []):
            raise DataError(f"{file.name} holds images of {sides}, not of 28×28.")
        size = count * (_PIXELS if kind == "images" else 1)
        if count > _MOST:
            raise DataError(f"{file.name} is damaged: it says that it holds {count:,} {kind}.")
        content = stream.read(size + 1)
    if len(content) != size:
        more = "more" if len(content) > size else f"only {len(content) * count // size:,}"
        raise DataError(
            f"{file.name} is damaged: it says that it holds {count:,} {kind}, and holds {more}. "
            "Download it again."
        )
    array = np.frombuffer(content, np.uint8)
    return array.reshape(-1, IMAGE_SIZE, IMAGE_SIZE) if kind == "images" else array


def _load_tables(files: dict[str, Path], origin: str) -> Published:
    sets = {part: load_table(file) for part, file in files.items()}
    names = " and ".join(files[part].name for part in ("train", "test") if part in files)
    noun = "files" if len(files) > 1 else "file"
    return _fill_sets(sets.get("train"), sets.get("test"), f"the {noun} {names}{origin}")


def _fill_sets(train: DigitSet | None, test: DigitSet | None, source: str) -> Published:
    if train is None:
        assert test is not None
        train = test[0][:0], test[1][:0]
        source += ", test images alone"
    elif test is None:
        apart = np.arange(len(train[0])) % _TEST_EVERY == 0
        test = train[0][apart], train[1][apart]
        train = train[0][~apart], train[1][~apart]
        source += ", which holds no test images: every fifth image is kept for testing"
    (x_train, y_train), (x_test, y_test) = train, test
    arrays = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    return Published(arrays, source)
