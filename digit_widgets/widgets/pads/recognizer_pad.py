"""Recognizer pad: the base of pads with one model, which reads drawings and images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any, ClassVar

import numpy as np
from ipywidgets import HTML, ValueWidget
from traitlets import Any as AnyTrait
from traitlets import Bunch, Float, Instance, TraitError, Unicode, observe, validate

from digit_widgets.errors import ImageError
from digit_widgets.imaging.normalizer import to_unit_range
from digit_widgets.imaging.png import grey_png
from digit_widgets.ink import Ink
from digit_widgets.predictors import DEFAULT_MODEL, THRESHOLD, ModelInfo, load_predictor, model_info
from digit_widgets.recognition import GlyphReading, Recognizer
from digit_widgets.widgets.pads.drawing_pad import DrawingPad
from digit_widgets.widgets.pads.glyph_boxes import GlyphBoxes
from digit_widgets.widgets.pads.image_overlay import Upload
from digit_widgets.widgets.pads.image_upload import ImageUpload
from digit_widgets.widgets.pads.saved_pad import describe_pad, portable_model
from digit_widgets.widgets.pads.value_trait import ValueTrait
from digit_widgets.widgets.parts.message import model_problem
from digit_widgets.widgets.parts.model_notes import ModelNotes
from digit_widgets.widgets.parts.short_repr import model_name
from digit_widgets.widgets.parts.trait_internals import set_together
from digit_widgets.widgets.parts.worker import LatestWorker

__all__ = ["RecognizerPad"]


class RecognizerPad(DrawingPad, ValueWidget):  # type: ignore[misc]
    """A drawing surface whose ink one model predicts, with a `value` for `interact`.

    A subclass predicts with `recognizer`, and puts `_caption` and `_notes` into `children`. It
    looks in `_find_upload` for an image that is predicted instead of the drawing, shows the boxes
    of its digits with `_show_boxes`, and passes its words to `_announce`.

    Assigning `model` or `threshold` returns after the prediction; a model assigned while the pen is
    down is loaded meanwhile, on a thread of its own.

    Parameters
    ----------
    width, height
        As in `DrawingPad`.

    Attributes
    ----------
    value
        str or None: the predicted label. Read-only, also in the front end, where None is "": use
        `jslink` and `jsdlink` to link it to a Label or a Text. In Python, use `traitlets.link` and
        `dlink` to link it to a Dropdown, or with ``lambda value: value or ""`` to a Label or a
        Text; what the user types or chooses there is reset to the predicted label.
    model
        The model as it was given. May be assigned: the drawing is then predicted again. One that
        cannot be used is reported in `error`; the pad goes on with the model that it had, which
        `model` then is again.
    model_info
        `ModelInfo`: how the model is fed, and how many real digits it then predicts correctly, in
        one sentence by ``str``. None for a bundled network, and for a `Predictor` that
        `load_predictor` did not make. Read-only.
    recognizer
        `Recognizer`: the model and the threshold that predict drawings now; None until a model can
        be used. Read-only.
    threshold
        float in 0..1: a drawing with a lower `Prediction.score` is rejected. 0 rejects nothing; the
        bundled models are calibrated for 0.5. May be assigned.
    description
        str: a caption above the pad. May be assigned.
    """

    #: What it is, in a saved notebook.
    _KIND: ClassVar[str]

    model = AnyTrait()
    model_info = Instance(ModelInfo, allow_none=True, read_only=True)
    value = ValueTrait()
    threshold = Float(THRESHOLD)
    description = Unicode("")

    def __init__(self, width: int = 280, height: int | None = None, **kwargs: Any) -> None:
        self._recognizer: Recognizer | None = None
        self._loader: LatestWorker[tuple[Any, Mapping[str, Any]]] = LatestWorker(self._load)
        self._stated: Mapping[str, Any] = {}
        self._in_use: tuple[Any, ...] = ()
        self._notes = ModelNotes()
        self._caption = HTML()
        self._caption.layout.display = "none"
        super().__init__(width, height, **kwargs)
        self._boxes = GlyphBoxes(self.canvas.width, self.canvas.height)
        self.canvas.cover(self._boxes)
        self._boxed: Upload | None = None
        self._image_upload = ImageUpload(self.canvas, self._announcer, self.refresh, self._report)
        if "image" in self._chosen_tools:
            self._image_upload.begin()

    def _begin(
        self, model: Any, ink: Ink | None, description: str, stated: Mapping[str, Any] | None = None
    ) -> None:
        """Set the arguments of ``__init__``, after the pad is laid out.

        What is `stated` of the model, as for `load_predictor`, holds for this model only.
        """
        self.description = description
        self._stated = stated or {}
        self.model = DEFAULT_MODEL if model is None else model
        self._stated = {}
        if ink is not None:
            self.ink = ink

    def set_state(self, sync_data: Any) -> None:
        """Ignore state sent by a page, and send back the actual value."""
        if isinstance(sync_data, Mapping) and "value" in sync_data:
            self.send_state("value")

    def _facts(self) -> dict[str, Any]:
        model, strokes = model_name(self.model), len(self.ink.strokes)
        return {"model": model, "value": self.value, "strokes": strokes}

    @property
    def recognizer(self) -> Recognizer | None:
        """The model and the threshold that predict drawings now; None until one can be used."""
        return self._recognizer

    def refresh(self) -> None:
        """Predict the drawing again soon, because the model has changed, as in training."""
        self._worker.submit(self.ink)

    def put_image(self, image: Any, name: str = "Image") -> None:
        """Lay an image over the drawing and read it instead, as one that is chosen on a page.

        It returns after it has been predicted. The drawing comes back with a button, or a stroke.

        Parameters
        ----------
        image
            (h, w) numbers in 0..1, bright ink on black, or integers in 0..255.
        name
            What stands beside it on the page.

        Raises
        ------
        ImageError
            It is not such an array.
        """
        grey = to_unit_range(np.asarray(image))
        if grey.ndim != 2 or not grey.size or not bool(((grey >= 0) & (grey <= 1)).all()):
            raise ImageError(f"A pad takes an image of (h, w) numbers in 0..1, not {grey.shape}.")
        self._image_upload.put(name, grey_png(grey))
        self._worker.wait()

    def close(self) -> None:
        """Remove the widget from all pages and stop its background threads."""
        # ipywidgets also closes widgets whose __init__ has failed.
        if loader := getattr(self, "_loader", None):
            loader.close()
        super().close()

    def _reset(self) -> None:
        super()._reset()
        self._image_upload.forget()

    def _on_canvas_ink(self, change: Any) -> None:
        # Before the prediction: the image would hide the new stroke.
        self._image_upload.show()
        if self._boxed is not None and self._image_upload.find(self.canvas.ink) is None:
            self._show_boxes((), None)
        self._report("image", "")
        super()._on_canvas_ink(change)

    def _find_upload(self, ink: Ink) -> Upload | None:
        """Return the image that is predicted instead of a drawing, or None."""
        self._image_upload.decode()
        return self._image_upload.find(ink)

    def _show_boxes(
        self, glyphs: Sequence[GlyphReading], upload: Upload | None, pen: float = 0.0
    ) -> None:
        """Show boxes around glyphs of an image, or of a drawing with a pen of this width."""
        self._boxed = upload
        self._boxes.show(self._on_pad(glyphs, upload), pen)

    def _on_pad(
        self, glyphs: Sequence[GlyphReading], upload: Upload | None
    ) -> tuple[GlyphReading, ...]:
        """Return glyphs of an image, or of a drawing, with their boxes in CSS pixels of the pad."""
        if upload is None:
            return tuple(glyphs)
        sides = self.canvas.width, self.canvas.height
        return tuple(replace(each, bounds=upload.place(each.bounds, *sides)) for each in glyphs)

    def _announce(self, ink: Ink, upload: Upload | None, words: str) -> None:
        """Show the image that was predicted, if there is one, and tell the words about it."""
        if upload is None:
            self._announcer.read(ink, words)
        else:
            self._image_upload.show()
            self._announcer.read(upload, f"{upload.name}: {words}")

    @observe("model")
    def _on_model(self, change: Any) -> None:
        if self._is_in_use(change["new"]):
            return
        self._loader.submit((change["new"], self._stated))
        # While somebody draws, the model before goes on reading.
        if not self.canvas.pen_is_down:
            self._loader.wait()
            self._worker.wait()

    def _is_in_use(self, model: Any) -> bool:
        return bool(self._in_use) and self._in_use[0] is model

    def _load(self, item: tuple[Any, Mapping[str, Any]]) -> None:
        """Load a model, as the function of the thread that does so; must not raise."""
        model, stated = item
        try:
            predictor = load_predictor(model, **stated)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            goes_on = " The pad goes on with the model that it had." if self._in_use else ""
            self._report("model", f"{model_problem(error)}{goes_on}")
            if self._in_use:
                self.model = self._in_use[0]
            self.refresh()
            return
        self._in_use = (model,)
        self._recognizer = Recognizer(predictor, self.threshold)
        self._report("model", "")
        self._notes.show({"": model_info(predictor)})
        self.set_trait("model_info", model_info(predictor))
        self.refresh()
        if self.canvas.pen_is_down:
            # What follows the pad was told when the model was assigned, and not yet loaded.
            self.notify_change(Bunch(name="model", old=model, new=model, owner=self, type="change"))

    @validate("threshold")
    def _check_threshold(self, proposal: Any) -> float:
        value = float(proposal["value"])
        if not 0 <= value <= 1:
            raise TraitError(f"The threshold is a score from 0 to 1, not {value:g}.")
        return value

    @observe("threshold")
    def _on_threshold(self, change: Any) -> None:
        if self._recognizer is not None:
            self._recognizer = replace(self._recognizer, threshold=change["new"])
        self.refresh()
        self._worker.wait()

    @observe("description")
    def _on_description(self, change: Any) -> None:
        self._caption.value = escape(change["new"])
        self._caption.layout.display = "" if change["new"] else "none"
        self._save_description()

    def _describe_pad(self) -> dict[str, Any] | None:
        if self._find_upload(self.ink) is not None:
            return None  # a page without a kernel reads no images
        return describe_pad(
            self._KIND,
            self.canvas,
            {model_name(self.model): portable_model(self.model, self.recognizer)},
            tools=self._chosen_tools,
            compact=self._is_compact,
            description=self.description,
            threshold=self.threshold,
        )

    def _set_together(self, **values: Any) -> None:
        """Set all traits of one prediction before observers are notified of any."""
        set_together(self, values, always={"image"})
