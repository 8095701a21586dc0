"""Explanation: why a model reads a drawing as it does, from changed drawings or its layers."""

from digit_widgets.explanation.counterfactual import Counterfactual, find_counterfactual
from digit_widgets.explanation.grad_cam import GradCam, GradCamMap
from digit_widgets.explanation.ink_attribution import InkAttribution, attribute_ink
from digit_widgets.explanation.ink_pieces import InkPieces, cut_ink
from digit_widgets.explanation.occlusion import Occlusion, occlude
from digit_widgets.explanation.question import Question

__all__ = [
    "Counterfactual",
    "GradCam",
    "GradCamMap",
    "InkAttribution",
    "InkPieces",
    "Occlusion",
    "Question",
    "attribute_ink",
    "cut_ink",
    "find_counterfactual",
    "occlude",
]
