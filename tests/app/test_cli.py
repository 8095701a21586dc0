"""The command line: its help, its results and its error messages."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from typer.testing import CliRunner

from digit_widgets.app.cli import app
from digit_widgets.app.options import Architecture
from digit_widgets.errors import DigitWidgetsError
from digit_widgets.imaging import rasterize
from digit_widgets.ink import Ink
from digit_widgets.predictors import load_predictor
from digit_widgets.training import ARCHITECTURES, TrainingRun
from tests.support.keras_models import make_cnn

#: Keys that `evaluate --json` always has, and further ones if it is given non-digits.
FIGURES = {"accuracy", "accuracy_interval", "n", "loss", "ece", "rejected", "threshold"}
FIGURES |= {"per_class", "per_writer", "confusion", "reliability", "digits", "not_digits"}
OF_NO_DIGITS = {"n_not_digits", "auroc", "false_accept", "false_reject", "per_alphabet"}
#: The format of shares and of scores everywhere.
SHARE, SCORE = r"(>99|<1|\d\d?)%", r"looks like a digit: (>99|<1|\d\d?)%"
COMMANDS = ("train", "sweep", "evaluate", "export", "read", "app", "lab")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, as a user does."""
    hidden = {"DIGIT_WIDGETS_DATA", "PYTHONWARNINGS", "TF_CPP_MIN_LOG_LEVEL"}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from digit_widgets.app.cli import main; main()",
            *map(str, arguments),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={key: value for key, value in os.environ.items() if key not in hidden},
    )


@pytest.fixture
def image(tmp_path: Path, seven: Ink) -> Path:
    """Return a black seven on white, as a drawing program saves it."""
    path = tmp_path / "seven.png"
    Image.fromarray(255 - np.round(rasterize(seven, 280) * 255).astype(np.uint8)).save(path)
    return path


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def invoke(*arguments: object) -> Any:
    """Run the command line in this process, where TensorFlow is loaded once for all tests."""
    return CliRunner().invoke(app, [str(each) for each in arguments])


def done(*arguments: object) -> Any:
    """Return the result of a command that must succeed."""
    result = invoke(*arguments)
    assert result.exit_code == 0, result.output
    return result


def refused(*arguments: object) -> str:
    """Return the error of a command, which must be one or two lines long."""
    result = invoke(*arguments)
    assert isinstance(result.exception, DigitWidgetsError), result.output
    assert result.stdout == ""
    lines = str(result.exception).splitlines()
    assert 1 <= len(lines) <= 2
    return "\n".join(lines)


def test_an_error_is_printed_in_a_line_without_a_traceback(tmp_path: Path) -> None:
    result = run("read", tmp_path / "gone.png")
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: There is no image at")
    assert len(result.stderr.splitlines()) == 1


def test_the_commands_are_listed_with_and_without_help() -> None:
    for arguments in (["--help"], []):
        shown = CliRunner().invoke(app, arguments).output
        assert all(f"  {command} " in shown for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert f"{command} [OPTIONS]" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["train", "rnn"], "'rnn'"),
        (["train", "cnn", "--epochs", "0"], "'--epochs'"),
        (["app", "--port", "65536"], "'--port'"),
        (["evaluate", "--threshold", "1.5"], "'--threshold'"),
        (["export", "model", "cnn"], "'--to'"),
        (["export", "model", "cnn", "--to", "coreml"], "'coreml'"),
        (["read"], "Missing argument 'FILE'"),
        (["guess"], "no such command 'guess'"),
    ],
)
def test_wrong_arguments_are_named(arguments: list[str], says: str) -> None:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    # Versions of Typer differ in capitalisation.
    assert says.lower() in result.output.lower()


@pytest.mark.parametrize(
    "model", ["resnet", "gone.tflite", "gone.keras", "~no-such-person/m.tflite"]
)
def test_an_unknown_model_is_refused(model: str, image: Path) -> None:
    assert "no model" in refused("read", image, "--model", model)


@pytest.mark.parametrize("suffix", [".tflite", ".keras"])
def test_a_broken_model_file_is_refused(suffix: str, image: Path, tmp_path: Path) -> None:
    broken = tmp_path / f"broken{suffix}"
    broken.write_bytes(b"no model at all")
    assert f"broken{suffix}" in refused("read", image, "--model", broken)


@pytest.mark.parametrize("option", ["--mnist", "--ink", "--not-digits"])
def test_data_of_wrong_shapes_is_refused(option: str, tmp_path: Path) -> None:
    keys = ("x_train", "y_train", "x_test", "y_test")
    keys += ("points", "stroke_offsets", "glyph_offsets", "labels")
    np.savez(tmp_path / "wrong.npz", **{key: np.zeros((3, 3)) for key in keys})
    message = refused("evaluate", option, tmp_path / "wrong.npz")
    assert "wrong.npz" in message
    assert "(3, 3)" in message


