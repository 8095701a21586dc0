"""An evaluation in a few lines of text."""

from __future__ import annotations

from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.evaluation.result import Evaluation

__all__ = ["format_interval", "summary"]


def summary(evaluation: Evaluation, model: str, source: str, others: str = "") -> list[str]:
    """Say in a few lines what was measured.

    Parameters
    ----------
    evaluation
        What to tell.
    model, source, others
        What the model, the digits and the drawings that are none are called.
    """
    score, refused = evaluation.score, Proportion.of(evaluation.refused)
    lines = [
        f"{model} on {score.n:,} digits ({source}): accuracy "
        f"{format_interval(evaluation.accuracy)}, "
        f"loss {score.loss:.4f}",
        f"calibration error {score.ece:.2%}; least accurate: {_least('digit', evaluation.by_digit)}"
        + (f", {_least('writer', evaluation.by_writer)}" if evaluation.by_writer else ""),
    ]
    if evaluation.readings.scores is not None:
        lines.append(
            f"taken for no digit, with a score below {evaluation.threshold:g}: "
            f"{refused.hits:,} digits, {refused.value:.2%}"
        )
    if evaluation.non_digits is not None:
        accepted = Proportion.of(evaluation.non_digits.accepted)
        lines.append(
            f"{accepted.n:,} drawings that are no digits ({others}): "
            f"{format_interval(accepted)} taken for "
            f"digits, area under the ROC curve {evaluation.auroc:.4f}"
        )
    return lines


def format_interval(share: Proportion) -> str:
    """Write a share in percent, with its 95 % interval."""
    low, high = share.interval
    return f"{share.value:.2%} (95% interval {low:.2%} to {high:.2%})"


def _least(what: str, shares: dict[str, Proportion]) -> str:
    name, share = min(shares.items(), key=lambda each: each[1].value)
    return f"{what} {name} with {share.value:.1%}"
