"""Log filter: copies standard input to standard error, less TensorFlow's start-up lines.

`digit_widgets.startup_logs` runs it as a script, and sends file descriptor 2 through it while
TensorFlow or LiteRT starts.
"""

from __future__ import annotations

import os
import re
import sys

__all__ = ["is_noise"]

_NOISE = re.compile(
    rb"""
    [IW]\d{4}\ \d\d:\d\d:\d\d\.\d+          # a note or a warning: absl's form; of it in full,
    | [IW]\d{4}\ \d\d:\d\d:\d{10,}\.\d+     # before absl is set up,
    | \d{4}-\d\d-\d\d\ [\d:.]+:\ [IW]\      # and TensorFlow's own form
    | WARNING:\ All\ log\ messages\ before\ absl::InitializeLog
    | To\ enable\ the\ following\ instructions:   # the second line of a note
    | INFO:\ (Created|Initialized|Applying\ \d+)\ TensorFlow\ Lite\ # LiteRT's
    | fully_quantize:\ \d,\ inference_type:    # the quantizer's settings
    | VERBOSE:\ Replacing\ \d+\ out\ of\ \d+\ node
    | \S.*Unable\ to\ register\ cu\w+\ (factory|plugin)  # said to be errors, but are none:
    | \S.*computation\ placer\ already\ registered       # two parts of it bring the same thing
    | \S.*\bALREADY_EXISTS:.*registered | \S.*AlreadyRegistered
    """,
    re.VERBOSE,
)
#: An error only on a machine with a GPU.
_NO_GPU = re.compile(rb".*\bfailed call to cuInit")


def is_noise(line: bytes, *, has_gpu: bool = False) -> bool:
    """Return True if a line of standard error is start-up noise.

    Parameters
    ----------
    line
        The line, with or without its line ending.
    has_gpu
        Whether there is a GPU: then a line about its failure is a real error.
    """
    return bool(_NOISE.match(line) or (not has_gpu and _NO_GPU.match(line)))


def _pass_on(*, has_gpu: bool) -> None:
    """Copy standard input to standard error, without the noise."""
    rest = b""
    while chunk := os.read(0, 1 << 16):
        *lines, rest = (rest + chunk).split(b"\n")
        if kept := b"".join(line + b"\n" for line in lines if not is_noise(line, has_gpu=has_gpu)):
            os.write(2, kept)
    if rest and not is_noise(rest, has_gpu=has_gpu):
        os.write(2, rest)


if __name__ == "__main__":
    _pass_on(has_gpu=sys.argv[1:] == ["1"])
