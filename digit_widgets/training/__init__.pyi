from .architectures import ARCHITECTURES as ARCHITECTURES
from .architectures import build_ann as build_ann
from .architectures import build_cnn as build_cnn
from .augmentation import Augmentation as Augmentation
from .evaluating import evaluate as evaluate
from .evaluating import evaluate_images as evaluate_images
from .evaluating import evaluate_ink as evaluate_ink
from .evaluating import evaluate_mnist as evaluate_mnist
from .evaluation import Evaluation as Evaluation
from .evaluation import NonDigits as NonDigits
from .evaluation import Score as Score
from .fitting import FitResult as FitResult
from .fitting import fit as fit
from .ink_augmentation import InkAugmentation as InkAugmentation
from .mnist import DATA_VARIABLE as DATA_VARIABLE
from .mnist import Mnist as Mnist
from .mnist import load_mnist as load_mnist
from .pen_strokes import PenDigits as PenDigits
from .pen_strokes import PenDrawings as PenDrawings
from .pen_strokes import load_pen_digits as load_pen_digits
from .pen_strokes import load_pen_drawings as load_pen_drawings
from .reporting import checked_report_folder as checked_report_folder
from .reporting import write_report as write_report
from .running import train as train
from .saving import checked_folder as checked_folder
from .saving import save_trained as save_trained
from .settings import DEFAULT_SETTINGS as DEFAULT_SETTINGS
from .settings import FitSettings as FitSettings
from .summarizing import summary as summary

__all__ = [
    "ARCHITECTURES",
    "DATA_VARIABLE",
    "DEFAULT_SETTINGS",
    "Augmentation",
    "Evaluation",
    "FitResult",
    "FitSettings",
    "InkAugmentation",
    "Mnist",
    "NonDigits",
    "PenDigits",
    "PenDrawings",
    "Score",
    "build_ann",
    "build_cnn",
    "checked_folder",
    "checked_report_folder",
    "evaluate",
    "evaluate_images",
    "evaluate_ink",
    "evaluate_mnist",
    "fit",
    "load_mnist",
    "load_pen_digits",
    "load_pen_drawings",
    "save_trained",
    "summary",
    "train",
    "write_report",
]
