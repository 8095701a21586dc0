"""Confusion explorer: a confusion matrix, and the images behind each of its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ipywidgets import Box, VBox
from traitlets import Bool, Enum, Int, TraitError, Tuple, Unicode, link, observe, validate

from digit_widgets.widgets.confusion.cell_choice import CellChoice
from digit_widgets.widgets.confusion.chosen_images import ChosenImages, find_cell, find_difference
from digit_widgets.widgets.confusion.gallery import DigitGallery
from digit_widgets.widgets.confusion.matrix_views import VIEWS, MatrixViews
from digit_widgets.widgets.confusion.pair_comparison import PairComparison
from digit_widgets.widgets.confusion.set_readings import read_with_models
from digit_widgets.widgets.confusion.view_choice import ViewChoice
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.pads.follower import check_pad
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.message import Message
from digit_widgets.widgets.parts.page_widgets import TOGGLES, AriaLabels, ConnectionStatus
from digit_widgets.widgets.parts.short_repr import ShortRepr

__all__ = ["ConfusionExplorer"]


class ConfusionExplorer(ShortRepr, VBox):  # type: ignore[misc]
    """A confusion matrix whose cells open into images, and these into every model's prediction.

    All models predict the whole set once, when the explorer is created. All its parts can be
    reached with Tab and pressed with the space bar, as JupyterLab reserves Enter; among the images,
    arrow keys walk. Two models have a matrix each, or one of their difference.

    Parameters
    ----------
    models
        One or more models, each anything that `load_predictor` takes: a mapping of names to models,
        or a list, as in `ModelComparison`. A model that cannot be loaded or that fails is reported
        under the matrix; the others still work.
    images
        (N, 28, 28) float32 in 0..1, used unchanged and not copied. Other floats are converted, and
        integers are taken as 0..255.
    labels
        (N,) integers: the true classes, as places among the labels of the models. These are those
        of the first model; one with others is reported.
    pad
        A `DigitPad` on which a button puts the enlarged image; None for no such button.

    Attributes
    ----------
    model
        str or None: the name of the model whose matrix, and whose images, are shown. May be
        assigned, as may all attributes but `error`.
    view
        "one", "two" or "difference": the matrix of `model`, those of the two compared models, or
        the numbers of the first of these less those of the second.
    cell
        (true, read) or None: the cell whose images are shown, the most confident first.
    field
        (bool, bool) or None: which of the two compared models are right on the images shown, the
        first and the second.
    page
        int from 1: the current page of images.
    selected
        int or None: the enlarged image, by its index in the set.
    error
        str: which models cannot be shown, and why; "" if all can be.

    Raises
    ------
    DataError
        Images or labels of another shape, type or range, or none at all.
    ArgumentError
        An unknown keyword.
    ModelError
        No models, or a single model outside a list.
    TraitError
        A `view` of two models where there are fewer.
    """

    model = Unicode(None, allow_none=True)
    view = Enum(VIEWS, VIEWS[0])
    cell = Tuple(Int(min=0), Int(min=0), default_value=None, allow_none=True)
    field = Tuple(Bool(), Bool(), default_value=None, allow_none=True)
    page = Int(1)
    selected = Int(None, allow_none=True)
    error = Unicode("", read_only=True)

    def __init__(
        self,
        models: Mapping[str, Any] | Iterable[Any],
        images: Any,
        labels: Any,
        *,
        pad: DigitPad | None = None,
        **kwargs: Any,
    ) -> None:
        check_keywords(self, ConfusionExplorer, kwargs)
        digits, truth, self._classes, self._readings, problems = read_with_models(
            models, images, labels
        )
        self._pad, self._images = None if pad is None else check_pad(pad), digits
        self.gallery = DigitGallery(
            digits, truth, self._readings, None if pad is None else self._put_on_pad
        )
        super().__init__(self._parts(), **kwargs)
        self.layout.overflow = "visible"
        self.add_class("digit-widgets-confusion")
        self.add_class("digit-widgets-live")
        for name in ("page", "selected"):
            link((self, name), (self.gallery, name))
        self.observe(self._on_choice, ["cell", "field"])
        self.set_trait("error", "\n".join(f"{name}: {each}" for name, each in problems.items()))
        self.model = self.model or next(iter(self._readings), None)
        self._draw_matrices()
        for name in ("cell", "field"):
            if getattr(self, name) is not None:
                self._on_choice({"name": name, "new": getattr(self, name)})

    def _facts(self) -> dict[str, Any]:
        return {"models": list(self._readings), "cell": self.cell, "selected": self.selected}

    # Parts ----------------------------------------------------------------------------------

    def _parts(self) -> list[Any]:
        self._choice = ViewChoice(
            list(self._readings),
            lambda view: self.set_trait("view", view),
            lambda name: self.set_trait("model", name),
        )
        self._matrices = MatrixViews(self._classes, self._readings, self._on_cell)
        self._cells = CellChoice(self._classes, lambda cell: self.set_trait("cell", cell))
        self._message, names = Message(), AriaLabels(TOGGLES)
        matrix = VBox(
            [*self._choice.parts, self._matrices, *self._cells.parts, self._message, names],
            layout={"flex": "1 1 290px", "max_width": "440px", "min_width": "0"},
        )
        self._comparison = PairComparison(
            self._readings, self._on_pair, lambda field: self.set_trait("field", field)
        )
        shown = VBox(
            [*(self._comparison.parts if len(self._readings) > 1 else []), self.gallery],
            layout={"flex": "1 1 290px", "min_width": "0", "overflow": "visible"},
        )
        flow = {"flex_flow": "row wrap", "grid_gap": "24px", "overflow": "visible"}
        return [ConnectionStatus(self), Box([matrix, shown], layout=flow)]

    # Choices and their images ---------------------------------------------------------------

    @validate("model")
    def _check_model(self, proposal: Any) -> str | None:
        name: str | None = proposal["value"]
        if name not in self._readings and (name is not None or self._readings):
            raise TraitError(f"No model {name!r} was read; choose {', '.join(self._readings)}.")
        return name

    @validate("cell")
    def _check_cell(self, proposal: Any) -> Any:
        n = len(self._classes)
        if proposal["value"] is not None and max(proposal["value"]) >= n:
            raise TraitError(f"A cell is two numbers in 0..{n - 1}, not {proposal['value']}.")
        return proposal["value"]

    @validate("field")
    def _check_field(self, proposal: Any) -> Any:
        if proposal["value"] is not None and len(self._readings) < 2:
            raise TraitError("field compares two models; this explorer has fewer.")
        return proposal["value"]

    @validate("page")
    def _check_page(self, proposal: Any) -> int:
        return self.gallery.nearest_page(proposal["value"])

    @validate("selected")
    def _check_selected(self, proposal: Any) -> int | None:
        return self.gallery.check_index(proposal["value"])

    @validate("view")
    def _check_view(self, proposal: Any) -> Any:
        if proposal["value"] != VIEWS[0] and len(self._readings) < 2:
            raise TraitError("view compares two models; this explorer has fewer.")
        return proposal["value"]

    def _on_cell(self, cell: tuple[int, int], model: str | None) -> None:
        if model is not None:
            self.model = model
        self.cell = cell

    def _on_pair(self) -> None:
        if self.view != VIEWS[0]:
            self._draw_matrices()
        if self.view == "difference" or self.field is not None:
            self._show_images()

    @observe("view")
    def _on_view(self, change: Any) -> None:
        self._choice.show_view(change["new"])
        self._draw_matrices()
        self._show_images()

    @observe("model")
    def _on_model(self, change: Any) -> None:
        self._choice.show_model(change["new"])
        if self.view == VIEWS[0]:
            self._draw_matrices()
        if self.cell is not None:
            self._show_images()

    def _on_choice(self, change: Any) -> None:
        """Keep only one of the two: a cell of the matrix, or a field of the comparison."""
        if change["new"] is not None:
            self.set_trait("field" if change["name"] == "cell" else "cell", None)
        elif any(getattr(self, name) is not None for name in ("cell", "field")):
            return
        self._matrices.mark(self.cell)
        self._comparison.mark(self.field)
        self._cells.show(self.cell)
        self._show_images()

    def _show_images(self) -> None:
        chosen = ChosenImages.none(self.model)
        if self.cell is not None and self.model is not None:
            if self.view == "difference":
                chosen = find_difference(self._readings, self.cell, self._comparison.names)
            else:
                chosen = find_cell(self._readings, self.cell, self.model)
        elif self.field is not None:
            chosen = self._comparison.find_images(self.field)
        self.gallery.show(*chosen)

    def _draw_matrices(self) -> None:
        if self.model is None:
            return
        is_one = self.view == VIEWS[0]
        names = (self.model, self.model) if is_one else self._comparison.names
        self._matrices.show(self.view, names)

    def _put_on_pad(self, index: int) -> None:
        assert self._pad is not None
        self._pad.put_image(self._images[index], f"Image {index}")

    @observe("error")
    def _on_error(self, change: Any) -> None:
        self._message.say(change["new"])
