from .architectures import ARCHITECTURES as ARCHITECTURES
from .architectures import build_ann as build_ann
from .architectures import build_cnn as build_cnn
from .architectures import build_reader as build_reader
from .architectures import build_scorer as build_scorer
from .export.exporter import export_model as export_model
from .export.result import Difference as Difference
from .export.result import ExportResult as ExportResult
from .input_pipeline.image_augmentation import Augmentation as Augmentation
from .input_pipeline.ink_augmentation import InkAugmentation as InkAugmentation
from .input_pipeline.training_data import Drawings as Drawings
from .plain_training import measure_learning as measure_learning
from .saving import check_output_folder as check_output_folder
from .saving import save_trained as save_trained
from .scorer import join_scorer as join_scorer
from .settings import DEFAULT_SETTINGS as DEFAULT_SETTINGS
from .settings import FitSettings as FitSettings
from .stand_ins import draw_stand_in_letters as draw_stand_in_letters
from .stand_ins import draw_stand_ins as draw_stand_ins
from .sweeping.learning import learning_curves as learning_curves
from .sweeping.running_sweep import Sweep as Sweep
from .sweeping.sweep import sweep as sweep
from .trainer import FitResult as FitResult
from .trainer import fit as fit
from .training_run import TrainingRun as TrainingRun

__all__ = [
    "ARCHITECTURES",
    "DEFAULT_SETTINGS",
    "Augmentation",
    "Difference",
    "Drawings",
    "ExportResult",
    "FitResult",
    "FitSettings",
    "InkAugmentation",
    "Sweep",
    "TrainingRun",
    "build_ann",
    "build_cnn",
    "build_reader",
    "build_scorer",
    "check_output_folder",
    "draw_stand_in_letters",
    "draw_stand_ins",
    "export_model",
    "fit",
    "join_scorer",
    "learning_curves",
    "measure_learning",
    "save_trained",
    "sweep",
]
