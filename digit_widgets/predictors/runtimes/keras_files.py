"""Keras files: loads ``.keras`` and ``.h5`` files, and refuses those that would run other code."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from digit_widgets.errors import ModelError
from digit_widgets.predictors.model_files import check_is_file

__all__ = ["load_keras"]

#: First bytes of an HDF5 file.
_HDF5 = b"\x89HDF\r\n\x1a\n"
#: Classes in a file's configuration that run code which is not Keras' own, and what this is. A
#: Lambda layer holds a ``__lambda__``; other layers may too, as an activation.
_CODE = {
    "Lambda": "a Lambda layer in it holds Python code",
    "__lambda__": "a layer in it holds a Python function",
    "TFSMLayer": "a TFSMLayer in it names a SavedModel",
}


def load_keras(path: Path) -> Any:
    """Load a ``.keras`` or ``.h5`` file in safe mode, not compiled for training.

    Raises
    ------
    ModelError
        The file is missing or damaged, has a Lambda layer or a TFSMLayer, or Keras is not
        installed.
    """
    check_is_file(path)
    suffix = path.suffix.lower()
    is_hdf5 = suffix in {".h5", ".hdf5"}
    # Check this before importing Keras, which takes seconds and prints lines of its own.
    if not (_is_hdf5(path) if is_hdf5 else zipfile.is_zipfile(path)):
        raise ModelError(f"{path.name} is not a {suffix} file, or is damaged.")
    try:
        import keras
    except ImportError:
        raise ModelError(
            f"Reading {path.name} needs Keras: pip install 'digit-widgets[train]', "
            "or give a .tflite file."
        ) from None
    # Keras' own safe mode has left out `.h5` files, and other ways in, in some of its versions.
    classes = set(_list_classes(_read_configuration(path, is_hdf5=is_hdf5)))
    if code := next((what for name, what in _CODE.items() if name in classes), None):
        raise ModelError(
            f"{path.name} is refused: {code}, which would run. If you trust the file, load it "
            "yourself with keras.saving.load_model(path, safe_mode=False), and give the model."
        )
    try:
        return keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # Keras raises whatever its layers raise
        first_line = str(error).strip().splitlines()[0] if str(error).strip() else "no reason given"
        hint = (
            " If the model has layers of its own, load it yourself with "
            "keras.saving.load_model(path, custom_objects=...), and give the model."
        )
        raise ModelError(
            f"{path.name} cannot be loaded as a Keras model: {first_line[:200]}"
            f"{hint if 'Could not locate' in first_line else ''}"
        ) from error


def _is_hdf5(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_HDF5)) == _HDF5


def _read_configuration(path: Path, *, is_hdf5: bool) -> Any:
    """Return the description of a file's layers, as nested dicts and lists.

    Raises
    ------
    ModelError
        The file holds weights alone, or is damaged.
    """
    try:
        if not is_hdf5:
            with zipfile.ZipFile(path) as archive:
                return json.loads(archive.read("config.json"))
        import h5py

        with h5py.File(path) as file:
            text = file.attrs.get("model_config")
        if text is None:
            raise ModelError(
                f"{path.name} holds weights alone, and not the model: make the model, "
                "model.load_weights(path), and give the model."
            )
        return json.loads(text)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(f"{path.name} is not a {path.suffix} file, or is damaged.") from error


def _list_classes(configuration: Any) -> Iterator[str]:
    if isinstance(configuration, dict):
        name = configuration.get("class_name")
        if isinstance(name, str):
            yield name
        for each in configuration.values():
            yield from _list_classes(each)
    elif isinstance(configuration, list):
        for each in configuration:
            yield from _list_classes(each)
