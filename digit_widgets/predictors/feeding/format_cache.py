"""Format cache: keeps the formats found for models in memory, as long as they answer as before."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from digit_widgets.predictors.feeding.model_info import ModelInfo
from digit_widgets.predictors.feeding.probe import Finding, find_format
from digit_widgets.predictors.feeding.stated_format import StatedFormat
from digit_widgets.predictors.runtimes.raw_model import RawModel

__all__ = ["find_format_once"]

#: What was found for models, which lives as long as they do.
_found: WeakKeyDictionary[Any, dict[StatedFormat, Finding]] = WeakKeyDictionary()


def find_format_once(model: Any, raw: RawModel, stated: StatedFormat) -> ModelInfo:
    """Return a model's format, which is found once as long as the model stays as it is.

    A model that was fitted or trained anew answers a first call otherwise, and its format is then
    found again; so is that of a model that read too few digits.

    Parameters
    ----------
    model
        The model as it was given.
    raw
        The same, as its runtime runs it.
    stated
        What is stated of it.

    Raises
    ------
    ModelError
        As `find_format`.
    """
    try:
        found = _found.setdefault(model, {})
    except TypeError:  # not hashable, or without weak references, as paths
        found = {}
    finding = find_format(raw, stated, found.get(stated))
    if finding.info.n_tried and not finding.info.warning:
        found[stated] = finding
    return finding.info
