"""What people see: the pad and the parts it is made of."""

from digit_widgets.widgets.canvas import InkCanvas
from digit_widgets.widgets.chart import ProbabilityChart
from digit_widgets.widgets.comparison import ModelComparison
from digit_widgets.widgets.confusion import ConfusionExplorer
from digit_widgets.widgets.diagram import NetworkDiagram
from digit_widgets.widgets.feature_maps import FeatureMaps
from digit_widgets.widgets.monitor import TrainingMonitor
from digit_widgets.widgets.number_pad import NumberPad
from digit_widgets.widgets.pad import DigitPad
from digit_widgets.widgets.preview import DigitPreview
from digit_widgets.widgets.timeline import InkTimeline

__all__ = [
    "ConfusionExplorer",
    "DigitPad",
    "DigitPreview",
    "FeatureMaps",
    "InkCanvas",
    "InkTimeline",
    "ModelComparison",
    "NetworkDiagram",
    "NumberPad",
    "ProbabilityChart",
    "TrainingMonitor",
]
