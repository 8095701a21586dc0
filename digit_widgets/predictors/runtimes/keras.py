"""Keras runtime: runs models in memory, whole files in safe mode, and SavedModel folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.runtimes.keras_files import load_keras
from digit_widgets.predictors.runtimes.raw_model import RawModel, Signature, is_named_plain

__all__ = ["KerasModel", "SavedModel", "clone_untrained", "compiled_call"]

#: Operations of a SavedModel that reach beyond the model: into files, or into Python.
_REACHING = {"ReadFile", "WriteFile", "PyFunc", "PyFuncStateless", "EagerPyFunc"}


class KerasModel(RawModel):
    """A `RawModel` that runs a Keras model itself, not a copy: further training shows at once.

    Parameters
    ----------
    model
        A ``keras.Model``, built or not, of any backend; or the path of a ``.keras`` or ``.h5``
        file, which is loaded in safe mode.

    Raises
    ------
    ModelError
        The file is missing, damaged or unsafe, Keras is missing, or the model has several inputs.
    """

    def __init__(self, model: Any) -> None:
        name = model.name if isinstance(model, Path) else ""
        self.model = load_keras(model) if isinstance(model, Path) else model
        name = name or f"The Keras model {getattr(self.model, 'name', type(self.model).__name__)}"
        super().__init__(name, _read_signature(self.model, name))
        self._calls: dict[Any, Callable[[Any], Any]] = {}

    @property
    def parameters(self) -> int | None:
        """Number of its parameters; None before it is built."""
        return int(self.model.count_params()) if getattr(self.model, "built", False) else None

    def _run(self, batch: NDArray[Any]) -> Any:
        key = (batch.shape[1:], batch.dtype.name)
        if (call := self._calls.get(key)) is None:
            if not getattr(self.model, "built", True):
                # Its layers are made by its first call, which TensorFlow would trace in vain.
                self.model(batch[:1], training=False)
            call = compiled_call(self.model, *key)
        output = _to_arrays(call(batch))
        self._calls[key] = call
        return output


class SavedModel(RawModel):
    """A `RawModel` that runs a SavedModel folder, as ``model.export`` and TensorFlow write it.

    Parameters
    ----------
    path
        The folder, which holds ``saved_model.pb``.

    Raises
    ------
    ModelError
        The folder is damaged, its model reaches into files or Python code or has several inputs,
        or TensorFlow is missing.
    """

    def __init__(self, path: Path) -> None:
        try:
            import tensorflow as tf
        except ImportError:
            raise ModelError(
                f"Reading {path.name} needs TensorFlow: pip install 'digit-widgets[train]', "
                "or give a .tflite file."
            ) from None
        try:
            reaching = _list_operations(path) & _REACHING
            loaded = None if reaching else tf.saved_model.load(str(path))
        except Exception as error:  # TensorFlow raises whatever it finds
            raise ModelError(
                f"{path.name} cannot be loaded as a SavedModel: {str(error)[:200]}"
            ) from error
        if loaded is None:
            raise ModelError(
                f"{path.name} is refused: its operations {', '.join(sorted(reaching))} read or "
                "write files or run Python code. If you trust it, load it yourself with "
                "tf.saved_model.load, and give a function that calls it."
            )
        signatures = loaded.signatures
        if "serving_default" not in signatures:
            raise ModelError(
                f"{path.name} has no signature serving_default: save it with "
                "model.export(folder), or give a .keras file."
            )
        self._loaded = loaded  # its variables live as long as it does
        self._call = signatures["serving_default"]
        specs = self._call.structured_input_signature[1]
        if len(specs) != 1:
            raise ModelError(f"{path.name} takes {len(specs)} inputs; give a model of one image.")
        ((self._input, spec),) = specs.items()
        sides = None if spec.shape.rank is None else tuple(spec.shape[1:])
        is_plain = is_named_plain(self._input)
        super().__init__(path.name, Signature(sides, spec.dtype.name, is_plain=is_plain))

    def _run(self, batch: NDArray[Any]) -> Any:
        import tensorflow as tf

        return {
            key: each.numpy()
            for key, each in self._call(**{self._input: tf.constant(batch)}).items()
        }


def compiled_call(
    model: Any, shape: tuple[int | None, ...], dtype: str = "float32"
) -> Callable[[Any], Any]:
    """Wrap a Keras model's call on images of a shape for speed.

    With TensorFlow as the backend, an image takes 1.5 ms instead of 7 ms.
    """
    import keras

    if keras.backend.backend() != "tensorflow":
        return lambda images: keras.tree.map_structure(
            keras.ops.convert_to_numpy, model(images, training=False)
        )
    import tensorflow as tf

    signature = tf.TensorSpec((None, *shape), dtype)
    call = tf.function(lambda images: model(images, training=False), input_signature=[signature])
    # Called itself, it would look for its graph each time, which takes 0.5 ms.
    graph = call.get_concrete_function()
    return lambda images: graph(tf.constant(images))


def _read_signature(model: Any, name: str) -> Signature:
    inputs = getattr(model, "inputs", None) or []
    if len(inputs) > 1:
        raise ModelError(f"{name} takes {len(inputs)} inputs; give a model of one image.")
    if inputs:
        batch, *sides = inputs[0].shape
        dtype = str(getattr(inputs[0].dtype, "name", inputs[0].dtype))
        is_plain = is_named_plain(str(getattr(inputs[0], "name", "")))
        return Signature(tuple(sides), dtype, batch or 256, is_plain=is_plain)
    if not getattr(model, "built", True):
        # A first call builds it, for good: with the shape that most networks take.
        return Signature((28, 28, 1), is_fixed=False)
    # A subclassed model knows the shape that it was built with.
    known: dict[str, Any] = getattr(model, "get_build_config", dict)() or {}
    shape = known.get("input_shape")
    if isinstance(shape, tuple | list) and all(isinstance(side, int | None) for side in shape):
        return Signature(tuple(shape[1:]), is_fixed=False)
    return Signature()


def _list_operations(path: Path) -> set[str]:
    """Return the names of all operations in a SavedModel, without loading it."""
    from tensorflow.core.protobuf import saved_model_pb2

    content = saved_model_pb2.SavedModel.FromString((path / "saved_model.pb").read_bytes())
    graphs = [meta.graph_def for meta in content.meta_graphs]
    functions = (function for graph in graphs for function in graph.library.function)
    return {node.op for graph in graphs for node in graph.node} | {
        node.op for function in functions for node in function.node_def
    }


def _to_arrays(output: Any) -> Any:
    """Turn a tensor, or several, into arrays."""
    if isinstance(output, dict):
        return {key: np.asarray(each) for key, each in output.items()}
    if isinstance(output, list | tuple):
        return [np.asarray(each) for each in output]
    return np.asarray(output)


def clone_untrained(model: Any) -> Any:
    """Return a model of the same layers with fresh weights.

    Raises
    ------
    ModelError
        It cannot be cloned: it is not functional.
    """
    try:
        import keras

        return keras.models.clone_model(model)
    except Exception as error:
        name = getattr(model, "name", type(model).__name__)
        raise ModelError(
            f"{name} cannot be made anew with fresh weights: {str(error)[:200]}"
        ) from error