def test_strokes_given_twice_are_refused(pen_npz: Path) -> None:
    assert "pen.npz is given twice" in refused("evaluate", "--ink", pen_npz, "--ink", pen_npz)


def test_a_report_needs_a_folder_that_can_be_written(pen_npz: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    said = refused("evaluate", "--ink", pen_npz, "--report", tmp_path / "taken")
    assert "A report cannot be written to " in said


def test_a_missing_data_set_is_refused_before_the_training(tmp_path: Path) -> None:
    assert "no file of MNIST" in refused("train", "ann", "--mnist", tmp_path / "gone.npz")


@pytest.mark.parametrize("command", ["app", "lab"])
def test_a_port_in_use_is_refused_with_another(command: str, busy_port: int) -> None:
    message = refused(command, "--no-browser", "--port", busy_port)
    assert f"Port {busy_port} is in use" in message
    assert f"digit-widgets {command} --port" in message


def test_a_missing_folder_of_notebooks_is_refused(tmp_path: Path) -> None:
    message = refused("lab", "--no-browser", "--port", 0, tmp_path / "gone")
    assert "There is nothing at" in message


def test_an_image_is_read(image: Path) -> None:
    result = run("read", image)
    assert result.returncode == 0
    assert re.fullmatch(rf"7, {SHARE} \(then \d, {SHARE}\); {SCORE}", result.stdout.splitlines()[0])
    assert re.fullmatch(
        rf"7, {SHARE} \(then \d, {SHARE}\); {SCORE}",
        done("read", image, "--model", "ann").stdout.splitlines()[0],
    )


def test_a_model_that_reads_no_digits_is_warned_of_once(
    image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flat = load_predictor(lambda images: np.full((len(images), 10), 0.1))
    monkeypatch.setattr("digit_widgets.predictors.load_predictor", lambda *_, **__: flat)
    result = done("read", image, "--model", "flat.onnx")
    assert result.stderr.count("However it is fed, this model reads") == 1
    assert result.stdout.startswith("0, 10%")


@pytest.mark.usefixtures("time_to_try_models")
def test_what_a_model_takes_and_gives_can_be_stated(
    image: Path, tiny_npz: Path, tmp_path: Path
) -> None:
    model = tmp_path / "grey.tflite"
    make_cnn((0, 255)).export(model, format="litert", verbose=False)
    stated = ("--model", model, "--input-range", 0, 255)
    names = "zero,one,two,three,four,five,six,seven,eight,nine"
    assert done("read", image, *stated, "--labels", names).stdout.startswith("seven, ")
    result = done("evaluate", "--mnist", tiny_npz, *stated, "--labels", "0,1,2,3,4,5,6,7,8,9")
    assert "is fed 0..255; reads" in result.stderr
    wrong = done("read", image, "--model", model, "--input-range", -1, 1)
    assert "With input_range=(-1, 1), as stated, this model reads" in wrong.stderr
    assert "labels= names 2" in refused("read", image, *stated, "--labels", "a,b")
    assert "its format is known. Leave out labels=" in refused("read", image, "--labels", "a,b")


def test_a_reading_as_json_is_one_object(image: Path) -> None:
    reading = json.loads(done("read", image, "--json").stdout)
    assert reading["label"] == "7"
    assert list(reading["probabilities"]) == list("0123456789")
    assert reading["probabilities"]["7"] == max(reading["probabilities"].values())
    assert reading["reason"] == "digit"
    assert 0.5 <= reading["score"] <= 1


def test_blank_paper_is_read_as_such(tmp_path: Path) -> None:
    Image.new("L", (50, 50), "white").save(tmp_path / "blank.png")
    assert done("read", tmp_path / "blank.png").stdout == "no digit found\n"
    reading = json.loads(done("read", tmp_path / "blank.png", "--json").stdout)
    assert (reading["label"], reading["reason"], reading["score"]) == (None, "blank", None)


def test_figures_on_mnist_as_json_are_one_object(tiny_npz: Path) -> None:
    result = run("evaluate", "--mnist", tiny_npz, "--json")
    assert result.returncode == 0
    assert result.stdout.count("\n") == 1
    figures = json.loads(result.stdout)
    assert set(figures) == FIGURES
    assert figures["accuracy"] > 0.9
    assert figures["n"] == 100
    assert figures["per_writer"] is None


def test_figures_on_pen_strokes_as_json_are_one_object(pen_npz: Path) -> None:
    result = done("evaluate", "--model", "ann", "--ink", pen_npz, "--json")
    assert result.stdout.count("\n") == 1
    figures = json.loads(result.stdout)
    assert set(figures) == FIGURES
    assert figures["n"] == 3
    low, high = figures["accuracy_interval"]
    assert low < figures["accuracy"] <= high
    assert figures["threshold"] == 0.5


def test_each_file_has_its_row_and_mnist_if_it_is_named(
    tiny_npz: Path, pen_npz: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "more.npz"
    copy.write_bytes(pen_npz.read_bytes())
    files = ("--ink", pen_npz, "--ink", copy)
    assert list(json.loads(done("evaluate", *files, "--json").stdout)["digits"]) == ["pen", "more"]
    files = (*files, "--mnist", tiny_npz, "--not-digits", pen_npz, "--not-digits", copy)
    figures = json.loads(done("evaluate", *files, "--json").stdout)
    sizes = {"MNIST test": 100, "pen": 3, "more": 3}
    assert {name: row["n"] for name, row in figures["digits"].items()} == sizes
    assert {name: row["n"] for name, row in figures["not_digits"].items()} == {"pen": 3, "more": 3}
    said = done("evaluate", *files).stdout.splitlines()
    assert " ".join(said[:2]) == (
        "reader on MNIST test, the file mnist.npz, pen.npz, more.npz; not digits: pen.npz, more.npz"
    )
    names = [name for line in said[2:] if (name := line.split("  ")[0])]
    assert names[:7] == ["digits", "MNIST test", "pen", "more", "not digits", "pen", "more"]


@pytest.fixture
def scoring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every model give scores: the share of ink in the upper half."""

    class Scoring:
        labels = tuple("0123456789")

        def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
            return np.full((len(images), 10), 0.1, np.float32)

        def predict_scored(
            self, images: NDArray[np.float32]
        ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
            upper = images[:, :14].sum(axis=(1, 2)) / images.sum(axis=(1, 2))
            return self.predict_proba(images), upper.astype(np.float32)

    monkeypatch.setattr("digit_widgets.predictors.load_predictor", lambda *_, **__: Scoring())


@pytest.mark.usefixtures("scoring")
def test_drawings_that_are_no_digits_have_figures_of_their_own(
    pen_npz: Path, tiny_npz: Path
) -> None:
    none = ["--not-digits", str(pen_npz), "--json"]
    for digits, n in ((["--ink", str(pen_npz)], 3), (["--mnist", str(tiny_npz)], 100)):
        result = CliRunner().invoke(app, ["evaluate", *digits, *none, "--threshold", "0.6"])
        figures = json.loads(result.stdout)
        assert set(figures) == FIGURES | OF_NO_DIGITS
        assert (figures["n"], figures["n_not_digits"]) == (n, 3)
        assert figures["threshold"] == 0.6
        assert figures["false_reject"] == figures["rejected"]
        assert figures["per_alphabet"] is None
        if n == 3:
            # Both sets hold the same drawings.
            assert figures["auroc"] == 0.5
            assert figures["false_accept"] == pytest.approx(1 - figures["rejected"])


def test_a_model_without_scores_is_not_measured_on_other_drawings(
    pen_npz: Path, tmp_path: Path
) -> None:
    keras = pytest.importorskip("keras")
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    model.add(keras.layers.Dense(10, "softmax"))
    model.save(tmp_path / "plain.keras")
    said = refused(
        "evaluate", "--ink", pen_npz, "--not-digits", pen_npz, "--model", tmp_path / "plain.keras"
    )
    assert "gives no scores" in said


def test_a_report_is_written_and_json_stays_one_object(pen_npz: Path, tmp_path: Path) -> None:
    result = done("evaluate", "--ink", pen_npz, "--json", "--report", tmp_path / "report")
    assert json.loads(result.stdout)["n"] == 3
    assert "index.html" in result.stderr
    text = (tmp_path / "report" / "index.html").read_text()
    assert "<title>How well reader reads</title>" in text
    assert "Measured on pen.npz." in text


def test_figures_in_words_say_what_was_measured_on_what(tiny_npz: Path) -> None:
    said = done("evaluate", "--mnist", tiny_npz).stdout
    assert said.startswith("reader on MNIST test, the file mnist.npz\n\ndigits ")


def test_training_makes_three_files_that_can_be_measured(
    tiny_npz: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = done("train", "ann", "--mnist", tiny_npz, "--epochs", 1, "--seed", 3)
    assert "Finished after 1 epoch(s)" in result.stderr
    made = sorted(path.name for path in (tmp_path / "models").iterdir())
    assert made == ["digit_ann.json", "digit_ann.keras", "digit_ann.tflite"]
    card = json.loads((tmp_path / "models" / "digit_ann.json").read_text())
    assert card["command"] == "digit-widgets train ann --epochs 1 --seed 3"
    again = done(
        "evaluate", "--mnist", tiny_npz, "--json", "--model", tmp_path / "models/digit_ann.tflite"
    )
    assert json.loads(again.stdout)["accuracy"] == pytest.approx(card["test"]["accuracy"])


def test_every_option_reaches_the_training(
    tiny_npz: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[TrainingRun] = []
    monkeypatch.setattr(TrainingRun, "run", lambda run, _, __: begun.append(run))
    plain = ("--mnist", tiny_npz, "--out", tmp_path, "--seed", 4)
    done("train", "reader", *plain)
    pens = ("--ink", "pen.npz", "--ink", "more.npz", "--keep", "more", "--keep", "pen:25-30")
    others = ("--start", "was.keras", "--scorer", "digit_scorer.keras", "--resume", "--epochs", 7)
    done("train", "cnn", *plain, *pens, *others)
    done("train", "scorer", *plain, *pens, "--not-digits", "a.npz", "--not-digits", "b.npz")
    files = {"ink": [Path("pen.npz"), Path("more.npz")], "keep": ["more", "pen:25-30"]}
    made = {"seed": 4, "folder": tmp_path}
    start, scorer = Path("was.keras"), Path("digit_scorer.keras")
    assert begun == [
        TrainingRun("reader", **made),
        TrainingRun("cnn", epochs=7, resume=True, start=start, scorer=scorer, **made, **files),
        TrainingRun("scorer", not_digits=[Path("a.npz"), Path("b.npz")], **made, **files),
    ]


def test_every_architecture_can_be_trained() -> None:
    assert {each.value for each in Architecture} == set(ARCHITECTURES)


def test_options_that_contradict_each_other_are_refused_before_anything_is_loaded(
    tmp_path: Path,
) -> None:
    gone = ("--mnist", tmp_path / "gone.npz", "--out", tmp_path)
    assert "A scorer learns from drawn digits" in refused("train", "scorer", *gone)
    letters = ("--ink", "pen.npz", "--not-digits", "letters.npz")
    assert "train scorer first, then ann with --scorer" in refused("train", "ann", *gone, *letters)
    assert "What is held out is drawings" in refused("train", "ann", *gone, "--keep", "pen")


def test_an_exported_network_comes_with_what_it_lost(
    tiny_npz: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = ("--to", "tflite", "--quantize", "int8", "--mnist", tiny_npz)
    result = done("export", "model", "ann", *options)
    place, accuracy, labels = result.stdout.splitlines()
    assert re.fullmatch(r"digit_ann_int8\.tflite: \d+ kB \(before: 965 kB\)", place)
    assert re.match(r"Accuracy \d+\.\d\d% \(before: .*\) on 100 digits \(MNIST test, ", accuracy)
    assert re.match(r"(No|\d) predictions? changed; probabilities differ by at most 0\.", labels)
    assert "calibrated on 500 training digits" in result.stderr
    assert len(result.stderr.splitlines()) == 3
    again = json.loads(
        done(
            "evaluate", "--mnist", tiny_npz, "--json", "--model", tmp_path / "digit_ann_int8.tflite"
        ).stdout
    )
    assert f"Accuracy {again['accuracy']:.2%} " in accuracy


def test_several_networks_are_exported_as_one(tiny_npz: Path, tmp_path: Path) -> None:
    target = tmp_path / "both.tflite"
    options = ("--to", "tflite", "--output", target, "--mnist", tiny_npz)
    result = done("export", "model", "ann", "cnn", *options)
    assert "No prediction changed; probabilities differ by at most" in result.stdout
    assert target.is_file()


def test_a_model_that_cannot_be_exported_is_refused_before_the_data_is_loaded(
    tmp_path: Path,
) -> None:
    options = ("--to", "onnx", "--mnist", tmp_path / "gone.npz")
    said = refused("export", "model", "gone.keras", *options)
    assert "There is no model file at gone.keras" in said


def test_a_folder_that_cannot_be_written_is_refused_before_the_training(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    said = refused("train", "ann", "--mnist", tmp_path / "gone.npz", "--out", tmp_path / "taken")
    assert "Name another folder" in said


def test_a_file_is_no_folder_of_notebooks(tmp_path: Path) -> None:
    (tmp_path / "one.ipynb").write_text("{}")
    assert "no folder of notebooks" in refused("lab", "--port", "0", tmp_path / "one.ipynb")


def test_the_version_is_that_of_the_package() -> None:
    assert done("--version").stdout.strip() == version("digit-widgets")


def test_the_package_runs_as_a_module() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "digit_widgets", "--help"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0
    assert "[OPTIONS] COMMAND" in result.stdout
