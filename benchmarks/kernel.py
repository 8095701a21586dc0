"""Import time, and memory of a kernel with one pad: ``python -m benchmarks.kernel``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import psutil
from jupyter_client.manager import start_new_kernel

from benchmarks._table import print_table

REPEATS = 7
_PAD = "from digit_widgets import DigitPad\npad = DigitPad()\npad"
_DRAWN = "\nfrom digit_widgets import Ink\npad.ink = Ink.from_strokes([[(140, 40), (140, 240)]])"
_LOADED = "import sys; print([name for name in ('tensorflow', 'keras') if name in sys.modules])"


def main() -> None:
    """Measure and print a table."""
    bare = _seconds("pass")
    package = statistics.median(_seconds("import digit_widgets") - bare for _ in range(REPEATS))
    first_pad = statistics.median(
        _seconds("from digit_widgets import DigitPad; DigitPad()") - bare for _ in range(REPEATS)
    )
    empty, _ = _kernel("pass")
    with_pad, loaded = _kernel(_PAD)
    reading, _ = _kernel(_PAD + _DRAWN)
    rows = [
        ["import digit_widgets", f"{package * 1000:.0f} ms"],
        ["import and first pad", f"{first_pad * 1000:.0f} ms"],
        ["kernel with nothing, resident", _size(empty)],
        ["kernel with one pad, resident", _size(with_pad)],
        ["the same after a drawing was read, resident", _size(reading)],
        ["TensorFlow or Keras loaded", loaded],
    ]
    print_table(["what", "measured"], rows)


def _size(size: int) -> str:
    return f"{size / 1e6:.0f} MB ({size / 2**20:.0f} MiB)"


def _seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def _kernel(code: str) -> tuple[int, str]:
    """Run a cell in a new kernel; return its memory in bytes and the heavy modules it loaded."""
    manager, client = start_new_kernel()
    try:
        client.execute_interactive(code, timeout=60, output_hook=lambda _: None)
        said: list[str] = []
        client.execute_interactive(
            f"import os\n{_LOADED}\nprint(os.getpid())",
            timeout=60,
            output_hook=lambda message: said.append(message["content"].get("text", "")),
        )
        loaded, pid = "".join(said).split("\n")[:2]
        memory = psutil.Process(int(pid)).memory_info().rss
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return memory, "none" if loaded == "[]" else loaded


if __name__ == "__main__":
    main()
