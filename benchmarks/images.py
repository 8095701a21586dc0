"""Accuracy on scans and photographs of strokes: ``python -m benchmarks.images pen_digits.npz``.

Each condition of `benchmarks._photographs` is applied to the same digits of the file's last
writers, and the resulting image files are predicted. "Resized" is the obvious way: the whole image
shrunk to 28×28, light on dark as its border suggests.
"""

from __future__ import annotations

import argparse
import io
import resource
import subprocess
import sys
import time

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks._photographs import CONDITIONS
from benchmarks._table import print_table
from digit_widgets.data import load_ink_dataset
from digit_widgets.imaging import load_image, normalize_image
from digit_widgets.predictors import load_predictor

WRITERS = range(25, 31)


def main() -> None:
    """Measure and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", help="pen strokes, as 'digit-widgets evaluate' takes")
    parser.add_argument("--count", type=int, default=300, help="digits of each condition")
    parser.add_argument("--peak", choices=["none", "jpeg", "png"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        print(_peak(options.peak))
        return
    if options.file is None:
        parser.error("Give a file of pen strokes.")
    _accuracy(options.file, options.count)
    print()
    _memory()


def _accuracy(path: str, count: int) -> None:
    predictor = load_predictor()
    drawn = load_ink_dataset(path)
    of_each = [drawn.split_by_writer({str(writer)})[1] for writer in WRITERS]
    digits = [pair for each in of_each for pair in zip(each.inks, each.labels, strict=True)]
    chosen = np.random.default_rng(5).permutation(len(digits))[:count]
    labels = np.array([digits[i][1] for i in chosen])
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
    unit = 1 if sys.platform == "darwin" else 1024
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit} {seconds:.2f}"


if __name__ == "__main__":
    main()
