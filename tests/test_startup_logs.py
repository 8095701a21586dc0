"""Start-up lines of TensorFlow and LiteRT: never shown, except for errors."""

from __future__ import annotations

import os
import subprocess
import sys
from textwrap import dedent

import nbformat
import pytest
from nbclient import NotebookClient

from digit_widgets.startup_log_filter import is_noise

NOISE = """\
WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
I0000 00:00:1795620562.068075    7507 cudart_stub.cc:31] Could not find cuda drivers on your machine
I1125 15:29:10.163352 7507 cpu_feature_guard.cc:227] This TensorFlow binary is optimized to use ...
To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow.
2026-11-25 15:29:10.163352: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on.
2026-11-25 15:29:10.163352: E external/xla/cuda_dnn.cc:467] Unable to register cuDNN factory: ...
E0000 00:00:1732548550.1 9 cuda_blas.cc:1418] Unable to register cuBLAS factory: Attempting ...
W0000 00:00:1732548550.1 9 computation_placer.cc:177] computation placer already registered.
W0000 00:00:1795620600.440795    7604 tf_tfl_flatbuffer_helpers.cc:364] Ignored output_format.
fully_quantize: 0, inference_type: 6, input_inference_type: INT8, output_inference_type: INT8
INFO: Created TensorFlow Lite XNNPACK delegate for CPU.
INFO: Applying 1 TensorFlow Lite delegate(s) lazily.""".splitlines()
NO_GPU = (
    "E0000 00:00:1795620569.081653    7507 cuda_platform.cc:52] failed call to cuInit: INTERNAL: "
    "CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)"
)
NEWS = """\
E0000 00:00:1795620643.401383 8555 gpu_device.cc:1] out of memory
F0000 00:00:1795620643.401383 8555 bfc_allocator.cc:1] Check failed: ptr != nullptr
2026-11-25 15:29:10.163352: E tensorflow/core/op_kernel.cc:1] RESOURCE_EXHAUSTED: OOM
ERROR: Didn't find op for builtin opcode 'CONV_2D'
INFO: Created a folder
WARNING: disk nearly full
Traceback (most recent call last):
  I am indented

Epoch 1 of 2: loss 1.2345""".splitlines()


@pytest.mark.parametrize("line", NOISE)
def test_what_they_say_of_themselves_is_noise(line: str) -> None:
    assert is_noise(line.encode())
    assert is_noise(line.encode(), has_gpu=True)


@pytest.mark.parametrize("line", NEWS)
def test_errors_and_the_lines_of_others_are_not(line: str) -> None:
    assert not is_noise(line.encode())


def test_a_gpu_that_cannot_be_used_is_an_error_only_where_there_is_one() -> None:
    assert is_noise(NO_GPU.encode())
    assert not is_noise(NO_GPU.encode(), has_gpu=True)


def errors_of(code: str, **environment: str) -> tuple[int, str]:
    """Run code in a new interpreter; return its exit code and its standard error."""
    inherited = {key: value for key, value in os.environ.items() if key != "TF_CPP_MIN_LOG_LEVEL"}
    result = subprocess.run(
        [sys.executable, "-c", dedent(code)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=inherited | environment,
    )
    return result.returncode, result.stderr


WRITES = f"""
import os, sys, threading
from digit_widgets.startup_logs import quiet_start

print("before", file=sys.stderr)
with quiet_start():
    with quiet_start():
        os.write(2, b"{NOISE[1]}\\n{NEWS[0]}\\nhalf")
    os.write(2, b" a line\\n{NOISE[-1]}\\n")
    END
os.write(2, b"{NOISE[-1]}\\n")
"""


def test_known_lines_are_held_back_within_and_all_others_passed_on_in_order() -> None:
    code, said = errors_of(WRITES.replace("END", "print('end', file=sys.stderr)"))
    assert code == 0
    within = said.replace(f"{NOISE[-1]}\n", "")
    assert within == f"before\n{NEWS[0]}\nhalf a line\nend\n"
    assert NOISE[-1] in said  # lines from afterwards must not be filtered


def test_what_is_said_before_a_crash_comes_out() -> None:
    code, said = errors_of(WRITES.replace("END", "os.write(2, b'no AVX here'); os.abort()"))
    assert code < 0
    assert said == f"before\n{NEWS[0]}\nhalf a line\nno AVX here"


READS = """
import numpy as np
from digit_widgets import load_predictor

read = load_predictor("cnn").predict_proba(np.zeros((1, 28, 28), np.float32))
"""


def test_somebody_who_asks_tensorflow_for_its_notes_gets_them() -> None:
    assert errors_of(READS) == (0, "")
    assert "XNNPACK" in errors_of(READS, TF_CPP_MIN_LOG_LEVEL="0")[1]


def test_a_notebook_shows_nothing_of_it_in_its_cells() -> None:
    cells = [
        READS,
        # A custom network, built, trained and exported, after the package was imported.
        """
        import os
        from importlib.util import find_spec

        assert find_spec("tensorflow")  # which looks for it, and does not import it
        import keras

        from digit_widgets.data import ImageDataset
        from digit_widgets.training import FitSettings, fit, save_trained

        network = keras.Sequential([
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation="softmax"),
        ], name="mine")
        images = np.random.default_rng(0).random((64, 28, 28), np.float32)
        labels = np.arange(64) % 10
        data = ImageDataset(images, labels, images, labels, "nothing", "")
        result = fit(network, data, FitSettings(epochs=1), callbacks=[keras.callbacks.Callback()])
        """,
        """
        from tempfile import TemporaryDirectory

        written = os.write(2, b"an error of somebody\\n")
        with TemporaryDirectory() as folder:
            save_trained(result, data, FitSettings(epochs=1), seed=0, command="-", folder=folder)
            read = load_predictor(f"{folder}/digit_mine.keras").predict_proba(images)
        """,
    ]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(dedent(cell)) for cell in cells]
    )
    # In a test, a kernel does not capture output to file descriptor 2.
    hidden = {"TF_CPP_MIN_LOG_LEVEL", "PYTEST_CURRENT_TEST"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(env=environment)
    *quiet, last = [cell.outputs for cell in notebook.cells]
    assert quiet == [[], []]
    assert [output.text for output in last] == ["an error of somebody\n"]
