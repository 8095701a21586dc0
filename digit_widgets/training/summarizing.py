"""An evaluation in a few lines of text."""

from __future__ import annotations

from digit_widgets.training.evaluation import Evaluation
from digit_widgets.training.figures import Share

__all__ = ["ranged", "summary"]


def summary(evaluation: Evaluation, model: str, source: str, others: str = "") -> list[str]:
    """Say in a few lines what was measured.

    Parameters
    ----------
    evaluation
        What to tell.
    model, source, others
        What the model, the digits and the drawings that are none are called.
    """
    score, refused = evaluation.score, Share.of(evaluation.refused)
    lines = [
        f"{model} on {score.n:,} digits ({source}): accuracy {ranged(evaluation.accuracy)}, "
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
        accepted = Share.of(evaluation.non_digits.accepted)
        lines.append(
            f"{accepted.n:,} drawings that are no digits ({others}): {ranged(accepted)} taken for "
            f"digits, area under the ROC curve {evaluation.auroc:.4f}"
        )
    return lines


def ranged(share: Share) -> str:
    """Write a share in percent, with its 95 % interval."""
    low, high = share.interval
    return f"{share.value:.2%} (95% interval {low:.2%} to {high:.2%})"


def _least(what: str, shares: dict[str, Share]) -> str:
    name, share = min(shares.items(), key=lambda each: each[1].value)
    return f"{what} {name} with {share.value:.1%}"
