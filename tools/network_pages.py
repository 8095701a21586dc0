"""Network pages: the documentation's tables of the shipped networks, from their model cards."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["TABLES", "TITLES"]

#: What the shipped networks that read digits are called in tables, by their names.
TITLES = {"reader": "Reader", "cnn": "CNN", "ann": "ANN"}

_SCORER = "scorer"
_MODELS = Path(__file__).parents[1] / "models"


def networks_table() -> str:
    """Return a row for each network: its size, and the time that its trainings took."""
    titles = {**TITLES, _SCORER: "Scorer"}
    rows = (_network_row(title, _load_card(name)) for name, title in titles.items())
    return _table(("", "parameters", "epochs", "minutes", "trained with"), rows)


def data_table() -> str:
    """Return a row for each file: where it is from, and how much of it is learnt from."""
    card = _load_card(_SCORER)
    images = card["data"]
    learnt = {"mnist": (images["name"], images["training_images"] - images["of_which_held_out"])}
    learnt |= {name: (each["name"], each["learnt_from"]) for name, each in card["ink"].items()}
    rows = ((f"`{name}`", source, f"{count:,}") for name, (source, count) in learnt.items())
    return _table(("file", "source", "learnt from"), rows)


def digits_table() -> str:
    """Return a row for each held-out set of digits: the networks' accuracy, and the rejected."""
    cards, scorer = [_load_card(name) for name in TITLES], _load_card(_SCORER)
    rows = [_digits_row(scorer["test"]["set"], [card["test"] for card in cards], scorer["test"])]
    for name, kept in _held_out(scorer).items():
        if name in scorer["held_out"]["digits"]:
            each = [card["held_out"]["digits"][name] for card in cards]
            rows.append(_digits_row(f"`{kept}`", each, scorer["held_out"]["digits"][name]))
    return _table(("digits", "n", "writers", *TITLES.values(), "rejected"), rows)


def non_digits_table() -> str:
    """Return a row for each held-out set of non-digits: the share that is taken for a digit."""
    scorer = _load_card(_SCORER)
    measured = scorer["held_out"]["not_digits"]
    rows = (
        (
            f"`{kept}`",
            *_count(measured[name]),
            _share(measured[name], "accepted"),
            f"{measured[name]['auroc']:.4f}",
        )
        for name, kept in _held_out(scorer).items()
        if name in measured
    )
    return _table(("not digits", "n", "writers", "accepted", "AUROC"), rows)


#: The tables in Markdown, by name.
TABLES: Mapping[str, Callable[[], str]] = {
    "networks": networks_table,
    "data": data_table,
    "digits": digits_table,
    "non_digits": non_digits_table,
}


def _load_card(name: str) -> dict[str, Any]:
    card: dict[str, Any] = json.loads((_MODELS / f"digit_{name}.json").read_text(encoding="utf-8"))
    return card


def _held_out(card: dict[str, Any]) -> dict[str, str]:
    """Return what a training held out, as its command says it, by the name of the file."""
    kept = re.findall(r"--keep (\S+)", card["command"])
    return {each.partition(":")[0]: each for each in kept}


def _network_row(title: str, card: dict[str, Any]) -> list[str]:
    trainings, begun = [card["training"]], card
    while begun := begun.get("begun_with", {}):
        trainings.insert(0, begun["training"])
    epochs = " + ".join(str(each["epochs"]) for each in trainings)
    minutes = " + ".join(f"{each['seconds'] / 60:.0f}" for each in trainings)
    backends = dict.fromkeys(name for each in trainings for name in each["backends"])
    return [title, f"{card['parameters']:,}", epochs, minutes, " and ".join(backends)]


def _digits_row(title: str, each: Sequence[dict[str, Any]], scores: dict[str, Any]) -> list[str]:
    accuracies = (_share(measured, "accuracy") for measured in each)
    return [title, *_count(scores), *accuracies, _share(scores, "rejected")]


def _count(measured: dict[str, Any]) -> Iterator[str]:
    """Yield the number of drawings and that of writers; images have no writers."""
    yield f"{measured['n']:,}"
    yield str(measured.get("writers") or "")


def _share(measured: dict[str, Any], name: str) -> str:
    low, high = measured[f"{name}_interval"]
    return f"{measured[name]:.2%} ({low:.1%} to {high:.1%})"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
