"""Line letters: letters and signs of fonts that consist of lines, as a pen draws them.

The fonts were created by Dr. A. V. Hershey at the U.S. National Bureau of Standards; the format of
their files is by James Hurt, Cognition, Inc. They may be used freely if both are acknowledged. The
package Hershey-Fonts, which has them, is under the MIT licence.

References
----------
N. M. Wolcott and J. Hilsenrath, "A contribution to computer typesetting techniques: tables of
coordinates for Hershey's repertory of occidental type fonts and graphic symbols", NBS Special
Publication 424, 1976.
"""

from __future__ import annotations

from string import ascii_letters

from digit_widgets.data.like_digits import LIKE_DIGITS
from digit_widgets.errors import DataError
from digit_widgets.ink import Ink

__all__ = ["load_line_letters"]

_LATIN = "".join(letter for letter in ascii_letters if letter not in LIKE_DIGITS)
_SCRIPT = _LATIN.replace("Q", "")
#: The keys of the characters that are used, for each font. What is like a digit is left out: a
#: script's Q, like a 2; Greek iota, zeta, omicron and sigma; Cyrillic be, ze, o, che, e, and the
#: hard and the soft sign; the astrologers' Jupiter and Saturn.
_CHARACTERS = {
    "futural": _LATIN + "#$%&*+<=>?@~",
    "scripts": _SCRIPT,
    "scriptc": _SCRIPT,
    "timesr": _LATIN,
    "timesi": _LATIN,
    "greek": "ABCDEFGHKLMNPQRSTUWXYabcdefghklmnpqrtuwxy",
    "cyrillic": "ADEFGHIKLMNPQRSTUVWXY$[^`adefghiklmnpqrstuvwxy%&{}",
    "mathlow": "!\"#%&':;?@^_bdefghijklnvwx|",
    "astrology": "!#$%&'/;=>?@[]`{|}",
}


def load_line_letters() -> tuple[Ink, ...]:
    """Return letters and signs of several fonts, without those that are like digits.

    Raises
    ------
    DataError
        The package Hershey-Fonts is not installed.
    """
    try:
        from HersheyFonts import HersheyFonts
    except ImportError:
        raise DataError(
            "The letters to learn from need the package Hershey-Fonts: "
            "pip install 'digit-widgets[train]'."
        ) from None
    fonts, letters = HersheyFonts(), []
    for name, characters in _CHARACTERS.items():
        fonts.load_default_font(name)
        glyphs = fonts.all_glyphs
        letters += [Ink.from_strokes(glyphs[character].strokes) for character in characters]
    # Some letters of two alphabets are one drawing.
    return tuple(dict.fromkeys(letters))
