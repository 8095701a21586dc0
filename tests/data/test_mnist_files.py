"""MNIST as published by others: idx files and CSV, complete, in parts and damaged."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digit_widgets.data import DATA_VARIABLE, load_mnist
from digit_widgets.errors import DataError

_RNG = np.random.default_rng(3)
IMAGES = _RNG.integers(0, 256, (20, 28, 28), dtype=np.uint8)
LABELS = np.arange(20, dtype=np.uint8) % 10
IDX = {
    "train-images-idx3-ubyte": struct.pack(">4I", 0x803, 20, 28, 28) + IMAGES.tobytes(),
    "train-labels-idx1-ubyte": struct.pack(">2I", 0x801, 20) + LABELS.tobytes(),
    "t10k-images-idx3-ubyte": struct.pack(">4I", 0x803, 6, 28, 28) + IMAGES[:6].tobytes(),
    "t10k-labels-idx1-ubyte": struct.pack(">2I", 0x801, 6) + LABELS[:6].tobytes(),
}


def table(n: int, heading: str = "") -> str:
    rows = np.column_stack([LABELS[:n], IMAGES[:n].reshape(n, -1)]).tolist()
    return heading + "".join(",".join(map(str, row)) + "\n" for row in rows)


def write_idx(folder: Path, *names: str, packed: bool = False) -> None:
    for name in names or IDX:
        content = gzip.compress(IDX[name]) if packed else IDX[name]
        (folder / (name + ".gz" * packed)).write_bytes(content)


def expect_whole(path: Path) -> None:
    data = load_mnist(path)
    np.testing.assert_array_equal(np.round(data.x_train * 255), IMAGES)
    np.testing.assert_array_equal(np.round(data.x_test * 255), IMAGES[:6])
    assert (data.y_train.tolist(), data.y_test.tolist()) == (LABELS.tolist(), [0, 1, 2, 3, 4, 5])
    assert (data.x_train.dtype, data.y_train.dtype) == (np.float32, np.int64)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("named", [*IDX, "."])
def test_one_original_file_or_its_folder_finds_the_others(
    tmp_path: Path, named: str, packed: bool
) -> None:
    write_idx(tmp_path, packed=packed)
    expect_whole(tmp_path / (named + ".gz" * packed if named != "." else named))


def test_files_with_a_dot_before_idx_are_the_same(tmp_path: Path) -> None:
    for name, content in IDX.items():
        (tmp_path / name.replace("-idx", ".idx")).write_bytes(content)
    expect_whole(tmp_path)


def test_the_hash_is_that_of_the_same_digits_as_npz(tmp_path: Path) -> None:
    write_idx(tmp_path)
    np.savez(
        tmp_path / "same.npz", x_train=IMAGES, y_train=LABELS, x_test=IMAGES[:6], y_test=LABELS[:6]
    )
    assert load_mnist(tmp_path).sha256 == load_mnist(tmp_path / "same.npz").sha256


def test_of_training_images_alone_every_fifth_is_kept_for_testing(tmp_path: Path) -> None:
    write_idx(tmp_path, *list(IDX)[:2])
    data = load_mnist(tmp_path / "train-labels-idx1-ubyte")
    assert data.y_test.tolist() == [0, 5, 0, 5]
    assert len(data.x_train) == 16
    assert "every fifth image is kept for testing" in data.source


def test_test_images_alone_leave_the_training_set_empty(tmp_path: Path) -> None:
    write_idx(tmp_path, *list(IDX)[2:])
    data = load_mnist(tmp_path)
    assert (data.x_train.shape, data.x_test.shape) == ((0, 28, 28), (6, 28, 28))
    assert "test images alone" in repr(data)


@pytest.mark.parametrize("name", IDX)
def test_images_without_labels_and_labels_without_images_are_said(
    tmp_path: Path, name: str
) -> None:
    write_idx(tmp_path, name)
    lacking = (
        name.replace("images-idx3", "labels-idx1")
        if "images" in name
        else name.replace("labels-idx1", "images-idx3")
    )
    with pytest.raises(DataError, match=f"Beside {name} there is no {lacking}"):
        load_mnist(tmp_path / name)


Change = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("train-images-idx3-ubyte", lambda b: b[:-1], "20 images, and holds only 19"),
        ("train-images-idx3-ubyte", lambda b: b[:10], "ends after 10 bytes"),
        ("train-images-idx3-ubyte", lambda b: b[:3], "begins with '00 00 08', not with"),
        ("train-images-idx3-ubyte", lambda b: b + b"x", "20 images, and holds more"),
        ("train-images-idx3-ubyte", lambda b: b"<html>" + b, "no idx file.* begins with"),
        ("t10k-labels-idx1-ubyte", lambda b: b[:4] + b"\0\0\0\7" + b[8:], "7 labels, and holds"),
        ("t10k-labels-idx1-ubyte", lambda b: b[:7] + b"\5" + b[8:-1], "6 images, .* 5 labels"),
        ("t10k-labels-idx1-ubyte", lambda b: b[:-1] + b"\x0b", "labels from 0 to 11, not 0..9"),
        ("t10k-labels-idx1-ubyte", lambda b: b[:4] + b"\xff" * 4 + b[8:], "says that it holds 4,2"),
        (
            "t10k-images-idx3-ubyte",
            lambda b: b[:8] + struct.pack(">2I", 14, 56) + b[16:],
            r"images of \[14, 56\], not of 28×28",
        ),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_damaged_original_file_is_refused_in_words(
    tmp_path: Path, name: str, change: Change, says: str, packed: bool
) -> None:
    write_idx(tmp_path, packed=packed)
    damaged = change(IDX[name])
    file = tmp_path / (name + ".gz" * packed)
    file.write_bytes(gzip.compress(damaged) if packed else damaged)
    with pytest.raises(DataError, match=says):
        load_mnist(file)


@pytest.mark.parametrize("name", [*IDX, "mnist_test.csv"])
@pytest.mark.parametrize("kept", [0.2, 0.6, 0.97])
def test_a_truncated_archive_is_refused(tmp_path: Path, name: str, kept: float) -> None:
    content = IDX.get(name, table(20).encode())
    packed = gzip.compress(content)
    (tmp_path / f"{name}.gz").write_bytes(packed[: int(len(packed) * kept)])
    with pytest.raises(DataError, match=r"cannot be unpacked|there is no|holds no MNIST"):
        load_mnist(tmp_path / f"{name}.gz")


def test_an_idx_file_of_another_name_is_told_the_names(tmp_path: Path) -> None:
    (tmp_path / "images.idx").write_bytes(IDX["train-images-idx3-ubyte"])
    with pytest.raises(DataError, match=r"does not say of which images.*t10k-labels-idx1-ubyte"):
        load_mnist(tmp_path / "images.idx")


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "label," + ",".join(f"pixel{i}" for i in range(784)) + "\n",
        '"label",' + ",".join(f'"{i // 28}x{i % 28}"' for i in range(784)) + "\r\n",
        "\ufefflabel," + ",".join(f"p{i}" for i in range(784)) + "\n",
    ],
    ids=["none", "Kaggle's", "quoted", "with a mark"],
)
@pytest.mark.parametrize("packed", [False, True])
def test_tables_are_loaded_with_and_without_a_line_of_names(
    tmp_path: Path, heading: str, packed: bool
) -> None:
    for part, n in (("train", 20), ("test", 6)):
        text = table(n, heading).encode()
        name = f"mnist_{part}.csv" + ".gz" * packed
        (tmp_path / name).write_bytes(gzip.compress(text) if packed else text)
    expect_whole(tmp_path)
    expect_whole(tmp_path / name)


def test_a_table_of_test_images_alone_is_for_testing(tmp_path: Path) -> None:
    (tmp_path / "mnist_test.csv").write_text(table(6))
    data = load_mnist(tmp_path / "mnist_test.csv")
    assert (len(data.x_train), data.y_test.tolist()) == (0, [0, 1, 2, 3, 4, 5])


def test_kaggles_table_is_parted_and_its_test_images_without_labels_are_left(
    tmp_path: Path,
) -> None:
    (tmp_path / "train.csv").write_text(table(20))
    unlabelled = "\n".join(line.partition(",")[2] for line in table(6).splitlines())
    (tmp_path / "test.csv").write_text(unlabelled)
    for path in (tmp_path, tmp_path / "train.csv"):
        data = load_mnist(path)
        assert (len(data.x_train), len(data.x_test)) == (16, 4)
    with pytest.raises(DataError, match=r"test\.csv has 784 columns\. It has no labels"):
        load_mnist(tmp_path / "test.csv")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "has 2 columns.*785"),
        (table(3).replace("0,", "12,", 1), "the label 12 in line 1; labels are 0 to 9"),
        (table(3)[:-40], "no table of whole numbers"),
        (table(3).replace(",255,", ",256,").replace(",17,", ",256,"), "no table of whole numbers"),
        (table(3).replace(",17,", ",seventeen,").replace(",90,", ",?,"), "no table of whole"),
        (",".join(f"p{i}" for i in range(785)) + "\n", "holds no images"),
        (
            ",".join(f"p{i}" for i in range(784)) + ",label\n" + table(1),
            "label in its last column",
        ),
    ],
)
def test_a_table_that_is_not_mnist_is_refused_in_words(
    tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "digits.csv").write_text(text)
    with pytest.raises(DataError, match=says):
        load_mnist(tmp_path / "digits.csv")


def test_the_variable_may_name_any_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_idx(tmp_path, packed=True)
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    assert load_mnist().source == f"the idx files in {tmp_path.name} (DIGIT_WIDGETS_DATA)"
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "none"))
    with pytest.raises(DataError, match=r"no file of MNIST at .*DIGIT_WIDGETS_DATA.*idx files"):
        load_mnist()


def test_a_folder_without_mnist_says_what_is_looked_for(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"holds no MNIST: neither mnist\.npz nor"):
        load_mnist(tmp_path)


@pytest.mark.parametrize("given", [7, 1.5, [1], b"x", object()])
def test_what_is_no_path_is_refused_in_words(given: object) -> None:
    with pytest.raises(DataError, match="path"):
        load_mnist(given)  # type: ignore[arg-type]
