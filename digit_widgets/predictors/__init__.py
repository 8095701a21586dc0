"""Predictors: models of any runtime and format, behind one protocol that reads 28×28 images."""

from digit_widgets.predictors.base import (
    DIGITS,
    THRESHOLD,
    Predictor,
    ScoringPredictor,
    check_probabilities,
)
from digit_widgets.predictors.bundled import BundledPredictor, bundled_model
from digit_widgets.predictors.convolution import Convolution, LayerMaps
from digit_widgets.predictors.digit_predictor import (
    DigitPredictor,
    ScoringDigitPredictor,
    predict_with_scores,
)
from digit_widgets.predictors.ensemble import Ensemble
from digit_widgets.predictors.feature_maps import FeatureExtractor
from digit_widgets.predictors.feeding.input_format import InputFormat
from digit_widgets.predictors.feeding.model_info import ModelInfo
from digit_widgets.predictors.function import FunctionPredictor
from digit_widgets.predictors.keras import KerasPredictor
from digit_widgets.predictors.litert import LiteRTPredictor
from digit_widgets.predictors.loader import load_predictor, model_info
from digit_widgets.predictors.model_predictor import ModelPredictor
from digit_widgets.predictors.snapshot import WeightSnapshotPredictor
from digit_widgets.resources import BUNDLED, DEFAULT_MODEL

__all__ = [
    "BUNDLED",
    "DEFAULT_MODEL",
    "DIGITS",
    "THRESHOLD",
    "BundledPredictor",
    "Convolution",
    "DigitPredictor",
    "Ensemble",
    "FeatureExtractor",
    "FunctionPredictor",
    "InputFormat",
    "KerasPredictor",
    "LayerMaps",
    "LiteRTPredictor",
    "ModelInfo",
    "ModelPredictor",
    "Predictor",
    "ScoringDigitPredictor",
    "ScoringPredictor",
    "WeightSnapshotPredictor",
    "bundled_model",
    "check_probabilities",
    "load_predictor",
    "model_info",
    "predict_with_scores",
]
