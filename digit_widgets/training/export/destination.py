"""Destination: the file or folder of an exported model, which appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digit_widgets.data.files import expand_path
from digit_widgets.errors import ModelError
from digit_widgets.training.export.conversion import FORMATS

__all__ = ["check_destination", "measure_size", "name_file", "replace_on_success"]

#: Suffixes of files, which are no names for the folder that a SavedModel is.
_FILE_SUFFIXES = {".keras", ".h5", ".hdf5", ".pb", ".tflite", ".onnx"}


def name_file(stem: str, to: str, quantize: str | None) -> str:
    """Return the default name of an exported model: "digit_cnn_int8.tflite"."""
    if to == "saved-model":
        return f"{stem}_saved_model"
    return f"{stem}{f'_{quantize}' if quantize else ''}{FORMATS[to]}"


def check_destination(output: str | Path, to: str, *, overwrite: bool) -> Path:
    """Return the path to write, after checking its name and what is there.

    Raises
    ------
    ModelError
        The name has another suffix than the format; or something of the name exists already and is
        of another kind, or is not to be overwritten.
    """
    path = expand_path(output)
    suffix = FORMATS[to]
    if suffix and path.suffix != suffix:
        given = f"the folder {path}" if path.is_dir() else path.name
        raise ModelError(f"A {to} model is a file that ends in {suffix}: name one, not {given}.")
    if not suffix and path.suffix.lower() in _FILE_SUFFIXES:
        raise ModelError(
            f"A SavedModel is a folder: give it a name without {path.suffix}, not {path.name}."
        )
    if not path.exists():
        return path
    is_of_the_kind = (path / "saved_model.pb").is_file() if not suffix else path.is_file()
    if not is_of_the_kind:
        kind = "a folder" if suffix else "not a SavedModel"
        raise ModelError(f"{path} exists and is {kind}: give another output.")
    if not overwrite:
        raise ModelError(f"{path} exists already: give another output, or choose to overwrite it.")
    return path


@contextmanager
def replace_on_success(path: Path) -> Iterator[Path]:
    """Give a path of the same name in a scratch folder, and move what is there to `path`.

    It is moved when the block ends without an exception. The folder of `path` is created if it is
    missing; what is at `path` is replaced.

    Raises
    ------
    ModelError
        The model cannot be written there.
    """
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".exporting-", dir=folder) as scratch:
            made = Path(scratch) / path.name
            yield made
            if path.is_dir():
                # A folder cannot be replaced in one step, unlike a file.
                os.replace(path, Path(scratch) / "before")
            os.replace(made, path)
    except OSError as error:
        raise ModelError(
            f"The model cannot be written to {folder}: {error.strerror or error}. "
            "Give another output, or make room."
        ) from error


def measure_size(path: Path) -> int:
    """Return the size in bytes of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())
