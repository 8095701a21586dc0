"""Number pad: draw a number, and watch a network predict each of its digits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from traitlets import Instance, Tuple

from digit_widgets.errors import ImageError
from digit_widgets.ink import Ink
from digit_widgets.predictors import DEFAULT_MODEL
from digit_widgets.recognition import NumberReader, NumberReading
from digit_widgets.recognition.wording import FAILED, sentence
from digit_widgets.widgets.canvas.page_parts import BAR
from digit_widgets.widgets.pads.glyph_boxes import NumberLine
from digit_widgets.widgets.pads.image_overlay import Upload
from digit_widgets.widgets.pads.recognizer_pad import RecognizerPad
from digit_widgets.widgets.pads.static_fallback import Box, render_fallback
from digit_widgets.widgets.parts.arguments import check_flag, check_keywords, check_side
from digit_widgets.widgets.parts.message import model_problem
from digit_widgets.widgets.parts.spoken import describe_number

__all__ = ["NumberPad"]

#: Pen widths: thinner than for a single digit, because the digits are smaller.
_PEN, _COMPACT_PEN = 10.0, 6.0
#: Hints for keywords that do not exist but that people try.
_HINTS = {
    "labels": "Labels belong to the model: give load_predictor(model, labels=...).",
    "size": "It is wide: give width= and height=.",
    "value": "It follows from the drawing: give ink=.",
}


class NumberPad(RecognizerPad):
    """A wide drawing pad on which a network reads whole numbers during every stroke.

    Each digit found is shown in a box with its label, on a layer over the drawing, and in a line
    below it: pointing at one there, or giving it the focus, shows its ten bars. `canvas` is the
    drawing surface. Threads, observers and slow models are handled as in `DigitPad`, and so are
    images, which `read_number` reads.

    Parameters
    ----------
    model
        As in `DigitPad`.
    ink
        The initial drawing.
    description
        A caption above the pad.
    width, height
        Size of the drawing surface in CSS pixels, 50 to 2000 each; by default 560 and 220, or half
        of that for a compact pad. A narrower page shows it smaller.
    tools
        Names of the buttons under the drawing, in any order; by default all: "pen", "eraser",
        "stroke eraser", "undo", "redo", "reset", "download", "image" and "width", or "undo" and
        "reset" for a compact pad. () for none. The keys for undo and reset always work. Without
        "image", the pad takes no images.
    compact
        True makes a pad for a small space, half as large, with a smaller line and no bars under it.

    Attributes
    ----------
    value
        str or None: the number, such as "2026" or "-1.5", with "?" for what is rejected or unclear
        and a line break between rows; None if the pad is blank or the model failed.
    reading
        `NumberReading`: the complete result, a new object each time; it has no glyphs if the pad is
        blank or the model failed.
    glyphs
        Tuple of `GlyphReading`, row by row, from left to right: the signs, and each digit's
        prediction, confidence, box and strokes. In an image, boxes are in its
        pixels, and there are no strokes.
    error
        str: the problems, and what to do about them, one per line; "" if there are none.
    ink
        `Ink`: the drawing, in CSS pixels. May be assigned.
    model
        The model as it was given, `model_info` and what becomes of a model that cannot be used are
        as in `DigitPad`. May be assigned: the drawing is then predicted again.
    threshold
        float in 0..1: a glyph with a lower `Prediction.score` is rejected. 0 rejects nothing; the
        bundled models are calibrated for 0.5. May be assigned.
    description
        str: a caption above the pad. May be assigned.
    disabled
        bool: True ignores drawings and images from pages and greys out the tools, except
        downloads; the drawing and its result stay. May be assigned.
    """

    TOOLS = (*(name for name in BAR if name != "copy"), "width")
    _KIND = "number"

    reading = Instance(NumberReading, args=(), read_only=True)
    glyphs = Tuple(read_only=True)

    def __init__(
        self,
        model: Any = DEFAULT_MODEL,
        *,
        ink: Ink | None = None,
        description: str = "",
        width: int | None = None,
        height: int | None = None,
        tools: Iterable[str] | None = None,
        compact: bool = False,
        **kwargs: Any,
    ) -> None:
        check_keywords(self, NumberPad, kwargs, _HINTS)
        check_flag(compact, "compact")
        usual = (280, 110) if compact else (560, 220)
        width = check_side(usual[0] if width is None else width, "width")
        height = check_side(usual[1] if height is None else height, "height")
        self._reader: NumberReader | None = None
        self._line = NumberLine(has_bars=not compact)
        super().__init__(width, height, tools=tools, compact=compact, **kwargs)
        self.add_class("digit-widgets-number-pad")
        self.canvas.pen_width = _COMPACT_PEN if compact else _PEN
        surface = self._surface(below=(self._image_upload.source,))
        surface.layout.margin = "0"
        wrong = (self._messages["model"], self._notes, self._messages["observer"])
        self.children = [self._caption, surface, self._line, *wrong]
        self._begin(model, ink, description)

    def _get_reading(self) -> NumberReading:
        reading: NumberReading = self.reading
        return reading

    def _read_number(self, ink: Ink, upload: Upload | None, start: float) -> NumberReading | None:
        """Return the result, or None if the image cannot be read or the model failed."""
        recognizer = self.recognizer
        if recognizer is None:
            return None
        if self._reader is None:
            self._reader = NumberReader(recognizer)
        self._reader.recognizer = recognizer
        try:
            reading = self._reader.read(ink if upload is None else upload.grey, start=start)
        except ImageError as error:
            self._report("image", str(error))
            return None
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            self._report("reading", model_problem(error))
            return None
        self._report("reading", "")
        if upload is None:
            return reading
        return replace(reading, glyphs=upload.enlarge(reading.glyphs))

    def _render_fallback(self) -> str:
        upload = self._image_upload.find(self.ink)
        return render_fallback(
            self.ink,
            (self.canvas.width, self.canvas.height),
            label=self.value or "",
            words=[describe_number(self.reading)],
            boxes=[
                Box(each.bounds, each.text, each.is_unread)
                for each in self._on_pad(self.glyphs, upload)
            ],
            image="" if upload is None else upload.url,
        )

    def _show_reading(self, ink: Ink, start: float) -> None:
        upload = self._find_upload(ink)
        read = self._read_number(ink, upload, start)
        reading = NumberReading() if read is None else read
        # Update the boxes first: people watch them most.
        pens = [] if upload is not None else [each.width for each in ink.strokes]
        self._show_boxes(reading.glyphs, upload, max(pens, default=0.0))
        words = sentence(FAILED) if read is None else describe_number(reading)
        if read is None:
            self._line.say(words)
        else:
            self._line.show(reading)
        self._announce(ink, upload, words)
        self._set_together(
            reading=reading, glyphs=reading.glyphs, value=reading.text if reading.glyphs else None
        )
