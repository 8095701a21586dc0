"""Spaces: choices, lists and ranges of settings, and every way to write a wrong one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from digit_widgets.errors import DataError
from digit_widgets.training.sweeping.run_settings import complete
from digit_widgets.training.sweeping.search_settings import SearchSettings
from digit_widgets.training.sweeping.space import Range, load_space

WRONG: list[tuple[Any, str]] = [
    ([1], "Give a space as a mapping"),
    ({"droput": 0.1}, "There is no setting 'droput': do you mean dropout?"),
    ({"zzz": 1}, "There is no setting 'zzz': choose architecture, filters"),
    ({"dropout": []}, "dropout is an empty list: give values."),
    ({"seed": []}, "seed is an empty list"),
    ({"dense": []}, r"dense is an empty list: give layers such as \[128\], or \[\[\]\] for none"),
    ({"architecture": "rnn"}, "architecture is 'rnn': choose cnn, ann or reader."),
    ({"dropout": 1.5}, r"dropout is 1.5: give a number in 0\.\.0\.95"),
    ({"dropout": True}, "dropout is True: give a number"),
    ({"epochs": 1.5}, "epochs is 1.5: give a whole number"),
    ({"epochs": "3"}, "epochs is '3': give a whole number"),
    ({"filters": 32}, r"filters is 32: give a number for each layer"),
    ({"filters": [8, 8, 8, 8]}, r"of 4 layers: give 1 to 3, which is all that 28×28 pixels"),
    ({"filters": [[8], [0]]}, r"filters is 0: give a number in 1\.\.1024"),
    ({"architecture": "ann", "filters": [8]}, "filters is for cnn, and the architecture is ann"),
    ({"dropout": {"low": 0.5, "high": 0.1}}, "dropout: low 0.5 is above high 0.1"),
    ({"dropout": {"low": 0.0, "high": 0.5, "log": True}}, "low is 0, which has no logarithm"),
    ({"dropout": {"low": 0.1, "high": 0.5, "log": 1}}, "log is 1: give true or false"),
    ({"dropout": {"low": 0.1, "high": 0.5}}, "dropout is a range without step: give a step, or"),
    ({"dropout": {"low": 0.1}}, "dropout: the range has no high"),
    ({"dropout": {"low": 0.1, "hihg": 0.5}}, "not 'hihg'"),
    ({"dropout": {"low": 0.1, "high": 0.5, "step": 0}}, "step is 0: give a number above 0"),
    ({"dropout": {"low": 0.1, "high": 0.5, "step": 1e-9}}, "steps are too many"),
    ({"epochs": {"low": 1, "high": 3, "step": 0.5}}, "step is 0.5"),
    ({"weight_decay": {"low": 0.1, "high": 0.5, "step": 0.1, "log": True}}, "leave out step or"),
    ({"filters": {"low": 1, "high": 3}}, "filters takes no range"),
    ({"optimizer": {"low": 1, "high": 3}}, "optimizer takes no range"),
    ({"seed": {"low": 0, "high": 3}}, "seed is a range without step"),
    ({"seed": -1}, "seed is -1"),
    ({"seed": list(range(200)), "batch_size": list(range(1, 101))}, "has 20,000 combinations"),
    ({"space": {}, "serch": {}}, r"There is no table \[serch\]"),
    ({"spaces": {"seed": 1}}, r"There is no table \[spaces\]: a space has \[space\] and \[search"),
    ({"search": {"trials": 2}, "seed": 1}, r"There is no table \[space\], with the settings for"),
    ({"space": {}, "search": {}}, "search has no trials"),
    ({"space": {}, "search": 5}, "search is a table"),
    ({"space": {}, "search": {"trials": 0}}, "search.trials is 0: give a whole number from 1"),
    ({"space": {}, "search": {"trials": 3, "sampler": "x"}}, "sampler is 'x': choose tpe, random"),
    ({"space": {}, "search": {"trials": 3, "prune": "x"}}, "and no 'prune'"),
]


@pytest.mark.parametrize(("given", "words"), WRONG, ids=[words[:30] for _, words in WRONG])
def test_a_wrong_space_is_refused_with_the_entry_and_what_to_do(given: Any, words: str) -> None:
    with pytest.raises(DataError, match=words):
        load_space(given)


def test_a_space_is_a_grid_of_all_combinations_and_seeds() -> None:
    space = load_space(
        {
            "seed": [0, 1],
            "architecture": ["cnn", "ann"],
            "filters": [[4], [4, 8]],
            "dropout": {"low": 0.1, "high": 0.3, "step": 0.1},
        }
    )
    runs = space.grid(1_000)
    # An ANN has no filters: it is not tried twice.
    assert len(runs) == 2 * (2 * 3 + 3)
    assert [seed for _, seed in runs] == [0] * 9 + [1] * 9
    assert {each["dropout"] for each, _ in runs} == {0.1, 0.2, 0.3}
    first, _ = runs[0]
    assert first == {
        "architecture": "cnn",
        "filters": (4,),
        "dense": (128,),
        "dropout": 0.1,
        "optimizer": "adam",
        "learning_rate": 0.003,
        "weight_decay": 0.0,
        "batch_size": 128,
        "augmentation": 0.0,
        "epochs": 3,
        "n_images": 1_000,
    }
    assert all("filters" not in each for each, _ in runs if each["architecture"] == "ann")


def test_one_value_one_list_and_repeated_values_are_understood() -> None:
    space = load_space({"filters": [4, 8], "dense": [[], [16]], "dropout": [0, 0.0, 0.2]})
    assert space.settings == {"filters": ((4, 8),), "dense": ((), (16,)), "dropout": (0.0, 0.2)}
    assert space.seeds == (0,)
    assert len(space.grid(100)) == 4


def test_more_images_than_there_are_is_an_error() -> None:
    with pytest.raises(DataError, match="n_images is 200, and there are 100 images to train on"):
        load_space({"n_images": [50, 200]}).grid(100)


def test_what_is_left_out_depends_on_the_optimizer_and_the_network() -> None:
    assert complete({"optimizer": "sgd"}, 10)["learning_rate"] == 0.05
    reader = complete({"architecture": "reader", "dropout": 0.1}, 10)
    assert not {"filters", "dense", "dropout"} & set(reader)


def test_a_search_takes_ranges_without_steps() -> None:
    space = load_space(
        {
            "space": {"learning_rate": {"low": 1e-4, "high": 1e-2, "log": True}, "seed": [3]},
            "search": {"trials": 5, "pruner": "median"},
        }
    )
    assert space.varied == ("learning_rate",)
    assert space.search == SearchSettings(5, "tpe", "median", 0)
    assert space.settings["learning_rate"] == Range(1e-4, 1e-2, None, True, False)


def test_a_space_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "space.toml"
    file.write_text("[space]\ndense = [[8], [16, 8]]\nseed = {low = 0, high = 4, step = 2}\n")
    space = load_space(str(file))
    assert space.settings == {"dense": ((8,), (16, 8))}
    assert space.seeds == (0, 2, 4)
    file.write_text("[space\n")
    with pytest.raises(DataError, match=r"space\.toml is no TOML"):
        load_space(file)
    with pytest.raises(DataError, match=r"nowhere\.toml cannot be read: No such file"):
        load_space(tmp_path / "nowhere.toml")
