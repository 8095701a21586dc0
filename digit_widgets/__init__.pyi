from .errors import ArgumentError as ArgumentError
from .errors import DataError as DataError
from .errors import DigitWidgetsError as DigitWidgetsError
from .errors import HostError as HostError
from .errors import ImageError as ImageError
from .errors import InkError as InkError
from .errors import ModelError as ModelError
from .ink import Ink as Ink
from .ink import Stroke as Stroke
from .ink import ink_from_json as ink_from_json
from .ink import ink_to_json as ink_to_json
from .predictors import GlyphReading as GlyphReading
from .predictors import NumberReading as NumberReading
from .predictors import Prediction as Prediction
from .predictors import Predictor as Predictor
from .predictors import load_predictor as load_predictor
from .predictors import read as read
from .predictors import read_number as read_number
from .training import Mnist as Mnist
from .training import load_mnist as load_mnist
from .vision import NormalizingStep as NormalizingStep
from .vision import ink_steps as ink_steps
from .vision import load_picture as load_picture
from .vision import normalize as normalize
from .widgets import ConfusionExplorer as ConfusionExplorer
from .widgets import DigitPad as DigitPad
from .widgets import DigitPreview as DigitPreview
from .widgets import FeatureMaps as FeatureMaps
from .widgets import InkCanvas as InkCanvas
from .widgets import InkTimeline as InkTimeline
from .widgets import ModelComparison as ModelComparison
from .widgets import NetworkDiagram as NetworkDiagram
from .widgets import NumberPad as NumberPad
from .widgets import ProbabilityChart as ProbabilityChart
from .widgets import TrainingMonitor as TrainingMonitor

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
    "ImageError",
    "Ink",
    "InkCanvas",
    "InkError",
    "InkTimeline",
    "Mnist",
    "ModelComparison",
    "ModelError",
    "NetworkDiagram",
    "NormalizingStep",
    "NumberPad",
    "NumberReading",
    "Prediction",
    "Predictor",
    "ProbabilityChart",
    "Stroke",
    "TrainingMonitor",
    "ink_from_json",
    "ink_steps",
    "ink_to_json",
    "load_mnist",
    "load_picture",
    "load_predictor",
    "normalize",
    "read",
    "read_number",
]
