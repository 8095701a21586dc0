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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["count_threads", "preload"]

#: Imported by their names: this package uses none of them here. ipywidgets comes first.
_MODULES = (
    "ipywidgets",
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    # What a kernel imports only when it starts or runs its first cell.
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.extensions.storemagic",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
    # What a pad imports.
    "bqplot",
    "ipycanvas",
    "anywidget",
    "numpy.random",
    "ai_edge_litert.interpreter",
    "ai_edge_litert.schema_py_generated",  # by the first look inside a network
    "digit_widgets.widgets",
)
#: Seconds in which the threads of a closed pad end.
_PAD_ENDS = 10.0


def preload() -> list[Any]:
    """Import the modules, build and close one pad, and prepare the memory for being shared.

    Returns
    -------
    list
        The widgets that modules made when they were imported, closed: each kernel has to open them.

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
        with _record_widgets() as lasting:
            for name in _MODULES[1:]:
                importlib.import_module(name)
        with _record_widgets() as passing:
            _use_pad()
    finally:
        warnings.showwarning = show_warning
    for widget in [*passing, *lasting]:
        widget.close()
    _wait_for_threads()
    # Kernels share these objects: a collection in a kernel would write to all of them.
    gc.collect()
    gc.freeze()
    return lasting


def count_threads() -> int:
    """Return the number of this process's threads, including those that Python does not know."""
    return len(list(Path("/proc/self/task").iterdir()))


@contextmanager
def _record_widgets() -> Iterator[list[Any]]:
    """Collect the widgets that are made while the block runs."""
    widget, made = importlib.import_module(_MODULES[0]).Widget, list[Any]()
    widget.on_widget_constructed(made.append)
    try:
        yield made
    finally:
        widget.on_widget_constructed(None)


def _use_pad() -> None:
    """Build a pad and let it read a digit: that loads the rest, such as the network."""
    pad = importlib.import_module("digit_widgets.widgets").DigitPad()
    ink = importlib.import_module("digit_widgets.ink").Ink
    pad.ink = ink.from_strokes([[(70, 60), (200, 60), (120, 230)]])
    pad.value  # noqa: B018 - waits until the digit has been read
    pad.close()


def _wait_for_threads() -> None:
    deadline = time.monotonic() + _PAD_ENDS
    while count_threads() > 1:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{count_threads()} threads run in process {os.getpid()}.")
        time.sleep(0.01)
