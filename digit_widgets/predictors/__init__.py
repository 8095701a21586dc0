"""Models that read 28×28 pictures, behind one protocol."""

from digit_widgets.predictors.bundled import BUNDLED, BundledPredictor, bundled_model
from digit_widgets.predictors.confusion import Readings, read_set
from digit_widgets.predictors.features import FeatureExtractor
from digit_widgets.predictors.function import FunctionPredictor
from digit_widgets.predictors.keras import KerasPredictor
from digit_widgets.predictors.litert import LiteRTPredictor
from digit_widgets.predictors.live import LivePredictor
from digit_widgets.predictors.loading import load_predictor
from digit_widgets.predictors.numbers import (
    GlyphReading,
    NumberReader,
    NumberReading,
    read_number,
)
from digit_widgets.predictors.prediction import Prediction, Reason
from digit_widgets.predictors.protocol import (
    DIGITS,
    THRESHOLD,
    Predictor,
    ScoringPredictor,
    checked_probabilities,
    scored,
)
from digit_widgets.predictors.reading import predict_image, read

__all__ = [
    "BUNDLED",
    "DIGITS",
    "THRESHOLD",
    "BundledPredictor",
    "FeatureExtractor",
    "FunctionPredictor",
    "GlyphReading",
    "KerasPredictor",
    "LiteRTPredictor",
    "LivePredictor",
    "NumberReader",
    "NumberReading",
    "Prediction",
    "Predictor",
    "Readings",
    "Reason",
    "ScoringPredictor",
    "bundled_model",
    "checked_probabilities",
    "load_predictor",
    "predict_image",
    "read",
    "read_number",
    "read_set",
    "scored",
]
