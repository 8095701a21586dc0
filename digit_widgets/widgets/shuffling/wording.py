"""Wording: the results of the shuffle experiment as a table, and what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digit_widgets.evaluation.metrics import Proportion

__all__ = ["compare_results", "results_table"]

Results = Mapping[str, Mapping[str, Proportion]]

_UNKNOWN = "\N{EN DASH}"
#: Why an order of the pixels makes a difference to one network, and none to the other.
_REASON = (
    "A dense network joins each unit with every pixel: which pixels are neighbours it never knew, "
    "and loses nothing. A convolution looks through windows of neighbours: without these it finds "
    "no strokes."
)


def results_table(models: Sequence[str], orders: Sequence[str], results: Results) -> str:
    """Make an HTML table: a row for each model, a column for each order of the pixels."""
    heads = "".join(f'<th scope="col">Pixels {order}</th>' for order in orders)
    rows = []
    for model in models:
        cells = "".join(f"<td>{_write(results, order, model)}</td>" for order in orders)
        rows.append(f'<tr><th scope="row">{model}</th>{cells}</tr>')
    return (
        '<table class="digit-widgets-table"><caption style="text-align: left">'
        "Test images read rightly, with 95% intervals</caption>"
        f'<tr><th scope="col">Model</th>{heads}</tr>{"".join(rows)}</table>'
    )


def compare_results(results: Results) -> str:
    """Say which of ANN and CNN leads in each order, once both are measured, as HTML; or ""."""
    told = [_compare(order, shares) for order, shares in results.items() if len(shares) == 2]
    if _find_leader(results.get("shuffled", {})) == "ANN":
        told.append(_REASON)
    return f'<div role="status" style="line-height: 1.5">{"<br>".join(told)}</div>' if told else ""


def _compare(order: str, shares: Mapping[str, Proportion]) -> str:
    first, second = sorted(shares, key=lambda name: -shares[name].value)
    if not _find_leader(shares):
        return f"<b>Pixels {order}:</b> {first} and {second} read about as many."
    points = 100 * (shares[first].value - shares[second].value)
    return f"<b>Pixels {order}:</b> {first} leads {second} by {points:.1f} points."


def _find_leader(shares: Mapping[str, Proportion]) -> str:
    """Return which of two is better beyond chance; "" if neither is, or one is not measured."""
    if len(shares) < 2:
        return ""
    first, second = sorted(shares, key=lambda name: -shares[name].value)
    return first if shares[first].interval[0] > shares[second].value else ""


def _write(results: Results, order: str, model: str) -> str:
    share = results.get(order, {}).get(model)
    if share is None:
        return _UNKNOWN
    low, high = share.interval
    return f"<b>{share.value:.1%}</b><br>{100 * low:.1f}{_UNKNOWN}{high:.1%}"
