"""Reading scans and photographs of strokes: ``python -m benchmarks.images pen_digits.npz``.

The digits are those of the file's last writers, a fifth of them. First, each condition of
`benchmarks._photographs` is applied to the same digits, one digit alone on paper. "Resized" is the
obvious way: the whole image shrunk to 28×28, light on dark as its border suggests. Then the scenes
of `benchmarks.scenes`: one digit among other things, several, and none.
"""

from __future__ import annotations

import argparse
import io
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks._photographs import CONDITIONS
from benchmarks._table import print_table
from benchmarks.scenes.contact_sheet import show
from benchmarks.scenes.figures import print_nothing, print_several, print_singles, print_times
from benchmarks.scenes.scene import find_hands
from digit_widgets.data import InkDataset, load_ink_dataset, load_unlabeled_ink
from digit_widgets.imaging import load_image, normalize_image
from digit_widgets.ink import Ink
from digit_widgets.predictors import Predictor, load_predictor


def main() -> None:
    """Measure and print the tables, or show the scenes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", help="pen strokes, as 'digit-widgets evaluate' takes")
    parser.add_argument("--letters", help="pen strokes of letters, for scenes without digits")
    parser.add_argument("--count", type=int, default=300, help="images of each kind")
    parser.add_argument(
        "--show", metavar="OUT.png", help="save one of each scene, and measure none"
    )
    parser.add_argument("--peak", choices=["none", "jpeg", "png"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        print(_peak(options.peak))
        return
    if options.file is None:
        parser.error("Give a file of pen strokes.")
    digits = load_ink_dataset(options.file)
    letters = load_unlabeled_ink(options.letters) if options.letters else None
    hands = find_hands(digits, _last_writers(digits), letters)
    if options.show:
        show(hands, options.show)
        return
    predictor = load_predictor()
    _accuracy(predictor, [pair for hand in hands for pair in hand.digits], options.count)
    for print_figures in (print_singles, print_several, print_nothing):
        print(flush=True)
        print_figures(predictor, hands, options.count)
    print(flush=True)
    print_times(predictor, hands)
    print(flush=True)
    _memory()


def _last_writers(digits: InkDataset) -> list[str]:
    names = [] if digits.writers is None else [str(name) for name in np.unique(digits.writers)]
    return names[-max(1, -(-len(names) // 5)) :]


def _accuracy(predictor: Predictor, digits: Sequence[tuple[Ink, str]], count: int) -> None:
    chosen = np.random.default_rng(5).permutation(len(digits))[:count]
    labels = np.array([int(digits[i][1]) for i in chosen])
    rows = []
    for name, condition in CONDITIONS.items():
        random = np.random.default_rng(7)
        files = [condition.image(digits[i][0], random) for i in chosen]
        shares, times = [], []
        for look in (_looked_at, _resized):
            start = time.perf_counter()
            images = np.stack([look(file) for file in files])
            times.append(1000 * (time.perf_counter() - start) / len(files))
            right = predictor.predict_proba(images).argmax(axis=1) == labels
            shares.append(f"{(right & images.any(axis=(1, 2))).mean():.1%}")
        rows.append([name, *shares, f"{times[0]:.0f}", f"{times[0] / times[1]:.1f}"])
    print_table(["image", "read", "resized", "ms", "times resizing"], rows)


def _looked_at(file: bytes) -> NDArray[np.float32]:
    return normalize_image(load_image(file))


def _resized(file: bytes) -> NDArray[np.float32]:
    image = Image.open(io.BytesIO(file)).convert("L").resize((28, 28), Image.Resampling.BOX)
    grey = np.asarray(image, np.float32) / np.float32(255)
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    return 1 - grey if np.median(border) > 0.5 else grey


def _memory() -> None:
    """Measure the peak memory of reading an image of 50 megapixels, compared to none."""
    peaks = {kind: _child(kind) for kind in ("none", "jpeg", "png")}
    print_table(
        ["50 megapixels, RGB", "more memory at its peak, MB", "s"],
        [
            [
                kind.upper(),
                f"{(peaks[kind][0] - peaks['none'][0]) / 1e6:.0f}",
                f"{peaks[kind][1]:.1f}",
            ]
            for kind in ("jpeg", "png")
        ],
    )


def _child(kind: str) -> tuple[float, float]:
    # One process writes the image, another reads it and has a peak of its own.
    command = [sys.executable, "-m", "benchmarks.images", "--peak", kind]
    content = b"" if kind == "none" else _huge(kind)
    result = subprocess.run(command, input=content, capture_output=True, check=True)
    peak, seconds = result.stdout.split()
    return float(peak), float(seconds)


def _huge(kind: str) -> bytes:
    image, file = Image.new("RGB", (8_000, 6_250), "white"), io.BytesIO()
    image.paste("black", (3_900, 2_000, 4_100, 4_000))
    image.save(file, kind.upper())
    return file.getvalue()


def _peak(kind: str) -> str:
    content = sys.stdin.buffer.read()
    start = time.perf_counter()
    if kind != "none":
        assert _looked_at(content).any()
    seconds = time.perf_counter() - start
    return f"{_peak_memory()} {seconds:.2f}"


def _peak_memory() -> int:
    """Return this process's most memory so far, in bytes."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # On Linux, getrusage begins with what the parent took, which here has read scenes before.
    lines = status.read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
