"""Labelled pen strokes from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digit_widgets.data import (
    InkDataset,
    UnlabeledInk,
    load_ink_dataset,
    load_ink_files,
    load_unlabeled_files,
    load_unlabeled_ink,
)
from digit_widgets.errors import DataError
from digit_widgets.ink import MAX_COORDINATE, Ink
from tools.mark_like_digits import mark_like_digits


def arrays(**changes: Any) -> dict[str, Any]:
    """Make two digits: one stroke of two points, and two strokes of one and three points."""
    whole = {
        "points": np.array([[0, 0], [10, 20], [5, 5], [1, 2], [3, 4], [5, 6]], np.int16),
        "stroke_offsets": np.array([0, 2, 3, 6]),
        "glyph_offsets": np.array([0, 1, 3]),
        "labels": np.array([1, 4], np.uint8),
    }
    return whole | changes


def saved(folder: Path, name: str = "pen.npz", **changes: Any) -> Path:
    whole = arrays(**changes)
    np.savez(folder / name, **{key: array for key, array in whole.items() if array is not None})
    return folder / name


def test_each_glyph_becomes_a_drawing_with_its_label(tmp_path: Path) -> None:
    digits = load_ink_dataset(saved(tmp_path, writers=np.array([3, 3])))
    strokes = [[stroke.points.tolist() for stroke in ink.strokes] for ink in digits.inks]
    assert strokes == [[[[0, 0], [10, 20]]], [[[5, 5]], [[1, 2], [3, 4], [5, 6]]]]
    assert digits.labels.tolist() == [1, 4]
    assert digits.labels.dtype == np.int64


def test_writers_are_kept_where_the_file_has_them(tmp_path: Path) -> None:
    assert load_ink_dataset(saved(tmp_path)).writers is None
    numbers = load_ink_dataset(saved(tmp_path, writers=np.array([3, 12], np.int16))).writers
    assert numbers is not None
    assert numbers.dtype == np.int64
    assert numbers.tolist() == [3, 12]
    names = load_ink_dataset(saved(tmp_path, writers=np.array(["Ida", "Bo"]))).writers
    assert names is not None
    assert names.tolist() == ["Ida", "Bo"]


def test_several_files_are_one_set_in_which_a_writer_is_named_after_the_file(
    tmp_path: Path,
) -> None:
    first = saved(tmp_path, "first.npz", writers=np.array([3, 12]))
    second = saved(tmp_path, "second.npz", writers=np.array([3, 4]), labels=np.array([0, 9]))
    digits = load_ink_dataset(first, second)
    assert len(digits.inks) == 4
    assert digits.labels.tolist() == [1, 4, 0, 9]
    assert digits.writers is not None
    assert digits.writers.tolist() == ["first:3", "first:12", "second:3", "second:4"]
    rest, theirs = digits.split_by_writer({"second:3"})
    assert (rest.labels.tolist(), theirs.labels.tolist()) == ([1, 4, 9], [0])


def test_several_files_can_stay_sets_of_their_own(tmp_path: Path) -> None:
    first = saved(tmp_path, "first.npz", writers=np.array([3, 12]))
    sets = load_ink_files(first, saved(tmp_path, "second.npz"))
    assert {name: len(each.inks) for name, each in sets.items()} == {"first": 2, "second": 2}
    assert sets["first"].writers is not None
    assert sets["first"].writers.tolist() == [3, 12]
    assert sets["second"].writers is None
    writers = InkDataset.join(sets).writers
    assert writers is not None
    assert writers.tolist() == ["first:3", "first:12", "", ""]
    assert list(load_unlabeled_files(first)) == ["first"]


def test_files_of_the_same_name_go_by_their_paths(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    files = saved(tmp_path), saved(tmp_path / "more")
    assert list(load_ink_files(*files)) == [str(file) for file in files]


@pytest.mark.parametrize("load", [load_ink_dataset, load_unlabeled_ink])
def test_a_file_given_twice_is_refused(load: Any, tmp_path: Path) -> None:
    path = saved(tmp_path)
    with pytest.raises(DataError, match=r"pen\.npz is given twice"):
        load(path, tmp_path / "." / "pen.npz")


def test_drawings_need_no_labels_and_may_have_alphabets(tmp_path: Path) -> None:
    drawings = load_unlabeled_ink(saved(tmp_path, labels=None))
    assert [len(ink.strokes) for ink in drawings.inks] == [1, 2]
    assert drawings.alphabets is None
    assert drawings.writers is None
    runes = saved(tmp_path, "runes.npz", labels=None, alphabets=np.array(["runes", "ogham"]))
    both = load_unlabeled_ink(
        runes, saved(tmp_path, "other.npz", alphabets=np.array(["runes"] * 2))
    )
    assert both.alphabets is not None
    assert both.alphabets.tolist() == ["runes", "ogham", "runes", "runes"]
    assert both.writers is None
    unknown = load_unlabeled_ink(runes, saved(tmp_path, "pen.npz")).alphabets
    assert unknown is not None
    assert unknown.tolist() == ["runes", "ogham", "pen", "pen"]


def test_digits_are_split_by_known_writers(tmp_path: Path) -> None:
    digits = load_ink_dataset(saved(tmp_path, writers=np.array([3, 12])))
    rest, theirs = digits.split_by_writer({"12"})
    assert (rest.labels.tolist(), theirs.labels.tolist()) == ([1], [4])
    for writers, says in (
        ({"12", "7"}, r"There is no writer 7: there are 12, 3\."),
        ({"3", "12"}, "all drew these digits"),
        (set(), "none drew these digits"),
    ):
        with pytest.raises(DataError, match=says):
            digits.split_by_writer(writers)
    with pytest.raises(DataError, match="do not say who drew them"):
        load_ink_dataset(saved(tmp_path)).split_by_writer({"12"})


def unlabelled(**groups: list[str]) -> UnlabeledInk:
    """Make drawings that are told apart by their number of points, from 1 on."""
    n = len(next(iter(groups.values())))
    inks = tuple(Ink.from_strokes([[(0, 0)] * (each + 1)]) for each in range(n))
    return UnlabeledInk(inks, **{name: np.array(each) for name, each in groups.items()})


def numbers(drawings: UnlabeledInk) -> list[int]:
    return [ink.strokes[0].points.shape[0] for ink in drawings.inks]


def test_drawings_are_split_by_writers_and_alphabets() -> None:
    drawings = unlabelled(writers=["Ida", "Bo", "Bo"], alphabets=["Greek", "Greek", "Runes"])
    rest, theirs = drawings.split_by_group({"Ida", "Runes"})
    assert (numbers(rest), numbers(theirs)) == ([2], [1, 3])
    assert theirs.writers is not None
    assert theirs.alphabets is not None
    assert theirs.writers.tolist() == ["Ida", "Bo"]
    assert theirs.alphabets.tolist() == ["Greek", "Runes"]
    rest, every = drawings.split_by_group({"Greek", "Bo"})
    assert (numbers(rest), numbers(every)) == ([], [1, 2, 3])
    with pytest.raises(DataError, match=r"no writer or alphabet Cy: there are Bo, Greek, Ida, Run"):
        drawings.split_by_group({"Ida", "Cy"})
    with pytest.raises(DataError, match=r"no writer or alphabet Greek: there are Bo, Ida\."):
        unlabelled(writers=["Ida", "Bo"]).split_by_group({"Greek"})


def test_letters_like_digits_are_left_out_by_their_alphabet() -> None:
    drawings = unlabelled(alphabets=["O", "A", "l", "Greek", "z"], writers=["Ida"] * 5)
    left = drawings.without_like_digits()
    assert numbers(left) == [2, 4]
    assert left.writers is not None
    assert left.writers.tolist() == ["Ida", "Ida"]
    unknown = unlabelled(writers=["O", "I"])
    assert numbers(unknown.without_like_digits()) == [1, 2]


def test_drawings_that_a_file_marks_as_like_digits_are_left_out_too(tmp_path: Path) -> None:
    alphabets = np.array(["Greek", "O", "Greek", "A"])
    glyphs, marks = np.arange(5), np.array([True, False, False, False])
    points, strokes = np.array([[10 * k, 10 * (k % 2)] for k in range(8)]), np.arange(0, 9, 2)
    file = saved(
        tmp_path,
        points=points,
        stroke_offsets=strokes,
        glyph_offsets=glyphs,
        labels=None,
        alphabets=alphabets,
        like_digits=marks,
    )
    drawings = load_unlabeled_ink(file)
    assert drawings.like_digits.tolist() == [True, True, False, False]
    rest, theirs = drawings.split_by_group({"Greek"})
    assert (rest.like_digits.tolist(), theirs.like_digits.tolist()) == (
        [True, False],
        [True, False],
    )
    assert len(drawings.without_like_digits().inks) == 2
    joined = UnlabeledInk.join({"marked": drawings, "other": UnlabeledInk(drawings.inks[:1])})
    assert joined.like_digits.tolist() == [True, True, False, False, False]


def test_marks_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    for marks in (np.array([True]), np.array([1, 0])):
        with pytest.raises(DataError, match=r"like_digits are .* not \(2,\) bool"):
            load_unlabeled_ink(saved(tmp_path, like_digits=marks))


def test_characters_like_digits_are_marked_in_omniglots_order() -> None:
    alphabets = np.repeat(["Greek", "Latin", "Tagalog"], [24 * 20, 26 * 20, 40])
    marked = mark_like_digits(alphabets).reshape(-1, 20)
    assert (marked.all(axis=1) == marked.any(axis=1)).all()
    numbered = np.flatnonzero(marked[:, 0]).tolist()
    # Delta, zeta, theta, iota, omicron and sigma.
    assert numbered[:6] == [3, 5, 7, 8, 14, 17]
    assert "".join(chr(ord("a") + number - 24) for number in numbered[6:]) == "bgiloqsz"


def test_drawings_that_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"pen\.npz does not hold pen strokes: alphabets are"):
        load_unlabeled_ink(saved(tmp_path, alphabets=np.array([["a", "b"]])))
    with pytest.raises(DataError, match="There is no file of pen strokes at "):
        load_unlabeled_ink(tmp_path / "gone.npz")


def test_a_path_as_text_will_do(pen_npz: Path) -> None:
    assert load_ink_dataset(str(pen_npz)).labels.tolist() == [7, 4, 0]


@pytest.mark.parametrize("path", ["gone.npz", "~no-such-person/pen.npz"])
def test_a_missing_file_is_named(path: str) -> None:
    with pytest.raises(DataError, match="There is no file of labelled pen strokes at "):
        load_ink_dataset(path)


@pytest.mark.parametrize("content", [b"", b"7", b"PK\x03\x04 half a zip"])
def test_a_file_that_holds_no_arrays_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "notes.npz").write_bytes(content)
    with pytest.raises(DataError, match=r"notes\.npz cannot be read as an \.npz file"):
        load_ink_dataset(tmp_path / "notes.npz")


def test_a_single_array_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "points.npy", np.zeros((5, 2)))
    with pytest.raises(DataError, match=r"points\.npy cannot be read as an \.npz file"):
        load_ink_dataset(tmp_path / "points.npy")


def test_strokes_without_labels_are_told_what_they_lack(tmp_path: Path) -> None:
    np.savez(tmp_path / "letters.npz", points=np.zeros((3, 2)), glyph_offsets=np.array([0, 1]))
    with pytest.raises(DataError, match="it lacks stroke_offsets, labels"):
        load_ink_dataset(tmp_path / "letters.npz")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"points": np.zeros((6, 3))}, r"points are of shape \(6, 3\), not \(P, 2\)"),
        ({"points": np.float64(1)}, r"points are of shape \(\), not \(P, 2\)"),
        ({"points": np.zeros((5, 2))}, "stroke_offsets do not rise from 0 to 5"),
        ({"stroke_offsets": np.array([1, 2, 3, 6])}, "stroke_offsets do not rise from 0 to 6"),
        ({"stroke_offsets": np.array([0, 3, 2, 6])}, "stroke_offsets do not rise from 0 to 6"),
        ({"stroke_offsets": np.array([0, 2, 2, 6])}, "stroke_offsets do not rise from 0 to 6"),
        ({"stroke_offsets": np.array([0, 2, 3, 6], np.uint8)[::-1]}, "stroke_offsets do not rise"),
        ({"stroke_offsets": np.array([0.0, 2, 3, 6])}, "not a list of whole numbers"),
        ({"stroke_offsets": np.array([], int)}, "not a list of whole numbers"),
        ({"stroke_offsets": np.int64(6)}, "not a list of whole numbers"),
        ({"glyph_offsets": np.array([0, 2])}, "glyph_offsets do not rise from 0 to 3"),
        ({"glyph_offsets": np.int64(3)}, "glyph_offsets are not a list of whole numbers"),
        ({"labels": np.array([1])}, r"labels are of shape \(1,\), not \(2,\) whole numbers"),
        ({"labels": np.int64(1)}, r"labels are of shape \(\), not \(2,\) whole numbers"),
        ({"labels": np.array([0.5, 1])}, r"labels are of shape \(2,\), not \(2,\) whole numbers"),
        ({"labels": np.array([1, 10])}, r"labels go from 1 to 10, not 0\.\.9"),
        ({"labels": np.array([-1, 1])}, r"labels go from -1 to 1, not 0\.\.9"),
        ({"writers": np.array([3])}, r"writers are int64 of shape \(1,\), not \(2,\) names or num"),
        ({"writers": np.array([0.5, 1])}, r"writers are float64 of shape \(2,\), not \(2,\) names"),
        ({"points": np.full((6, 2), np.nan)}, "Coordinates are finite numbers"),
        ({"points": np.full((6, 2), 2 * MAX_COORDINATE)}, "Coordinates are finite numbers"),
        ({"points": np.full((6, 2), "a")}, "A stroke is a list of"),
        ({"points": np.full((6, 2), None)}, "cannot be read as an .npz file"),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(
    tmp_path: Path, changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(DataError, match=rf"pen\.npz.* {says}"):
        load_ink_dataset(saved(tmp_path, **changes))
