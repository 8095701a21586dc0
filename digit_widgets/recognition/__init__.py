"""Recognition: turns a drawing or an image into a digit, a number, or neither."""

from digit_widgets.recognition.image_digits import find_digits
from digit_widgets.recognition.number_reading import GlyphReading, NumberReading
from digit_widgets.recognition.numbers import NumberReader, read_number
from digit_widgets.recognition.prediction import Prediction, Reason
from digit_widgets.recognition.recognizer import Recognizer, read

__all__ = [
    "GlyphReading",
    "NumberReader",
    "NumberReading",
    "Prediction",
    "Reason",
    "Recognizer",
    "find_digits",
    "read",
    "read_number",
]
