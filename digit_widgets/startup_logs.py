"""Start-up logs: TensorFlow's and LiteRT's first lines, kept out of cells and terminals.

Both write lines to file descriptor 2 that say nothing a person could act on, and that Jupyter
shows in red. What each is kept quiet by:

- TensorFlow's and its converter's notes and warnings: by ``TF_CPP_MIN_LOG_LEVEL``, set when
  TensorFlow is about to be imported, by this package or by anybody after it, unless it is set
  already. At 0 or 1, somebody wants to see all: then nothing here is done.
- What TensorFlow writes before it has read that variable, and the failure of ``cuInit``, which it
  calls an error, on a machine without a GPU; what the converter says if TensorFlow was imported
  before this package; LiteRT's note on its delegate, for which it has no setting: by a filter
  between file descriptor 2 and where it led, for as long as such lines come and no longer.

The filter, ``startup_log_filter.py``, holds back lines that it knows and passes on all others, so
that errors come out. It is a process of its own: what TensorFlow says before it aborts is passed on
as well, and no thread waits for another that holds Python's lock.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess

__all__ = ["quiet_imports", "quiet_start"]

_LEVEL = "TF_CPP_MIN_LOG_LEVEL"
#: Where a GPU, if there is one, is found by CUDA: of Linux, and of Linux within Windows.
_GPUS = ("/dev/nvidiactl", "/dev/dxg")
#: What is run as the filter. It is not imported, as its patterns take long to compile.
_FILTER = os.path.join(os.path.dirname(__file__), "startup_log_filter.py")

_lock = threading.Lock()
_depth = 0
_filter: tuple[int, subprocess.Popen[bytes]] | None = None


@contextmanager
def quiet_start() -> Iterator[None]:
    """Hold back the known lines of what is started within, from any thread."""
    if not _is_wanted():
        yield
        return
    _enter()
    try:
        yield
    finally:
        _leave()


def quiet_imports() -> None:
    """Have TensorFlow imported quietly, by whomever, if it is not imported yet."""
    if "tensorflow" not in sys.modules and not any(
        isinstance(finder, _Finder) for finder in sys.meta_path
    ):
        sys.meta_path.insert(0, _Finder())


class _Finder:
    """Finds TensorFlow where the others find it, and has its import keep quiet."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Return TensorFlow's own spec with another way to run it; None for all else."""
        if name != "tensorflow":
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        specs = (finder.find_spec(name, path, target) for finder in others)
        spec = next(filter(None, specs), None)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module
            # Asked for without an import, as to see whether it is there, it is not run.
            spec.loader.exec_module = lambda module: self._import(run, module)  # type: ignore[method-assign]
        return spec

    def _import(self, run: Callable[[Any], None], module: Any) -> None:
        with suppress(ValueError):
            sys.meta_path.remove(self)
        if not _is_wanted():
            run(module)
            return
        os.environ.setdefault(_LEVEL, "2")
        with quiet_start():
            run(module)
            if not _has_gpu():
                # A GPU is looked for at the first computation, wherever that is. Without one,
                # looking now is said once, here, and has no other effect.
                with suppress(Exception):
                    module.config.list_physical_devices()


def _is_wanted() -> bool:
    return os.environ.get(_LEVEL) not in {"0", "1"}


def _has_gpu() -> bool:
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES") in {"", "-1"}
    return not hidden and any(os.path.exists(path) for path in _GPUS)


def _enter() -> None:
    global _depth, _filter  # noqa: PLW0603 - file descriptor 2 is the process's
    with _lock:
        _depth += 1
        if _depth == 1:
            # No standard error, or no process to be had: then there is no filter.
            with suppress(OSError):
                _filter = _install_filter()


def _leave() -> None:
    global _depth, _filter  # noqa: PLW0603
    with _lock:
        _depth -= 1
        if _depth or _filter is None:
            return
        (target, process), _filter = _filter, None
        _flush()
        os.dup2(target, 2)
        os.close(target)
        # It ends with what comes in, which another process may still hold: nobody waits for it.
        threading.Thread(target=process.wait, name="digit-widgets-quiet", daemon=True).start()


def _install_filter() -> tuple[int, subprocess.Popen[bytes]]:
    """Lead file descriptor 2 through a filter; return where it led, and the filter."""
    import subprocess

    target = os.dup(2)
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", _FILTER, str(int(_has_gpu()))],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=target,
            start_new_session=True,  # Ctrl-C is not for it
        )
    except BaseException:
        os.close(target)
        raise
    assert process.stdin is not None
    _flush()
    os.dup2(process.stdin.fileno(), 2)
    process.stdin.close()
    return target, process


def _flush() -> None:
    # What was written before must come before.
    if sys.stderr is not None:
        sys.stderr.flush()
