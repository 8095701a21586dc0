"""Wording: settings, accuracies and times of sweeps in words, for the terminal and the board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digit_widgets.sweeps.record import Setting

__all__ = [
    "MISSING",
    "describe_settings",
    "title_setting",
    "write_accuracy",
    "write_seconds",
    "write_setting",
]

#: Stands for a setting that a model does not have, such as an ANN's filters.
MISSING = "\N{EN DASH}"
_TITLES = {"n_images": "images", "batch_size": "batch"}


def title_setting(name: str) -> str:
    """Return a setting's name as a heading: "learning rate" for "learning_rate"."""
    return _TITLES.get(name, name.replace("_", " "))


def write_setting(value: Setting | None) -> str:
    """Write a setting's value: "16-32", "0.25", "10,000", "adam"; a dash for None."""
    if value is None:
        return MISSING
    if isinstance(value, tuple):
        return "-".join(map(str, value)) or "none"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.3g}" if isinstance(value, float) else value


def describe_settings(settings: Mapping[str, Setting], names: Iterable[str]) -> str:
    """Describe those of some settings that a run has: "cnn, filters 16-32, dropout 0.25"."""
    written = {name: write_setting(settings[name]) for name in names if name in settings}
    return ", ".join(
        value if name == "architecture" else f"{title_setting(name)} {value}"
        for name, value in written.items()
    )


def write_accuracy(value: float) -> str:
    """Write an accuracy in 0..1 with two decimals, as reports do."""
    return f"{value:.2%}"


def write_seconds(seconds: float) -> str:
    """Write a time: "8.3 s", "42 s", "3:05 min", "1:02 h"."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    if seconds < 59.5:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes}:{rest:02d} min"
    return f"{minutes // 60}:{minutes % 60:02d} h"
