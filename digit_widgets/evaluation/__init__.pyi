from .confusion import LabeledPredictions as LabeledPredictions
from .confusion import read_set as read_set
from .evaluator import evaluate as evaluate
from .evaluator import evaluate_images as evaluate_images
from .non_digits import NonDigits as NonDigits
from .report import check_report_folder as check_report_folder
from .report import write_report as write_report
from .result import Evaluation as Evaluation
from .result import Metrics as Metrics
from .rows import DigitsRow as DigitsRow
from .rows import NonDigitsRow as NonDigitsRow
from .summary import summarize as summarize

__all__ = [
    "DigitsRow",
    "Evaluation",
    "LabeledPredictions",
    "Metrics",
    "NonDigits",
    "NonDigitsRow",
    "check_report_folder",
    "evaluate",
    "evaluate_images",
    "read_set",
    "summarize",
    "write_report",
]
