"""What is loaded when, and which layer knows which: imports go down only."""

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

#: What each part of the package may import of the package; its own part is always allowed.
MAY_IMPORT = {
    "errors": set(),
    "options": set(),
    "shipped": set(),
    "progress": set(),
    "noise": set(),
    "quiet": set(),
    "serving": set(),
    "ink": {"errors"},
    "vision": {"ink", "errors"},
    "predictors": {"vision", "ink", "errors", "shipped", "quiet"},
    "training": {"predictors", "vision", "ink", "errors", "shipped", "progress", "quiet"},
    "widgets": {"predictors", "vision", "ink", "errors", "shipped", "progress"},
    "hosts": {"errors", "shipped"},
    "connection": set(),
    "cli": {
        "options",
        "training",
        "widgets",
        "predictors",
        "vision",
        "ink",
        "errors",
        "shipped",
        "progress",
        "hosts",
    },
    "__init__": {"quiet"},
    "__main__": {"cli"},
}
PACKAGE = Path(str(resources.files("digit_widgets")))
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_share" not in path.parts)


def part_of(path: Path) -> str:
    """The part of the package that a module belongs to: a folder, or a module beside them."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(path: Path) -> Iterator[str]:
    """Full names of all that a module imports, inside its functions too."""
    package = ["digit_widgets", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            # "from digit_widgets import ink" names a part behind the import.
            yield from (f"{module}.{alias.name}" for alias in node.names)


def loaded_after(code: str) -> set[str]:
    """Names of all modules that a fresh interpreter has loaded after running some code."""
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
            "import digit_widgets.vision as v, digit_widgets as dw; v.normalize(dw.Ink())",
            (*WIDGETS, *TRAINING, "ai_edge_litert"),
            id="vision",
        ),
        pytest.param(
            "from digit_widgets.predictors import read\n"
            "from digit_widgets.ink import Ink\n"
            "assert read(Ink.from_strokes([[(0, 0), (5, 40)]]), 'cnn').label",
            (*WIDGETS, *TRAINING),
            id="reading",
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
            "from digit_widgets.training import load_mnist, load_pen_digits, Mnist, PenDigits\n"
            "from digit_widgets.training import evaluate_images, evaluate_ink, evaluate_mnist",
            (*WIDGETS, *TRAINING),
            id="data and evaluation",
        ),
        pytest.param(
            "import digit_widgets.training; dir(digit_widgets.training)",
            (*WIDGETS, *TRAINING, "PIL"),
            id="training",
        ),
        pytest.param(
            "import digit_widgets.cli",
            (*WIDGETS, *TRAINING, "PIL", "numpy", "ai_edge_litert"),
            id="the command line",
        ),
    ],
)
def test_nothing_is_loaded_that_is_not_used(code: str, not_loaded: tuple[str, ...]) -> None:
    assert not loaded_after(code) & set(not_loaded)


def test_evaluating_a_file_of_digits_needs_no_keras(tiny_npz: Path, pen_npz: Path) -> None:
    loaded = loaded_after(
        "from digit_widgets.predictors import load_predictor\n"
        "from digit_widgets.training import evaluate_ink, evaluate_mnist\n"
        "from digit_widgets.training import load_mnist, load_pen_digits\n"
        f"evaluate_mnist(load_predictor('cnn'), load_mnist({str(tiny_npz)!r}))\n"
        f"evaluate_ink(load_predictor('cnn'), load_pen_digits({str(pen_npz)!r}))"
    )
    assert not loaded & {*TRAINING, *WIDGETS}


def test_a_report_needs_neither_keras_nor_widgets(pen_npz: Path, tmp_path: Path) -> None:
    loaded = loaded_after(
        "from digit_widgets.cli import app\n"
        f"arguments = ['evaluate', '--ink', {str(pen_npz)!r}, '--report', {str(tmp_path)!r}]\n"
        "app(arguments, standalone_mode=False)"
    )
    assert not loaded & {*TRAINING, *WIDGETS}


def test_every_part_of_the_package_has_its_place_in_the_layers() -> None:
    assert {part_of(path) for path in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_only(path: Path) -> None:
    part = part_of(path)
    names = [name.split(".") for name in imported(path)]
    own = {name[1] for name in names if name[0] == "digit_widgets" and len(name) > 1}
    assert own <= MAY_IMPORT[part] | {part}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_keras_is_known_to_training_and_to_its_adapter_alone(path: Path) -> None:
    runtimes = {name.split(".")[0] for name in imported(path)} & set(TRAINING)
    allowed = part_of(path) == "training" or path == PACKAGE / "predictors" / "keras.py"
    assert allowed or not runtimes


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_widget_libraries_are_known_to_the_widgets_alone(path: Path) -> None:
    libraries = {name.split(".")[0] for name in imported(path)} & {*WIDGETS, "traitlets"}
    assert part_of(path) == "widgets" or not libraries


def test_the_check_sees_imports_inside_functions() -> None:
    assert "digit_widgets.hosts.serve_app" in set(imported(PACKAGE / "cli.py"))
    assert "tensorflow" in set(imported(PACKAGE / "predictors" / "keras.py"))
