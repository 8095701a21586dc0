"""Forked kernel: turns a fork of the fork server into what ``ipykernel_launcher`` would be.

It differs from a kernel that was started plainly in this: the hash seed of strings is the same in
all kernels of one fork server, because Python reads it once, at its start; NumPy's linear algebra
runs on one thread; and variables of the environment that are only read at an import are read by
the fork server.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import random
import signal
import socket
import sys
import warnings
from typing import Any

import numpy as np

__all__ = ["run_kernel"]

#: ``PR_SET_PDEATHSIG`` of <sys/prctl.h>: the signal that a process gets when its parent ends.
_PARENT_DEATH_SIGNAL = 1


def run_kernel(request: dict[str, Any], channel: socket.socket, widgets: list[Any]) -> None:
    """Run a kernel in this process until it is shut down.

    Parameters
    ----------
    request
        ``arguments``, the command line after ``python -m``; ``environment``, all variables;
        ``folder``, the working directory.
    channel
        The kernel starts when a byte arrives here, and ends if the other end is closed before.
    widgets
        Those that modules make when they are imported: a page can only know them from a kernel.
    """
    parent = os.getppid()
    os.setsid()
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    with channel:
        # The fork server may have ended before its death would have sent a signal.
        if os.getppid() != parent or not channel.recv(1):
            os._exit(1)
    os.environ.clear()
    os.environ.update(request["environment"], JPY_PARENT_PID=str(parent))
    os.chdir(request["folder"])
    random.seed()
    np.random.seed()  # noqa: NPY002 - notebooks use it
    sys.argv = request["arguments"]
    # It registers where it is imported, if that is a kernel: here it was imported before.
    importlib.import_module("ipywidgets").register_comm_target()
    from ipykernel.kernelapp import IPKernelApp

    # By default it has the process that was the parent when the class was made.
    app: Any = IPKernelApp.instance(parent_handle=parent)
    app.initialize()
    # A message that arrives while the kernel ends is dropped, which is no news to anybody; and the
    # warning could not be printed, as by then nothing takes it to the page.
    warnings.filterwarnings("ignore", r"coroutine 'Kernel\.\w+' was never awaited", RuntimeWarning)
    for widget in widgets:
        widget.open()
    app.start()
