"""Colours that are seen against their ground and told apart, by computation."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.widgets.parts.colors import (
    DARK,
    LIGHT,
    NOT_READ,
    digit_color_on_black,
    scheme_variables,
    variables,
)
from digit_widgets.widgets.parts.theme import style_sheet

#: The grounds of outputs in JupyterLab's and Voila's themes.
THEMES = {"light": (LIGHT, ("#ffffff",)), "dark": (DARK, ("#111111", "#212121"))}
#: On the drawing surface, which is black in both: glyphs' boxes, the focus, what is refused.
ON_BLACK = ("#56b4e9", "#e69f00")
#: What people without one kind of cone see of linear red, green and blue (Machado, Oliveira and
#: Fernandes, 2009: doi 10.1109/TVCG.2009.113, severity 1.0).
SIGHTS = {
    "trichromat": np.eye(3),
    "protanope": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranope": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanope": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(color: str) -> NDArray[np.float64]:
    """Return the light of "#rrggbb": linear red, green and blue in 0..1 (IEC 61966-2-1)."""
    coded = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    light: NDArray[np.float64] = np.where(
        coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4
    )
    return light


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, from 1 to 21, as WCAG 2.2 defines it."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, light = sorted(float(weights @ linear(color)) for color in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return CIELAB of linear sRGB, under D65."""
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = to_xyz @ np.clip(light, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def models(colors: Mapping[str, str], kind: str = "model") -> list[str]:
    return [color for name, color in colors.items() if name.startswith(kind)]


def test_the_contrast_is_as_wcag_defines_it() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_bars_lines_and_edges_are_seen_against_the_ground(theme: str) -> None:
    colors, grounds = THEMES[theme]
    parts = {name: color for name, color in colors.items() if name != "on-digit"}
    for (name, color), ground in itertools.product(parts.items(), grounds):
        plain = color.removeprefix("var(--jp-error-color1, ").removesuffix(")")
        assert contrast(plain, ground) >= (4.5 if name == "error" else 3), (name, ground)


@pytest.mark.parametrize("theme", THEMES)
def test_a_digit_is_legible_on_its_colour(theme: str) -> None:
    colors, _ = THEMES[theme]
    for color in models(colors, "digit"):
        assert contrast(color, colors["on-digit"]) >= 4.5


def test_marks_on_the_drawing_are_seen() -> None:
    for color in (*ON_BLACK, NOT_READ, *map(digit_color_on_black, range(10))):
        # Text too: the labels of boxes.
        assert contrast(color, "#000000") >= 4.5


def test_icons_are_seen_on_their_buttons_and_pressed_ones_by_more_than_colour() -> None:
    assert contrast("#ffffff", "#005a8f") >= 4.5
    assert contrast("#ffffff", "#004a78") >= 4.5
    # The bar under a pressed tool, against the button.
    assert contrast("#e69f00", "#005a8f") >= 3
    assert contrast("#e69f00", "#004a78") >= 3
    rules = style_sheet()
    assert "aria-pressed=true] {\n  color: white;\n  background: #005a8f;\n  box-shadow" in rules


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", ["model", "digit"])
def test_colours_are_told_apart_by_colour_blind_people(kind: str, theme: str, sight: str) -> None:
    colors = [*models(THEMES[theme][0], kind)]
    # Beside digits, what is not read is grey.
    colors += [THEMES[theme][0]["muted"]] if kind == "digit" else []
    seen = [lab(SIGHTS[sight] @ linear(color)) for color in colors]
    for one, other in itertools.combinations(range(len(seen)), 2):
        distance = float(np.linalg.norm(seen[one] - seen[other]))
        # A difference of 2.3 can just be seen.
        assert distance > 10, (one + 1, other + 1)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_the_winner_stands_out_to_colour_blind_people(theme: str, sight: str) -> None:
    colors = THEMES[theme][0]
    winner, others = (lab(SIGHTS[sight] @ linear(colors[name])) for name in ("accent", "muted"))
    assert float(np.linalg.norm(winner - others)) > 25


def test_both_themes_name_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert all(f"--digit-widgets-{name}: {color}" in variables() for name, color in DARK.items())


def test_a_page_without_jupyterlab_has_the_same_colours() -> None:
    pairs = (f"--digit-widgets-{each}: light-dark({LIGHT[each]}, {DARK[each]})" for each in LIGHT)
    assert all(pair in scheme_variables() for pair in pairs)
