"""Recognition: turns a drawing or an image into a digit, a number, or neither."""

from digit_widgets.recognition.numbers import GlyphReading, NumberReader, NumberReading, read_number
from digit_widgets.recognition.prediction import Prediction, Reason
from digit_widgets.recognition.recognizer import Recognizer, read

__all__ = [
    "GlyphReading",
    "NumberReader",
    "NumberReading",
    "Prediction",
    "Reason",
    "Recognizer",
    "read",
    "read_number",
]
