from .learning_curves import LearningCurvePoint as LearningCurvePoint
from .learning_curves import LearningCurves as LearningCurves
from .record import RunRecord as RunRecord
from .record import Setting as Setting
from .recorded_sweep import RecordedSweep as RecordedSweep
from .recorded_sweep import load_sweep as load_sweep
from .summary import SweepGroup as SweepGroup
from .summary import rank_groups as rank_groups
from .summary import varied_settings as varied_settings
from .sweep_state import SweepProgress as SweepProgress
from .sweep_state import SweepSource as SweepSource

__all__ = [
    "LearningCurvePoint",
    "LearningCurves",
    "RecordedSweep",
    "RunRecord",
    "Setting",
    "SweepGroup",
    "SweepProgress",
    "SweepSource",
    "load_sweep",
    "rank_groups",
    "varied_settings",
]
