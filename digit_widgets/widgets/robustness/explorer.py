"""Robustness explorer: what models read in disturbed digits, and their accuracy as curves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ipywidgets import VBox
from traitlets import Dict, Float, Int, TraitError, Unicode, observe, validate

from digit_widgets.errors import ArgumentError
from digit_widgets.evaluation.disturbances import DISTURBANCES, Disturbance, find_disturbance
from digit_widgets.evaluation.robustness import RobustnessCurve, choose_images
from digit_widgets.predictors.model_names import named_models
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.models import load_models
from digit_widgets.widgets.parts.page_widgets import ConnectionStatus
from digit_widgets.widgets.parts.short_repr import ShortRepr
from digit_widgets.widgets.robustness.choice_worker import Choice, ChoiceWorker
from digit_widgets.widgets.robustness.view import RobustnessView

__all__ = ["RobustnessExplorer"]


class RobustnessExplorer(ShortRepr, VBox):  # type: ignore[misc]
    """Ten digits, disturbed as a slider says, with what every model reads, and accuracy curves.

    The digits can be shifted, turned, made larger or smaller, noisy, thicker or thinner, and their
    pixels shuffled. A background thread shows the newest choice first; in between it measures the
    accuracy on all images, from coarse to fine strengths, until each curve is complete. All its
    parts can be reached with Tab; arrow keys move the slider.

    An image counts as right if its most probable digit is, also where a pad would reject it. One
    that the disturbance left blank counts as wrong.

    Parameters
    ----------
    models
        One or more models of the ten digits, each anything that `load_predictor` takes: a mapping
        of names to models, or a list, as in `ModelComparison`. A model that cannot be loaded or
        that fails is reported below the curves; the others still work.
    data
        An `ImageDataset`, whose test images are used. By default 500 of MNIST's training images,
        which come with the package.
    disturbance, strength
        What is shown first; see below.

    Attributes
    ----------
    disturbance
        str: "shift", "turn", "size", "noise", "pen width" or "shuffled pixels". May be assigned, as
        may all attributes but `curves` and `error`; another one begins with strength 0.
    strength
        float: the strength, 0 for unchanged images, in the unit of the disturbance: -10 to 10
        pixels to the right, -90 to 90 degrees clockwise, -60 to 60 percent larger, 0 to 50 percent
        of full ink as the noise's standard deviation, -2 to 5 pixels thicker, 0 to 100 percent of
        the pixels.
    page
        int from 1: the current ten images.
    curves
        dict: a `RobustnessCurve` for each model's name, of the strengths that are measured so far;
        a new dict each time. Read-only.
    error
        str: which models cannot be used, and why, one per line; "" if all can be. Read-only.

    Raises
    ------
    ArgumentError
        An unknown keyword, no such disturbance, a strength out of range, or data of another type.
    DataError
        There are no test images.
    ModelError
        No models, or a single model outside a list.
    """

    disturbance = Unicode("shift")
    strength = Float(0.0)
    page = Int(1)
    curves = Dict(read_only=True)
    error = Unicode("", read_only=True)

    def __init__(
        self,
        models: Mapping[str, Any] | Iterable[Any] = ("cnn", "ann"),
        data: Any = None,
        *,
        disturbance: str = "shift",
        strength: float = 0.0,
        **kwargs: Any,
    ) -> None:
        check_keywords(self, RobustnessExplorer, kwargs)
        kind = find_disturbance(disturbance)
        strength = kind.check(strength)
        images, labels = choose_images(data)
        predictors, self._unusable = load_models(named_models(models))
        self._view = RobustnessView(
            predictors,
            labels,
            is_own_data=data is None,
            choose_disturbance=lambda name: self.set_trait("disturbance", name),
            choose_strength=lambda strength: self.set_trait("strength", strength),
            show_others=lambda: self.set_trait("page", self.page % self._view.cards.n_pages + 1),
        )
        self._worker = ChoiceWorker(self._view, predictors, images, labels, self._report)
        self._models, self._kind = list(predictors), kind
        super().__init__([ConnectionStatus(self), *self._view.parts], **kwargs)
        self.layout.overflow = "visible"
        self.add_class("digit-widgets-robustness")
        self.add_class("digit-widgets-live")
        self.disturbance = kind.name
        self._begin(kind)
        self.strength = strength
        self._choose()
        # A new widget has nothing to announce: its words are read when they are reached.
        self._worker.skip_announcement()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until all is shown and measured, at most `timeout` seconds; return if it is."""
        return self._worker.wait(timeout)

    def close(self) -> None:
        """Remove the widget from all pages, and stop the thread."""
        # ipywidgets also closes widgets whose __init__ has failed.
        if worker := getattr(self, "_worker", None):
            worker.close()
        super().close()

    def _facts(self) -> dict[str, Any]:
        return {
            "models": self._models,
            "disturbance": self.disturbance,
            "strength": self.strength,
        }

    # Choices --------------------------------------------------------------------------------

    @validate("disturbance")
    def _check_disturbance(self, proposal: Any) -> str:
        try:
            return find_disturbance(proposal["value"]).name
        except ArgumentError as error:
            raise TraitError(str(error)) from None

    @validate("strength")
    def _check_strength(self, proposal: Any) -> float:
        try:
            return self._kind.check(proposal["value"])
        except ArgumentError as error:
            raise TraitError(str(error)) from None

    @validate("page")
    def _check_page(self, proposal: Any) -> int:
        page: int = proposal["value"]
        return min(max(1, page), self._view.cards.n_pages)

    @observe("disturbance")
    def _on_disturbance(self, change: Any) -> None:
        self._begin(DISTURBANCES[change["new"]])
        self._choose()

    @observe("strength", "page")
    def _on_choice(self, _: Any) -> None:
        self._choose()

    def _begin(self, kind: Disturbance) -> None:
        """Show a disturbance, with strength 0."""
        self._kind = kind
        self._view.begin(kind)
        self.strength = 0.0

    def _choose(self) -> None:
        """Show and measure what is chosen now, soon."""
        self._view.place(self.strength)
        self._worker.choose(Choice(self._kind, self.strength, self.page))

    def _report(self, curves: dict[str, RobustnessCurve], problems: dict[str, str]) -> None:
        problems = {**self._unusable, **problems}
        self.set_trait("error", "\n".join(f"{name}: {each}" for name, each in problems.items()))
        self.set_trait("curves", curves)

    @observe("error")
    def _on_error(self, change: Any) -> None:
        self._view.problems.say(change["new"])
