"""Backend: names what Keras computes with, for model cards."""

from __future__ import annotations

from importlib.metadata import version

import keras

__all__ = ["describe_backend"]


def describe_backend() -> str:
    """Return Keras' backend, its version and its first device: "tensorflow 2.21.0, cpu:0"."""
    name = keras.backend.backend()
    devices = keras.distribution.list_devices()
    return f"{name} {version(name)}" + (f", {devices[0]}" if devices else "")
