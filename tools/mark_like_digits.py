"""Like digits: marks the characters in files of Omniglot that nobody can tell from a digit.

Run as ``python -m tools.mark_like_digits FILE... --out FOLDER``. The files name each drawing's
alphabet, but not its character: they come in the alphabet's order, and 20 people drew each.

Reference: B. M. Lake, R. Salakhutdinov and J. B. Tenenbaum, "Human-level concept learning through
probabilistic program induction", Science 350, 2015.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["LIKE_DIGITS_IN_OMNIGLOT", "mark_like_digits"]

#: The numbers of the characters, from 0, by alphabet. They were chosen by eye.
LIKE_DIGITS_IN_OMNIGLOT: Mapping[str, tuple[int, ...]] = {
    "Latin": tuple("abcdefghijklmnopqrstuvwxyz".index(letter) for letter in "bgiloqsz"),
    "Greek": tuple("αβγδεζηθικλμνξοπρστυφχψω".index(letter) for letter in "δζθιοσ"),
    "Korean": (20, 21, 26, 30, 32),  # an upright line, then like 7, 2, 1 with an upstroke, and 0
    "Early_Aramaic": (1, 2, 3, 5, 6, 9, 11, 13, 15, 16, 19),
    "Balinese": (4,),
}
_PEOPLE = 20


def mark_like_digits(alphabets: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Return which drawings are of characters like digits.

    Parameters
    ----------
    alphabets
        (N,) the alphabet of each drawing, in Omniglot's order.
    """
    like = np.zeros(len(alphabets), bool)
    for name, characters in LIKE_DIGITS_IN_OMNIGLOT.items():
        drawings = np.flatnonzero(alphabets == name)
        like[drawings] = np.isin(np.arange(len(drawings)) // _PEOPLE, characters)
    return like


def _main() -> None:
    parser = argparse.ArgumentParser(description="Mark Omniglot's characters like digits.")
    parser.add_argument("files", nargs="+", type=Path, help=".npz files of drawings from Omniglot")
    parser.add_argument("--out", type=Path, required=True, help="folder for the marked files")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for file in arguments.files:
        with np.load(file) as arrays:
            whole = dict(arrays)
        whole["like_digits"] = mark_like_digits(whole["alphabets"])
        np.savez_compressed(arguments.out / file.name, **whole)


if __name__ == "__main__":
    _main()
