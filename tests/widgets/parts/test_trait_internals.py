"""Private names of traitlets that the package uses: what breaks, should a new version lack them."""

from __future__ import annotations

import pytest
import traitlets
from traitlets import HasTraits, Int, link

from digit_widgets.widgets.parts.trait_internals import find_links, set_together


class Pair(HasTraits):
    one = Int(1)
    other = Int(1)


@pytest.mark.parametrize(
    ("name", "breaks"),
    [
        ("_trait_values", "observers of a reading would see half of it"),
        ("_trait_notifiers", "what is typed into a linked field would not be set back"),
        ("_notify_trait", "observers would not hear of readings"),
    ],
)
def test_traitlets_has_the_name(name: str, breaks: str) -> None:
    assert hasattr(Pair(), name), f"traitlets {traitlets.__version__} lacks {name}: {breaks}."


def test_observers_see_all_values_that_are_set_together() -> None:
    pair, seen = Pair(), []
    pair.observe(lambda _: seen.append((pair.one, pair.other)), ["one", "other"])
    set_together(pair, {"one": 2, "other": 3})
    assert seen == [(2, 3), (2, 3)]
    set_together(pair, {"one": 2, "other": 4}, always={"one"})
    assert seen[2:] == [(2, 4), (2, 4)]


def test_links_are_found_while_they_last() -> None:
    pair, follower = Pair(), Pair()
    assert find_links(pair, "one") == []
    two_way = link((pair, "one"), (follower, "one"))
    pair.observe(lambda _: None, "one")
    ((found, tell),) = find_links(pair, "one")
    assert found is two_way
    assert callable(tell)
    two_way.unlink()
    assert find_links(pair, "one") == []
