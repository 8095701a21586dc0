"""The sweep board as a page talks to it: table, charts, pad, comparison, and a running sweep."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ipywidgets import Dropdown

from digit_widgets.errors import ArgumentError, DataError
from digit_widgets.ink import Ink
from digit_widgets.sweeps import load_sweep
from digit_widgets.widgets import DigitPad, SweepBoard
from digit_widgets.widgets.comparison.followed_comparison import FollowedComparison
from digit_widgets.widgets.sweep_board import board as board_module
from digit_widgets.widgets.sweep_board.cost_chart import CostChart
from digit_widgets.widgets.sweep_board.leader_board import LeaderBoard
from digit_widgets.widgets.sweep_board.parallel_chart import ParallelChart
from tests.support.sweep_folders import LiveSweep, make_records, write_sweep
from tests.support.waiting import LONG
from tests.support.widget_tree import button, find_all, find_one, text_of
from tests.widgets.conftest import press, send_custom, set_from_page

DASH = "\N{EN DASH}"
SEVEN = Ink.from_strokes([[(80, 60), (200, 60), (130, 240)]], width=16)


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_module, "_REFRESH", 0.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_sweep(tmp_path / "sweep", make_records(), total=12)


@pytest.fixture
def board(folder: Path) -> Iterator[SweepBoard]:
    board = SweepBoard(folder)
    yield board
    board.close()


def leaders(board: SweepBoard) -> LeaderBoard:
    return find_one(board, LeaderBoard)


def column(board: SweepBoard, name: str) -> list[str]:
    place = leaders(board).columns.index(name)
    return [row["cells"][place] for row in leaders(board).rows]


def press_row(board: SweepBoard, place: int, what: str = "choose") -> None:
    send_custom(leaders(board), {what: leaders(board).rows[place]["key"]})


def marked_rows(board: SweepBoard) -> tuple[int | None, int | None]:
    keys = [row["key"] for row in leaders(board).rows]
    marks = (leaders(board).chosen, leaders(board).compared)
    one, other = (keys.index(key) if key else None for key in marks)
    return one, other


def test_models_are_ranked_with_their_figures(board: SweepBoard) -> None:
    assert column(board, "Accuracy") == ["96.00%", "94.00%", "91.00%", "pruned 81.00%", "failed"]
    assert column(board, "Dropout") == ["0.1", "0.4", "0.1", "0.5", "0.9"]
    assert column(board, "Filters") == ["8-16", "8-16", DASH, "16-32", "8-16"]
    assert column(board, "Parameters") == ["30,000", "30,000", "9,000", "12,345", DASH]
    assert column(board, "Training") == ["1.5 s", "1.5 s", "1:15 min", "1.5 s", DASH]
    assert column(board, "Seeds") == ["2", "1 of 2", "2", "2", "1"]
    low, high = board.groups[0].interval
    assert column(board, "95% interval")[0] == f"{100 * low:.2f}{DASH}{high:.2%}"
    # One run has no spread over seeds.
    assert column(board, "95% interval")[1].endswith("*")
    assert [row["ended"] for row in leaders(board).rows] == [*["finished"] * 3, "pruned", "failed"]


def test_each_cell_tells_its_place_in_its_column(board: SweepBoard) -> None:
    def places(name: str) -> list[int | None]:
        column = leaders(board).columns.index(name)
        return [row["places"][column] for row in leaders(board).rows]

    assert places("Accuracy") == [3, 2, 1, 0, None]
    assert places("Dropout") == [0, 1, 0, 2, 3]
    assert places("Filters") == [0, 0, None, 1, 0]
    assert places("Images") == [1, 1, 0, 1, 1]
    assert places("Parameters") == [2, 2, 0, 1, None]
    assert places("Training") == [0, 0, 1, 0, None]
    assert places("Seeds") == [1, 0, 1, 1, 0]


def test_settings_that_do_not_vary_have_no_column(tmp_path: Path) -> None:
    runs = [each for each in make_records() if each.settings.get("dropout") == 0.1][:2]
    board = SweepBoard(write_sweep(tmp_path / "sweep", runs))
    assert leaders(board).columns == ("Accuracy", "95% interval", "Parameters", "Training", "Seeds")
    assert find_one(board, ParallelChart).layout.display == "none"
    board.close()


def test_progress_and_failures_are_told(board: SweepBoard) -> None:
    told = text_of(board)
    assert "From its records: 9 of 12 runs ended, 2 pruned, 2 failed" in told
    assert "2 runs failed: why" in told
    assert "dropout 0.9, images 1,000, seed 0: The loss became <nan>." in told
    assert button(board, "Stop").layout.display == "none"


def test_the_best_seed_of_the_best_model_is_on_the_pad(board: SweepBoard) -> None:
    assert isinstance(board.pad, DigitPad)
    assert board.chosen == board.groups[0].best
    assert board.chosen is not None
    assert board.chosen.accuracy == 0.97
    assert marked_rows(board) == (0, None)
    assert "On the pad: cnn" in text_of(board)
    assert "seed 1, 97.00% of 1,000 held-out images" in text_of(board)


def test_a_press_puts_a_model_on_the_pad_and_keeps_the_drawing(board: SweepBoard) -> None:
    assert board.pad is not None
    pad = board.pad
    pad.ink = SEVEN
    before = pad.recognizer
    press_row(board, 2)
    assert board.pad is pad
    assert pad.recognizer is not before
    assert (pad.ink, pad.value) == (SEVEN, "7")
    assert board.chosen == board.groups[2].best
    assert marked_rows(board) == (2, None)


def test_another_model_is_compared_beside_the_pad(board: SweepBoard) -> None:
    assert board.pad is not None
    board.pad.ink = SEVEN
    press_row(board, 1, "compare")
    comparison = find_one(board, FollowedComparison)
    comparison.wait(LONG)
    assert {name: each.label for name, each in comparison.predictions.items()} == {
        "On the pad": "7",
        "Compared": "7",
    }
    assert board.compared == board.groups[1].best
    assert marked_rows(board) == (0, 1)
    # The one that is compared comes to the pad: there are no two any more.
    press_row(board, 1)
    assert marked_rows(board) == (1, None)
    assert not find_all(board, FollowedComparison)


@pytest.mark.parametrize("end", ["the row", "the button"])
def test_a_comparison_ends(board: SweepBoard, end: str) -> None:
    press_row(board, 2, "compare")
    if end == "the row":
        press_row(board, 2, "compare")
    else:
        press(button(board, "End the comparison"))
    assert board.compared is None
    assert not find_all(board, FollowedComparison)
    assert button(board, "End the comparison").layout.display == "none"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (Path.unlink, "There is no model file"),
        (lambda path: path.write_bytes(b"no model"), "ann.tflite"),
    ],
)
def test_a_model_that_cannot_be_opened_is_told_and_the_pad_keeps_its_own(
    board: SweepBoard, folder: Path, spoil: Any, told: str
) -> None:
    before = board.chosen
    spoil(folder / "models" / "ann.tflite")
    press_row(board, 2)
    assert told in board.error
    assert board.error.endswith("The pad keeps the model that it has.")
    assert board.chosen == before
    assert marked_rows(board) == (0, None)
    press_row(board, 1, "compare")
    assert board.compared is None
    # What is put right is taken again.
    write_sweep(folder.parent / "again", make_records())
    (folder / "models" / "ann.tflite").write_bytes(
        (folder.parent / "again" / "models" / "ann.tflite").read_bytes()
    )
    press_row(board, 2)
    assert board.error == ""
    assert board.chosen == board.groups[2].best


def test_a_model_without_a_file_is_told(board: SweepBoard) -> None:
    press_row(board, 4)
    assert "No model was kept of cnn, " in board.error
    send_custom(leaders(board), {"choose": "none of these"})
    send_custom(leaders(board), {"choose": 3})
    assert marked_rows(board) == (0, None)


def test_dots_and_lines_choose_their_model(board: SweepBoard) -> None:
    costs, parallel = find_one(board, CostChart), find_one(board, ParallelChart)
    crosses, dots, *rings = costs.figure.marks
    assert (len(dots.x), len(crosses.x)) == (3, 1)
    send_custom(dots, {"event": "element_click", "data": {"index": 2}})
    assert marked_rows(board) == (2, None)
    assert (rings[0].x.tolist(), rings[0].y.tolist()) == ([dots.x[2]], [dots.y[2]])
    send_custom(crosses, {"event": "element_click", "data": {"index": 0}})
    assert marked_rows(board) == (3, None)
    finished = next(mark for mark in parallel.marks if len(mark.colors) == 3)
    send_custom(finished, {"event": "element_click", "data": {"index": 1}})
    assert marked_rows(board) == (1, None)
    bold = [each for each in parallel.marks if getattr(each, "stroke_width", 0) == 4.0]
    (chosen,) = [each for each in bold if each.visible]
    assert chosen.y.tolist() == finished.y[1].tolist()
    send_custom(dots, {"event": "hover", "data": {"index": 0}})
    assert "Pointed at 1: cnn, " in text_of(board)


def test_the_cost_can_be_chosen(board: SweepBoard) -> None:
    costs = find_one(board, CostChart)
    seen = {}
    choice = find_one(board, Dropdown)
    for place, name in enumerate(choice.options):
        set_from_page(choice, index=place)
        (axis,) = [each for each in costs.figure.axes if each.side == "bottom"]
        assert axis.label == name
        seen[name] = costs.figure.marks[1].x.tolist()
    assert seen["parameters"][0] > seen["parameters"][2]
    assert seen["seconds of training"][0] < seen["seconds of training"][2]
    assert seen["number of images"] == [1.0, 1.0, 0.0]


def test_other_ticks_of_the_costs_come_with_new_axes(folder: Path) -> None:
    runs = make_records()
    sweep = LiveSweep(folder, *runs[2:4])
    board = SweepBoard(sweep)
    figure = find_one(board, CostChart).figure
    before = figure.axes
    sweep.say(seconds_left=5.0)
    assert board.wait(LONG)
    assert figure.axes == before
    sweep.end(*runs[4:6])
    assert board.wait(LONG)
    # An axis of bqplot may go on to show the labels that it had.
    assert not set(figure.axes) & set(before)
    assert [axis.comm for axis in before] == [None, None]
    labels = [list(axis.tick_labels.values()) for axis in figure.axes]
    assert labels == [["9 k", "30 k"], ["90%", "92%", "94%"]]
    board.close()


def test_a_running_sweep_is_followed_from_any_thread(folder: Path) -> None:
    runs = make_records()
    sweep = LiveSweep(folder, total=9)
    board = SweepBoard(sweep)
    assert "Running: 0 of 9 runs ended, 2 in training; about 1:15 min left" in text_of(board)
    assert "No run has ended yet" in text_of(board)
    assert board.pad is None
    thread = threading.Thread(target=sweep.end, args=(runs[4],))
    thread.start()
    thread.join()
    assert board.wait(LONG)
    assert len(board.groups) == 1
    assert board.chosen == runs[4]
    press_row(board, 0)
    sweep.end(*runs[:4])
    assert board.wait(LONG)
    # Better ones do not push it off the pad.
    assert board.chosen == runs[4]
    assert marked_rows(board) == (2, None)
    press(button(board, "Stop"))
    assert board.wait(LONG)
    assert sweep.stops == 1
    assert "Stopping" in text_of(board)
    assert button(board, "Stop").disabled
    sweep.say(state="stopped", message="The same call goes on from the records.")
    assert board.wait(LONG)
    assert "Stopped: 5 of 9 runs ended" in text_of(board)
    assert "The same call goes on from the records." in text_of(board)
    assert button(board, "Stop").layout.display == "none"
    board.close()
    assert not sweep.callbacks


def test_the_models_on_the_pad_and_beside_it_are_named_by_what_varies_since(folder: Path) -> None:
    runs = make_records()
    sweep = LiveSweep(folder, runs[0])
    board = SweepBoard(sweep)
    assert "On the pad: cnn; seed 0" in text_of(board)
    sweep.end(runs[2])
    assert board.wait(LONG)
    assert "On the pad: dropout 0.1; seed 0" in text_of(board)
    press_row(board, 1, "compare")
    comparison = find_one(board, FollowedComparison)
    assert "Compared: dropout 0.4; seed 0" in text_of(board)
    sweep.end(runs[4])
    assert board.wait(LONG)
    assert "On the pad: cnn, dropout 0.1, images 1,000; seed 0" in text_of(board)
    assert "Compared: cnn, dropout 0.4, images 1,000; seed 0" in text_of(board)
    assert find_one(board, FollowedComparison) is comparison
    board.close()


def test_it_takes_a_folder_and_what_load_sweep_returns(folder: Path) -> None:
    for source in (str(folder), folder, load_sweep(folder)):
        board = SweepBoard(source)
        assert len(board.groups) == 5
        assert repr(board).startswith("SweepBoard(folder=")
        board.close()


def test_other_sources_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no records of a sweep"):
        SweepBoard(tmp_path)
    with pytest.raises(ArgumentError, match=r"Give a sweep.*not a int"):
        SweepBoard(3)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match=r"SweepBoard takes no pad="):
        SweepBoard(write_sweep(tmp_path / "sweep", []), pad=None)


def test_a_sweep_of_failures_alone_is_shown(tmp_path: Path) -> None:
    failed = [each for each in make_records() if each.ended == "failed"]
    board = SweepBoard(write_sweep(tmp_path / "sweep", failed))
    assert column(board, "Accuracy") == ["failed", "failed"]
    assert board.pad is None
    assert "The pad appears when the first training has ended" in text_of(board)
    board.close()
