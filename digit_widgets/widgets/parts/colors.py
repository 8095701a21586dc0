"""Colours: distinguishable for colour-blind people, with enough contrast in both themes.

They are those of Okabe and Ito ("Color Universal Design", 2008). In light themes some are darker:
WCAG 2.2 (1.4.11) requires 3:1 for essential parts, and the other colours must differ from those.
"""

from __future__ import annotations

__all__ = [
    "ACCENT",
    "DARK",
    "LIGHT",
    "MUTED",
    "PALETTE",
    "SPEAKS_AGAINST",
    "SPEAKS_FOR",
    "SPEAKS_NEITHER",
    "TEXT",
    "variables",
]

#: Emphasised, not emphasised, edge of black areas, errors, and one per model, by theme.
LIGHT = {
    "accent": "#0072b2",
    "muted": "#8a8a8a",
    "edge": "#8a8a8a",
    "error": "var(--jp-error-color1, #c62828)",
    "model-1": "#0072b2",
    "model-2": "#c58800",
    "model-3": "#00855f",
    "model-4": "#cc79a7",
    "model-5": "#4499cc",
    "model-6": "#a84400",
}
DARK = {
    "accent": "#56b4e9",
    "muted": "#8a8a8a",
    "edge": "#757575",
    # The themes' own error colour has a contrast of only 4.4:1 on Voila's background.
    "error": "#e57373",
    "model-1": "#0072b2",
    "model-2": "#e69f00",
    "model-3": "#009e73",
    "model-4": "#cc79a7",
    "model-5": "#56b4e9",
    "model-6": "#d55e00",
}


def _get_color(name: str) -> str:
    return f"var(--digit-widgets-{name}, {LIGHT[name]})"


ACCENT = _get_color("accent")
MUTED = _get_color("muted")
#: Colours of models: without black and yellow, which are invisible in one of the themes.
PALETTE = tuple(_get_color(name) for name in LIGHT if name.startswith("model"))
#: What ink does for a label, as red, green and blue in 0..255, on the black of a drawing in both
#: themes: 9.1:1, 9.3:1 and 4.8:1.
SPEAKS_FOR, SPEAKS_AGAINST, SPEAKS_NEITHER = (86, 180, 233), (230, 159, 0), (120, 120, 120)
TEXT = "var(--jp-content-font-color1, #212121)"


def variables() -> str:
    """Return CSS rules that define the colours as variables, which change with the theme."""
    rules = {":root": LIGHT, '[data-jp-theme-light="false"]': DARK}
    return "\n".join(
        f"{selector} {{ {'; '.join(f'--digit-widgets-{k}: {v}' for k, v in colors.items())}; }}"
        for selector, colors in rules.items()
    )
