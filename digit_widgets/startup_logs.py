"""Start-up logs: keeps TensorFlow's and LiteRT's first lines out of cells and terminals.

Both write lines to file descriptor 2 that call for no action and that Jupyter shows in red. Two
things keep them quiet:

- ``TF_CPP_MIN_LOG_LEVEL`` silences the notes and warnings of TensorFlow and its converter. It is
  set just before TensorFlow is imported, by this package or by any other code after it, unless
  it is set already. If it is 0 or 1, somebody wants to see everything: this module does nothing.
- A filter between file descriptor 2 and its destination removes the rest: TensorFlow's lines from
  before it reads that variable; the failure of ``cuInit`` on a machine without a GPU, which
  TensorFlow calls an error; the converter's lines if TensorFlow was imported before this package;
  and LiteRT's note on its delegate, which no setting turns off. It is in place only while such
  lines are expected.

The filter, ``startup_log_filter.py``, removes only lines that it recognises, so errors still
appear. It is a separate process: even the last words of a TensorFlow that aborts are passed on,
and no thread has to wait for another one that holds Python's GIL.
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
#: Device files by which CUDA finds a GPU: on Linux, and on Linux within Windows.
_GPUS = ("/dev/nvidiactl", "/dev/dxg")
#: The filter script. It is never imported, because its patterns take long to compile.
_FILTER = os.path.join(os.path.dirname(__file__), "startup_log_filter.py")

_lock = threading.Lock()
_depth = 0
_filter: tuple[int, subprocess.Popen[bytes]] | None = None


@contextmanager
def quiet_start() -> Iterator[None]:
    """Filter start-up noise while the block runs, on all threads."""
    if not _is_wanted():
        yield
        return
    _enter()
    try:
        yield
    finally:
        _leave()


def quiet_imports() -> None:
    """Silence the import of TensorFlow, by any code, unless it is imported already."""
    if "tensorflow" not in sys.modules and not any(
        isinstance(finder, _Finder) for finder in sys.meta_path
    ):
        sys.meta_path.insert(0, _Finder())


class _Finder:
    """Import hook: finds TensorFlow through the other finders and silences its import."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Return TensorFlow's own spec with a wrapped loader; None for any other module."""
        if name != "tensorflow":
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        specs = (finder.find_spec(name, path, target) for finder in others)
        spec = next(filter(None, specs), None)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module
            # A look-up without an import, as to see if TensorFlow is there, does not run this.
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
                # TensorFlow looks for a GPU at its first computation. Without a GPU, looking now
                # prints the complaint here, where it is filtered, and has no other effect.
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
            # Without a standard error, or if no process can be started, there is no filter.
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
        # The filter ends when its input closes, which another process may still hold open: do not
        # wait for it here.
        threading.Thread(target=process.wait, name="digit-widgets-quiet", daemon=True).start()


def _install_filter() -> tuple[int, subprocess.Popen[bytes]]:
    """Send file descriptor 2 through a filter; return its old target, and the filter process."""
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
    # Lines already written must come out first.
    if sys.stderr is not None:
        sys.stderr.flush()
