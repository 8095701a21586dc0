"""Import rules: modules loaded lazily, and layers that only import lower ones."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

WIDGETS = ("ipywidgets", "bqplot", "ipycanvas")
TRAINING = ("tensorflow", "keras")
#: What sweeps are run with, each only once it is asked for.
SWEEPING = ("dask", "distributed", "optuna")
#: What models of other runtimes need, each only if such a model is given.
OTHERS = ("onnxruntime", "sklearn", "torch", "h5py", "cv2")

#: The parts of the package that each part may import, besides itself. A part is a module or a
#: folder, without the parts listed within it.
MAY_IMPORT = {
    "errors": set(),
    "best_weights": set(),
    "training_listener": set(),
    "epoch_table": set(),
    "progress": {"epoch_table", "training_listener"},
    "resources": set(),
    "startup_logs": set(),
    "startup_log_filter": set(),
    "ink": {"errors"},
    "imaging.mnist_format": set(),
    "imaging.photo": {"imaging.mnist_format", "errors"},
    "imaging": {"imaging.photo", "imaging.mnist_format", "ink", "errors"},
    "predictors": {"errors", "resources", "startup_logs"},
    "recognition": {
        *("predictors", "imaging", "imaging.photo", "imaging.mnist_format", "ink"),
        *("resources", "errors"),
    },
    "explanation": {
        *("recognition", "predictors", "imaging", "imaging.mnist_format", "ink", "errors"),
    },
    "data": {"imaging.mnist_format", "ink", "errors"},
    "evaluation": {
        "data",
        "recognition",
        "predictors",
        "imaging",
        "imaging.mnist_format",
        "errors",
    },
    "sweeps": {"evaluation", "errors"},
    "training": {
        *(
            "sweeps",
            "evaluation",
            "data",
            "recognition",
            "predictors",
            "imaging",
            "imaging.mnist_format",
        ),
        *("ink", "errors", "startup_logs", "progress", "training_listener", "best_weights"),
    },
    "widgets.parts": {"recognition", "predictors", "imaging", "errors"},
    "widgets.canvas": {"widgets.parts", "imaging", "ink", "errors"},
    "widgets.pads": {
        *("widgets.canvas", "widgets.parts"),
        *("recognition", "predictors", "imaging", "ink", "resources", "errors"),
    },
    "widgets.comparison": {
        *("widgets.pads", "widgets.parts", "explanation"),
        *("recognition", "predictors", "imaging", "ink", "errors"),
    },
    "widgets.confusion": {
        *("widgets.pads", "widgets.parts", "evaluation", "recognition", "predictors", "imaging"),
    },
    "widgets.monitor": {
        *("widgets.pads", "widgets.parts", "recognition", "predictors", "imaging"),
        *("progress", "training_listener", "best_weights", "errors"),
    },
    "widgets.network": {
        *("widgets.pads", "widgets.parts", "explanation", "recognition"),
        *("predictors", "imaging", "resources", "errors"),
    },
    "widgets.robustness": {"widgets.parts", "evaluation", "recognition", "predictors", "errors"},
    "widgets.shuffling": {
        *("widgets.monitor", "widgets.parts", "evaluation", "recognition"),
        *("progress", "training_listener", "errors"),
    },
    "widgets.studio": {
        *("widgets.comparison", "widgets.network", "widgets.timeline", "widgets.why"),
        *("widgets.pads", "widgets.parts", "recognition", "predictors", "ink"),
    },
    "widgets.sweep_board": {
        *("widgets.comparison", "widgets.pads", "widgets.parts"),
        *("sweeps", "evaluation", "predictors", "errors"),
    },
    "widgets.timeline": {
        *("widgets.pads", "widgets.parts"),
        *("recognition", "predictors", "ink", "errors"),
    },
    "widgets.why": {
        *("widgets.pads", "widgets.parts", "explanation"),
        *("recognition", "predictors", "imaging", "ink", "errors"),
    },
    "widgets": {
        *("widgets.canvas", "widgets.pads", "widgets.parts", "widgets.comparison"),
        *("widgets.confusion", "widgets.monitor", "widgets.network", "widgets.timeline"),
        *("widgets.robustness", "widgets.shuffling", "widgets.studio", "widgets.sweep_board"),
        "widgets.why",
    },
    "app.standalone": {
        *("widgets.pads", "widgets.parts", "data", "explanation", "predictors", "ink"),
        *("resources", "errors"),
    },
    "app": {
        "app.standalone",
        "training",
        "sweeps",
        "evaluation",
        "data",
        "recognition",
        "predictors",
        "imaging",
        "resources",
        "errors",
    },
    "__init__": {"startup_logs"},
    "__main__": {"app"},
}
PACKAGE = Path(str(resources.files("digit_widgets")))
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_share" not in path.parts)


def part_of(name: str) -> str:
    """Return the part of a module, or of a name in one: "widgets.pads" for `widgets.pads.base`.

    The lazily loaded names of the package itself belong to "__init__".
    """
    words = name.split(".")
    places = (".".join(words[:n]) for n in range(len(words), 0, -1))
    return next((place for place in places if place in MAY_IMPORT), "__init__")


def module_name(path: Path) -> str:
    """Return a module's name below the package; for an ``__init__``, the folder's name."""
    words = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(words[:-1] if words[-1] == "__init__" and len(words) > 1 else words)


def imported(path: Path) -> Iterator[str]:
    """Yield the full names of everything that a module imports, also inside its functions."""
    package = ["digit_widgets", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            # In "from digit_widgets import ink", the part comes after the import.
            yield from (f"{module}.{alias.name}" for alias in node.names)


def loaded_after(code: str) -> set[str]:
    """Return all modules that a new interpreter has loaded after running some code."""
    hidden = {"EAGER_IMPORT", "PYTHONSTARTUP", "DIGIT_WIDGETS_DATA"}
    result = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print('\\nLOADED', *sys.modules)"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={key: value for key, value in os.environ.items() if key not in hidden},
    )
    assert result.returncode == 0, result.stderr
    return set(result.stdout.rpartition("LOADED ")[2].split())


@pytest.mark.parametrize(
    ("code", "not_loaded"),
    [
        pytest.param(
            "import digit_widgets; digit_widgets.__all__; dir(digit_widgets)",
            (*WIDGETS, *TRAINING, "PIL", "numpy", "ai_edge_litert"),
            id="the package",
        ),
        pytest.param(
            "import digit_widgets as dw; dw.Ink.from_strokes([[(1, 2)]])",
            (*WIDGETS, *TRAINING, "PIL", "ai_edge_litert"),
            id="ink",
        ),
        pytest.param(
            "import digit_widgets.imaging as v, digit_widgets as dw; v.normalize(dw.Ink())",
            (*WIDGETS, *TRAINING, "ai_edge_litert"),
            id="imaging",
        ),
        pytest.param(
            "from digit_widgets.recognition import read\n"
            "from digit_widgets.ink import Ink\n"
            "assert read(Ink.from_strokes([[(0, 0), (5, 40)]]), 'cnn').label",
            (*WIDGETS, *TRAINING),
            id="reading",
        ),
        pytest.param(
            "from digit_widgets.predictors import load_predictor, model_info\n"
            "import numpy as np\n"
            "weights = np.zeros((784, 10))\n"
            "assert model_info(load_predictor(lambda x: x.reshape(-1, 784) @ weights)).n_tried",
            (*WIDGETS, *TRAINING, "ai_edge_litert"),
            id="trying a function",
        ),
        pytest.param(
            "from digit_widgets.widgets import DigitPad\n"
            "from digit_widgets.ink import Ink\n"
            "pad = DigitPad()\n"
            "pad.ink = Ink.from_strokes([[(0, 0), (5, 40)]])\n"
            "assert pad.value\n"
            "pad.close()",
            TRAINING,
            id="the pad",
        ),
        pytest.param(
            "from digit_widgets.widgets import Studio\n"
            "from digit_widgets.ink import Ink\n"
            "studio = Studio(ink=Ink.from_strokes([[(0, 0), (5, 40)]]))\n"
            "for view in ('Compare', 'Look inside', 'Fool it', 'A whole number'):\n"
            "    studio.view = view\n"
            "studio.close()",
            TRAINING,
            id="all views of the studio",
        ),
        pytest.param(
            "from digit_widgets.widgets import SweepBoard\n"
            "import pathlib, tempfile\n"
            "folder = pathlib.Path(tempfile.mkdtemp())\n"
            "(folder / 'records').mkdir()\n"
            "SweepBoard(folder).close()",
            (*TRAINING, *SWEEPING),
            id="the sweep board",
        ),
        pytest.param(
            "from digit_widgets.explanation import attribute_ink, cut_ink\n"
            "from digit_widgets.predictors import load_predictor\n"
            "from digit_widgets.ink import Ink\n"
            "ink = Ink.from_strokes([[(0, 0), (5, 40)]])\n"
            "attribute_ink(load_predictor('cnn'), cut_ink(ink))",
            (*WIDGETS, *TRAINING, "ai_edge_litert.schema_py_generated"),
            id="explaining",
        ),
        pytest.param(
            "from digit_widgets.data import ImageDataset, InkDataset\n"
            "from digit_widgets.data import load_ink_dataset, load_mnist\n"
            "from digit_widgets.evaluation import evaluate, evaluate_images",
            (*WIDGETS, *TRAINING),
            id="data and evaluation",
        ),
        pytest.param(
            "import digit_widgets.training; dir(digit_widgets.training)",
            (*WIDGETS, *TRAINING, "PIL"),
            id="training",
        ),
        pytest.param(
            "from digit_widgets import sweeps; [getattr(sweeps, name) for name in dir(sweeps)]",
            (*WIDGETS, *TRAINING, "PIL", "scipy"),
            id="records of sweeps",
        ),
        pytest.param(
            "import digit_widgets.app.cli",
            (*WIDGETS, *TRAINING, "PIL", "numpy", "ai_edge_litert"),
            id="the command line",
        ),
    ],
)
def test_nothing_is_loaded_that_is_not_used(code: str, not_loaded: tuple[str, ...]) -> None:
    assert not loaded_after(code) & {*not_loaded, *OTHERS, *SWEEPING}


def test_evaluating_a_file_of_digits_needs_no_keras(tiny_npz: Path, pen_npz: Path) -> None:
    loaded = loaded_after(
        "from digit_widgets.predictors import load_predictor\n"
        "from digit_widgets.evaluation import evaluate\n"
        "from digit_widgets.data import load_mnist, load_ink_dataset\n"
        f"evaluate(load_predictor('cnn'), load_mnist({str(tiny_npz)!r})).metrics\n"
        f"evaluate(load_predictor('cnn'), load_ink_dataset({str(pen_npz)!r})).metrics"
    )
    assert not loaded & {*TRAINING, *WIDGETS}


def test_a_report_needs_neither_keras_nor_widgets(pen_npz: Path, tmp_path: Path) -> None:
    loaded = loaded_after(
        "from digit_widgets.app.cli import app\n"
        f"arguments = ['evaluate', '--ink', {str(pen_npz)!r}, '--report', {str(tmp_path)!r}]\n"
        "app(arguments, standalone_mode=False)"
    )
    assert not loaded & {*TRAINING, *WIDGETS}


def test_every_part_of_the_package_has_its_place_in_the_layers() -> None:
    parts = {part_of(module_name(path)) for path in MODULES}
    assert parts == set(MAY_IMPORT)
    assert part_of("nowhere.at.all") == "__init__"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_only(path: Path) -> None:
    part = part_of(module_name(path))
    ours = [name.partition(".") for name in imported(path) if name.startswith("digit_widgets.")]
    assert {part_of(name) for _, _, name in ours} <= MAY_IMPORT[part] | {part}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_keras_is_known_to_training_and_its_adapters_alone(path: Path) -> None:
    runtimes = {name.split(".")[0] for name in imported(path)} & set(TRAINING)
    allowed = {
        "training",
        "predictors.runtimes.keras",
        "predictors.runtimes.keras_files",
        "explanation.keras_network",
    }
    assert not runtimes or {part_of(module_name(path)), module_name(path)} & allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_widget_libraries_are_known_to_the_widgets_alone(path: Path) -> None:
    libraries = {name.split(".")[0] for name in imported(path)} & {*WIDGETS, "traitlets"}
    # A server's own settings are traits.
    allowed = {"traitlets"} if module_name(path).startswith("app") else set()
    assert module_name(path).startswith("widgets") or libraries <= allowed


def test_the_check_sees_imports_inside_functions() -> None:
    assert "digit_widgets.app.servers.serve_app" in set(imported(PACKAGE / "app" / "cli.py"))
    assert "tensorflow" in set(imported(PACKAGE / "predictors" / "runtimes" / "keras.py"))
