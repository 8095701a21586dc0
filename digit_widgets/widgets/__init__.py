"""Widgets: drawing pads, and widgets that compare, explain and monitor networks."""

from digit_widgets.widgets.canvas.ink_canvas import InkCanvas
from digit_widgets.widgets.comparison.model_comparison import ModelComparison
from digit_widgets.widgets.confusion.explorer import ConfusionExplorer
from digit_widgets.widgets.monitor.training_monitor import TrainingMonitor
from digit_widgets.widgets.network.diagram import NetworkDiagram
from digit_widgets.widgets.network.feature_maps import FeatureMaps
from digit_widgets.widgets.network.filter_grid import FilterGrid
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.pads.number_pad import NumberPad
from digit_widgets.widgets.parts.bar_chart import BarChart
from digit_widgets.widgets.parts.image_row import ImageRow
from digit_widgets.widgets.parts.preview import DigitPreview
from digit_widgets.widgets.parts.probability_chart import ProbabilityChart
from digit_widgets.widgets.robustness.explorer import RobustnessExplorer
from digit_widgets.widgets.shuffling.shuffle_experiment import ShuffleExperiment
from digit_widgets.widgets.studio.studio import Studio
from digit_widgets.widgets.sweep_board.board import SweepBoard
from digit_widgets.widgets.sweep_board.learning_curve_chart import LearningCurveChart
from digit_widgets.widgets.timeline.ink_timeline import InkTimeline
from digit_widgets.widgets.why.why_this_digit import WhyThisDigit

__all__ = [
    "BarChart",
    "ConfusionExplorer",
    "DigitPad",
    "DigitPreview",
    "FeatureMaps",
    "FilterGrid",
    "ImageRow",
    "InkCanvas",
    "InkTimeline",
    "LearningCurveChart",
    "ModelComparison",
    "NetworkDiagram",
    "NumberPad",
    "ProbabilityChart",
    "RobustnessExplorer",
    "ShuffleExperiment",
    "Studio",
    "SweepBoard",
    "TrainingMonitor",
    "WhyThisDigit",
]
