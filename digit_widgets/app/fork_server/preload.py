"""Preload: imports what a kernel with a pad needs, once, for all kernels that are forked later.

Kernels share the memory of what is imported here, and spend no time on it. TensorFlow is not
imported: most kernels never need it, and it would start threads.
"""

from __future__ import annotations

import gc
import importlib
import os
import time
import warnings
from pathlib import Path

__all__ = ["count_threads", "preload"]

#: Imported by their names: this package uses none of them here.
_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.completer",
    "IPython.core.magics",
    "ipywidgets",
    "bqplot",
    "ipycanvas",
    "anywidget",
    "numpy.random",
    "ai_edge_litert.interpreter",
    "digit_widgets.widgets",
)
#: Seconds in which the threads of a closed pad end.
_PAD_ENDS = 10.0


def preload() -> None:
    """Import the modules, build and close one pad, and prepare the memory for being shared.

    Raises
    ------
    RuntimeError
        Something that was imported runs a thread: a fork would lose it, and any lock that it holds
        would stay locked.
    """
    show_warning = warnings.showwarning
    # Not with a warnings filter: some modules imported here set filters of their own.
    warnings.showwarning = lambda *_, **__: None
    try:
        for name in _MODULES:
            importlib.import_module(name)
        _use_pad()
    finally:
        warnings.showwarning = show_warning
    # Kernels share these objects: a collection in a kernel would write to all of them.
    gc.collect()
    gc.freeze()


def count_threads() -> int:
    """Return the number of this process's threads, including those that Python does not know."""
    return len(list(Path("/proc/self/task").iterdir()))


def _use_pad() -> None:
    """Build a pad and let it read a digit: that loads the rest, such as the network."""
    widgets = importlib.import_module("digit_widgets.widgets")
    ink = importlib.import_module("digit_widgets.ink")
    pad = widgets.DigitPad()
    pad.ink = ink.Ink.from_strokes([[(70, 60), (200, 60), (120, 230)]])
    pad.value  # noqa: B018 - waits until the digit has been read
    pad.close()
    importlib.import_module("ipywidgets").Widget.close_all()  # also the layouts of the pad's parts
    deadline = time.monotonic() + _PAD_ENDS
    while count_threads() > 1:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{count_threads()} threads run in process {os.getpid()}.")
        time.sleep(0.01)
