"""Packed models: what the page unpacks is the file with the rounded weights, byte by byte."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np

from digit_widgets.app.standalone.packing import pack_model
from digit_widgets.app.standalone.weight_rounding import replace_weights, round_weights
from digit_widgets.predictors.bundled import bundled_model
from digit_widgets.resources import BUNDLED
from tests.frontend.conftest import FRONTEND, find_node
from tests.support.dense_files import dense_file, dense_weights


def test_the_page_unpacks_what_python_packs(tmp_path: Path) -> None:
    files = [bundled_model(name).read_bytes() for name in BUNDLED]
    few_bits = np.sign(dense_weights()) * np.float32(0.1)
    files += [dense_file(few_bits), dense_file(few_bits * 0), dense_file(dense_weights() * 50)]
    # Of many lengths: what is left in base 85 has 0 to 3 bytes.
    files += [dense_file(dense_weights(n), "a long description"[: 3 * n]) for n in range(7)]
    for number, content in enumerate(files):
        packed = pack_model(content)
        assert re.fullmatch(r"[^<>&`!$'\"\\\s]+", packed)
        (tmp_path / f"{number}.packed").write_text(packed)
    subprocess.run(
        [find_node(), FRONTEND / "tests/parity/unpack_models.js", tmp_path, str(len(files))],
        check=True,
    )
    for number, content in enumerate(files):
        unpacked = (tmp_path / f"{number}.unpacked").read_bytes()
        assert unpacked == replace_weights(content, round_weights(content))
    lengths = {(tmp_path / f"{n}.packed").stat().st_size % 5 for n in range(len(files))}
    assert lengths == {0, 2, 3, 4}
