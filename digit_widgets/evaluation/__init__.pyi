from .confusion import LabeledPredictions as LabeledPredictions
from .confusion import read_set as read_set
from .disturbances import disturb as disturb
from .evaluator import evaluate as evaluate
from .evaluator import evaluate_images as evaluate_images
from .members import MemberComparison as MemberComparison
from .members import MemberRow as MemberRow
from .members import compare_members as compare_members
from .non_digits import NonDigits as NonDigits
from .report import check_report_folder as check_report_folder
from .report import write_report as write_report
from .result import Evaluation as Evaluation
from .result import Metrics as Metrics
from .robustness import RobustnessCurve as RobustnessCurve
from .robustness import measure_robustness as measure_robustness
from .rows import DigitsRow as DigitsRow
from .rows import NonDigitsRow as NonDigitsRow
from .summary import summarize as summarize

__all__ = [
    "DigitsRow",
    "Evaluation",
    "LabeledPredictions",
    "MemberComparison",
    "MemberRow",
    "Metrics",
    "NonDigits",
    "NonDigitsRow",
    "RobustnessCurve",
    "check_report_folder",
    "compare_members",
    "disturb",
    "evaluate",
    "evaluate_images",
    "measure_robustness",
    "read_set",
    "summarize",
    "write_report",
]
