"""Network pages: the documentation's table of the shipped networks, from their model cards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["TITLES", "networks_table"]

#: What the shipped networks are called in tables, by their names.
TITLES = {"reader": "Reader", "cnn": "CNN", "ann": "ANN"}

_MODELS = Path(__file__).parents[1] / "models"
_HEAD = (
    "| | parameters | MNIST: read | held out: digits read | of them rejected | "
    "characters rejected |\n| --- | --- | --- | --- | --- | --- |\n"
)


def networks_table() -> str:
    """Return the table in Markdown, a row for each network."""
    return _HEAD + "".join(_row(name) for name in TITLES)


def _row(name: str) -> str:
    card = json.loads((_MODELS / f"digit_{name}.json").read_text(encoding="utf-8"))
    held_out = card["kept_apart"]
    cells = [
        TITLES[name],
        f"{card['parameters']:,}",
        _accuracy(card["test"]),
        _accuracy(held_out),
        f"{held_out['rejected']:.1%}",
        f"{1 - held_out['false_accept']:.1%}",
    ]
    return f"| {' | '.join(cells)} |\n"


def _accuracy(figures: dict[str, Any]) -> str:
    low, high = figures["accuracy_interval"]
    return f"{figures['accuracy']:.2%} ({low:.1%} to {high:.1%})"
