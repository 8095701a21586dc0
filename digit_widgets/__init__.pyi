from .data import ImageDataset as ImageDataset
from .data import load_mnist as load_mnist
from .errors import ArgumentError as ArgumentError
from .errors import DataError as DataError
from .errors import DigitWidgetsError as DigitWidgetsError
from .errors import HostError as HostError
from .errors import ImageError as ImageError
from .errors import InkError as InkError
from .errors import ModelError as ModelError
from .errors import SweepError as SweepError
from .imaging import NormalizingStep as NormalizingStep
from .imaging import image_steps as image_steps
from .imaging import ink_steps as ink_steps
from .imaging import load_image as load_image
from .imaging import normalize as normalize
from .ink import Ink as Ink
from .ink import Stroke as Stroke
from .ink import ink_from_json as ink_from_json
from .ink import ink_to_json as ink_to_json
from .predictors import Predictor as Predictor
from .predictors import load_predictor as load_predictor
from .recognition import GlyphReading as GlyphReading
from .recognition import NumberReading as NumberReading
from .recognition import Prediction as Prediction
from .recognition import find_digits as find_digits
from .recognition import read as read
from .recognition import read_number as read_number
from .widgets import ConfusionExplorer as ConfusionExplorer
from .widgets import DigitPad as DigitPad
from .widgets import DigitPreview as DigitPreview
from .widgets import FeatureMaps as FeatureMaps
from .widgets import InkCanvas as InkCanvas
from .widgets import InkTimeline as InkTimeline
from .widgets import LearningCurveChart as LearningCurveChart
from .widgets import ModelComparison as ModelComparison
from .widgets import NetworkDiagram as NetworkDiagram
from .widgets import NumberPad as NumberPad
from .widgets import ProbabilityChart as ProbabilityChart
from .widgets import RobustnessExplorer as RobustnessExplorer
from .widgets import ShuffleExperiment as ShuffleExperiment
from .widgets import Studio as Studio
from .widgets import SweepBoard as SweepBoard
from .widgets import TrainingMonitor as TrainingMonitor
from .widgets import WhyThisDigit as WhyThisDigit

__all__ = [
    "ArgumentError",
    "ConfusionExplorer",
    "DataError",
    "DigitPad",
    "DigitPreview",
    "DigitWidgetsError",
    "FeatureMaps",
    "GlyphReading",
    "HostError",
    "ImageDataset",
    "ImageError",
    "Ink",
    "InkCanvas",
    "InkError",
    "InkTimeline",
    "LearningCurveChart",
    "ModelComparison",
    "ModelError",
    "NetworkDiagram",
    "NormalizingStep",
    "NumberPad",
    "NumberReading",
    "Prediction",
    "Predictor",
    "ProbabilityChart",
    "RobustnessExplorer",
    "ShuffleExperiment",
    "Stroke",
    "Studio",
    "SweepBoard",
    "SweepError",
    "TrainingMonitor",
    "WhyThisDigit",
    "find_digits",
    "image_steps",
    "ink_from_json",
    "ink_steps",
    "ink_to_json",
    "load_image",
    "load_mnist",
    "load_predictor",
    "normalize",
    "read",
    "read_number",
]
