"""Colours: distinguishable for colour-blind people, with enough contrast in both themes.

They are those of Okabe and Ito ("Color Universal Design", 2008). In light themes some are darker:
WCAG 2.2 (1.4.11) requires 3:1 for essential parts, and the other colours must differ from those.

Okabe and Ito have eight, and there are ten digits. Theirs are ten that lie as far apart as a search
found, for all kinds of sight together, with 4.5:1 against the ground: a digit is written on its
colour in the ground's own.
"""

from __future__ import annotations

__all__ = [
    "ACCENT",
    "DARK",
    "LIGHT",
    "MUTED",
    "NOT_READ",
    "PALETTE",
    "SPEAKS_AGAINST",
    "SPEAKS_FOR",
    "SPEAKS_NEITHER",
    "TEXT",
    "digit_color",
    "digit_color_on_black",
    "scheme_variables",
    "variables",
]

#: Emphasised, not emphasised, edge of black areas, errors, one per model, and one per digit, by
#: theme.
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
    "digit-0": "#6932a6",
    "digit-1": "#055e87",
    "digit-2": "#c51062",
    "digit-3": "#062b74",
    "digit-4": "#298742",
    "digit-5": "#641d38",
    "digit-6": "#a45c04",
    "digit-7": "#1c6fe6",
    "digit-8": "#b42395",
    "digit-9": "#9e0106",
    "on-digit": "#ffffff",
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
    "digit-0": "#7080ff",
    "digit-1": "#41bafa",
    "digit-2": "#f44080",
    "digit-3": "#7e82c9",
    "digit-4": "#4eda7c",
    "digit-5": "#ffb0b4",
    "digit-6": "#c79d2d",
    "digit-7": "#dfc8ff",
    "digit-8": "#d77eb7",
    "digit-9": "#ea7952",
    "on-digit": "#111111",
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
#: Ink of a drawing, on black, for which no digit was read.
NOT_READ = "#b0b0b0"
_DIGITS = 10


def digit_color(index: int) -> str:
    """Return the colour of a model's label by its number: ten colours, again and again."""
    return _get_color(f"digit-{index % _DIGITS}")


def digit_color_on_black(index: int) -> str:
    """Return the colour of a label's ink on a drawing, which is black in both themes."""
    return DARK[f"digit-{index % _DIGITS}"]


def variables() -> str:
    """Return CSS rules that define the colours as variables, which change with the theme."""
    rules = {":root": LIGHT, '[data-jp-theme-light="false"]': DARK}
    return "\n".join(
        f"{selector} {{ {'; '.join(f'--digit-widgets-{k}: {v}' for k, v in colors.items())}; }}"
        for selector, colors in rules.items()
    )


def scheme_variables() -> str:
    """Return the CSS rule that `variables` stands for on a page without JupyterLab's themes.

    There the colours follow the CSS property ``color-scheme``.
    """
    each = (f"--digit-widgets-{k}: light-dark({v}, {DARK[k]})" for k, v in LIGHT.items())
    return f":root {{ {'; '.join(each)}; }}"
