"""Models in a page: packed, and the same network when unpacked."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digit_widgets.app.standalone.packing import pack_model, round_weights
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.predictors import load_predictor
from digit_widgets.predictors.bundled import bundled_model
from digit_widgets.predictors.litert import LiteRTPredictor
from digit_widgets.resources import BUNDLED
from tests.support.changed_models import change_model
from tests.support.digits import DIGITS


def unpack(text: str) -> bytes:
    """Return what the page makes of a packed model."""
    planes = np.frombuffer(zlib.decompress(base64.b64decode(text), -15), np.uint8)
    return planes.reshape(4, -1).T.tobytes()


@pytest.mark.parametrize("name", BUNDLED)
def test_a_packed_model_is_the_file_with_rounded_weights(name: str) -> None:
    content = bundled_model(name).read_bytes()
    packed = pack_model(content)
    assert unpack(packed) == round_weights(content) + bytes(-len(content) % 4)
    assert len(packed) < 0.92 * len(content)


@pytest.mark.parametrize("name", BUNDLED)
def test_rounded_weights_give_the_same_probabilities(name: str, tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    inks = [Ink.from_strokes(strokes, width=16) for strokes in DIGITS.values()]
    clean = np.stack([normalize_ink(ink) for ink in inks])
    noise = random.random((20, *clean.shape)) * np.linspace(0, 1, 20)[:, None, None, None]
    images = np.maximum(clean, noise * 0.8).reshape(-1, 28, 28).astype(np.float32)
    path = tmp_path / "rounded.tflite"
    path.write_bytes(round_weights(bundled_model(name).read_bytes()))
    before, after = load_predictor(name), LiteRTPredictor(path)
    for mine, theirs in zip(
        after.predict_scored(images), before.predict_scored(images), strict=True
    ):
        assert mine is not None
        assert theirs is not None
        np.testing.assert_allclose(mine, theirs, atol=1e-5)


def test_weights_that_are_not_finite_or_the_largest_stay_so() -> None:
    special = np.array([np.inf, -np.inf, np.nan, np.finfo(np.float32).max, 1.0000001, -0.0])

    def change(model: Any) -> None:
        graph, buffers = model.subgraphs[0], model.buffers
        for tensor in graph.tensors:
            data = buffers[tensor.buffer].data
            if tensor.type == 0 and data is not None and len(data) > 4096:
                values = np.array(data, np.uint8).view(np.float32)
                values[: len(special)] = special
                buffers[tensor.buffer].data = values.view(np.uint8)
                return

    content = change_model("ann", change)
    before = np.frombuffer(content + bytes(-len(content) % 4), np.uint8)
    after = np.frombuffer(round_weights(content) + bytes(-len(content) % 4), np.uint8)
    pattern = special.astype(np.float32).view(np.uint8)
    at = before.tobytes().find(pattern.tobytes())
    assert at > 0
    kept = np.frombuffer(after[at : at + 4 * len(special)].tobytes(), np.float32)
    assert np.isinf(kept[:2]).all()
    assert np.isnan(kept[2])
    assert kept[3] == np.finfo(np.float32).max
    assert kept[4] == 1
    assert kept[5] == 0
