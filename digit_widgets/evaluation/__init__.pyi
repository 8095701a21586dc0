from .confusion import LabeledPredictions as LabeledPredictions
from .confusion import read_set as read_set
from .evaluator import evaluate as evaluate
from .evaluator import evaluate_images as evaluate_images
from .evaluator import evaluate_ink as evaluate_ink
from .evaluator import evaluate_mnist as evaluate_mnist
from .report import check_report_folder as check_report_folder
from .report import write_report as write_report
from .result import Evaluation as Evaluation
from .result import Metrics as Metrics
from .result import NonDigits as NonDigits
from .summary import summary as summary

__all__ = [
    "Evaluation",
    "LabeledPredictions",
    "Metrics",
    "NonDigits",
    "check_report_folder",
    "evaluate",
    "evaluate_images",
    "evaluate_ink",
    "evaluate_mnist",
    "read_set",
    "summary",
    "write_report",
]
