"""Learning curves: the accuracy over the number of training images, with intervals over seeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digit_widgets.sweeps.record import RunRecord
from digit_widgets.sweeps.summary import SweepGroup, rank_groups
from digit_widgets.sweeps.text_table import ONE_RUN, align_columns, mark

__all__ = ["LearningCurvePoint", "LearningCurves"]


@dataclass(frozen=True, slots=True)
class LearningCurvePoint:
    """One point of a learning curve.

    Attributes
    ----------
    model
        Name of the architecture: "ann" or "cnn".
    n_images
        Number of training images.
    accuracy
        Mean accuracy over the seeds on the held-out images, in 0..1.
    interval
        Its 95 % confidence interval as (low, high), in 0..1, as `SweepGroup.interval` describes.
    n_seeds
        Number of seeds.
    """

    model: str
    n_images: int
    accuracy: float
    interval: tuple[float, float]
    n_seeds: int


@dataclass(frozen=True)
class LearningCurves:
    """Learning curves made from the records of a sweep over the number of images.

    Parameters
    ----------
    records
        The records; those of failed and diverged runs are left out. Each has the settings
        "architecture" and "n_images"; with the same two, the others are the same.
    """

    records: Sequence[RunRecord]

    @property
    def points(self) -> tuple[LearningCurvePoint, ...]:
        """All points, in the order of the models' names and of the numbers of images."""
        groups = [group for group in rank_groups(self.records) if group.ended == "finished"]
        return tuple(sorted(map(_point, groups), key=lambda each: (each.model, each.n_images)))

    @property
    def models(self) -> tuple[str, ...]:
        """Names of the models, in order."""
        return tuple(dict.fromkeys(point.model for point in self.points))

    def curve(self, model: str) -> tuple[LearningCurvePoint, ...]:
        """Return the points of one model, from few images to many."""
        return tuple(point for point in self.points if point.model == model)

    def __repr__(self) -> str:
        """Return what it is in a line: "<LearningCurves: 6 points of ann, cnn>"."""
        return f"<LearningCurves: {len(self.points)} points of {', '.join(self.models)}>"

    def __str__(self) -> str:
        rows = [("model", "images", "accuracy", "95% interval", "seeds")]
        for point in self.points:
            low, high = point.interval
            rows.append(
                (
                    point.model,
                    f"{point.n_images:,}",
                    f"{point.accuracy:.2%}",
                    f"{low:.2%} to {high:.2%}{mark('seeds' if point.n_seeds > 1 else 'images')}",
                    str(point.n_seeds),
                )
            )
        lines = align_columns(rows, n_left=1)
        is_marked = any(point.n_seeds == 1 for point in self.points)
        return "\n".join([*lines, *([ONE_RUN] if is_marked else [])])


def _point(group: SweepGroup) -> LearningCurvePoint:
    return LearningCurvePoint(
        str(group.settings["architecture"]),
        int(str(group.settings["n_images"])),
        group.accuracy,
        group.interval,
        len(group.measured),
    )
