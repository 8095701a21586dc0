"""Shades: the colours of lines and dots, from clear to faint, which the style sheet defines.

A page draws hundreds of lines sooner in transparent colours than as transparent elements, each of
which has to be composed.
"""

from __future__ import annotations

__all__ = ["SHADES"]

#: From clear to faint; the last resort of a page without the style sheet is grey.
SHADES = tuple(f"var(--digit-widgets-shade-{number}, #777777)" for number in range(1, 6))
