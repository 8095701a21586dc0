"""Hold-out split: what is learnt from, and what is held out, by file, writer and alphabet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from digit_widgets.data import InkDataset
from digit_widgets.errors import DataError
from digit_widgets.imaging import normalize_ink
from digit_widgets.training.input_pipeline.holdout import SplitInk, parse_groups
from tests.support.ink_files import write_ink


@pytest.fixture
def trio_file(pen: InkDataset, tmp_path: Path) -> Path:
    """Return digits of three writers, ``trio.npz``."""
    writers = np.array(["Ida", "Bo", "Cy"] * 2)
    return write_ink(tmp_path / "trio.npz", pen.inks[:6], labels=pen.labels[:6], writers=writers)


@pytest.fixture
def plain_file(pen: InkDataset, tmp_path: Path) -> Path:
    """Return two digits of unknown writers, ``plain.npz``."""
    return write_ink(tmp_path / "plain.npz", pen.inks[:2], labels=pen.labels[:2])


def learnt(split: SplitInk) -> dict[str, int]:
    return {name: origin["learnt_from"] for name, origin in split.origins.items()}


def test_all_is_learnt_if_nothing_is_held_out_but_letters_like_digits(
    pen: InkDataset, pen_file: Path, letters_file: Path, plain_file: Path
) -> None:
    split = SplitInk.load([pen_file], [letters_file, plain_file], letters=pen.inks[:2])
    assert learnt(split) == {"pen": 20, "letters": 4, "plain": 2}
    assert [len(each.inks) for each in split.drawings.non_digits] == [4, 2]
    assert split.drawings.letters == pen.inks[:2]
    assert split.held_out_digits == split.held_out_non_digits == split.labelled_images() == {}


def test_writers_alphabets_and_whole_files_are_held_out(
    pen: InkDataset, pen_file: Path, letters_file: Path, trio_file: Path
) -> None:
    split = SplitInk.load(
        [pen_file, trio_file], [letters_file], ["pen:2", "trio", "letters:Greek,O"]
    )
    assert learnt(split) == {"pen": 10, "trio": 0, "letters": 3}
    assert {origin["name"] for origin in split.origins.values()} == {"pen strokes of other origin"}
    assert split.drawings.digits.writers is not None
    assert set(split.drawings.digits.writers) == {1}
    assert {name: len(each.inks) for name, each in split.held_out_digits.items()} == {
        "pen": 10,
        "trio": 6,
    }
    # Letters like digits are held out as they are: whoever measures leaves them out.
    alphabets = split.held_out_non_digits["letters"].alphabets
    assert alphabets is not None
    assert alphabets.tolist() == ["Greek", "O"]
    images, labels = split.labelled_images()["pen"]
    assert images.shape == (10, 28, 28)
    np.testing.assert_array_equal(images[3], normalize_ink(pen.inks[3]))
    assert labels.tolist() == list(range(10))


def test_non_digits_are_held_out_by_writer_and_by_file(pen_file: Path, letters_file: Path) -> None:
    by_writer = SplitInk.load([pen_file], [letters_file], ["letters:Bo"])
    assert learnt(by_writer) == {"pen": 20, "letters": 2}
    whole = SplitInk.load([pen_file], [letters_file], ["letters"])
    assert learnt(whole) == {"pen": 20, "letters": 0}
    assert whole.drawings.non_digits == ()
    assert len(whole.held_out_non_digits["letters"].inks) == 5


def test_what_is_held_out_of_a_file_may_be_named_in_parts(trio_file: Path) -> None:
    split = SplitInk.load([trio_file], keep=["trio:Ida", "trio:Bo"])
    assert learnt(split) == {"trio": 2}
    with pytest.raises(DataError, match="All digits are held out"):
        SplitInk.load([trio_file], keep=["trio", "trio:Bo"])


@pytest.mark.parametrize(
    ("keep", "says"),
    [
        ("ink", r"no file ink to hold out drawings of: there are pen, trio, letters\."),
        ("pen.npz:1", r"no file pen\.npz to hold out"),
        ("pen:2,9", r"There is no writer 9: there are 1, 2\."),
        ("pen:1-2", "Of the writers 1, 2, all drew these digits"),
        ("letters:Latin", r"no writer or alphabet Latin: there are A, Bo, Greek, Ida, O, Runes\."),
        ("pen:", "'' names no writers or alphabets"),
    ],
)
def test_what_is_not_there_cannot_be_held_out(
    keep: str, says: str, pen_file: Path, trio_file: Path, letters_file: Path
) -> None:
    with pytest.raises(DataError, match=says):
        SplitInk.load([pen_file, trio_file], [letters_file], [keep])


def test_files_without_writers_and_alphabets_are_held_out_whole_or_not(
    pen_file: Path, plain_file: Path
) -> None:
    with pytest.raises(DataError, match="do not say who drew them"):
        SplitInk.load([plain_file], keep=["plain:1"])
    with pytest.raises(DataError, match=r"no writer or alphabet Greek: there are none\."):
        SplitInk.load([pen_file], [plain_file], ["plain:Greek"])


def test_files_of_digits_and_of_other_drawings_have_names_of_their_own(
    pen_file: Path, pen_npz: Path
) -> None:
    with pytest.raises(DataError, match="are named pen: rename one"):
        SplitInk.load([pen_file], [pen_npz])


@pytest.mark.parametrize("text", ["", " ", "1,", "7-5"])
def test_what_names_no_writers_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="names no writers"):
        parse_groups(text)


def test_groups_are_named_by_lists_and_ranges() -> None:
    assert parse_groups("1, 5-7,Greek, Old_Church-Slavonic") == {
        *("1", "5", "6", "7"),
        *("Greek", "Old_Church-Slavonic"),
    }
