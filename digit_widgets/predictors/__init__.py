"""Predictors: adapters for networks that read 28×28 images, behind one protocol."""

from digit_widgets.predictors.base import (
    DIGITS,
    THRESHOLD,
    Predictor,
    ScoringPredictor,
    check_probabilities,
)
from digit_widgets.predictors.bundled import BUNDLED, BundledPredictor, bundled_model
from digit_widgets.predictors.digit_predictor import (
    DigitPredictor,
    ScoringDigitPredictor,
    predict_with_scores,
)
from digit_widgets.predictors.feature_maps import FeatureExtractor
from digit_widgets.predictors.function import FunctionPredictor
from digit_widgets.predictors.keras import KerasPredictor
from digit_widgets.predictors.litert import LiteRTPredictor
from digit_widgets.predictors.loader import load_predictor
from digit_widgets.predictors.snapshot import WeightSnapshotPredictor

__all__ = [
    "BUNDLED",
    "DIGITS",
    "THRESHOLD",
    "BundledPredictor",
    "DigitPredictor",
    "FeatureExtractor",
    "FunctionPredictor",
    "KerasPredictor",
    "LiteRTPredictor",
    "Predictor",
    "ScoringDigitPredictor",
    "ScoringPredictor",
    "WeightSnapshotPredictor",
    "bundled_model",
    "check_probabilities",
    "load_predictor",
    "predict_with_scores",
]
