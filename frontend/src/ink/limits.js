// Limits of a drawing, by the rules in digit_widgets/ink/checks.py.

// A drawing holds at most this many strokes, and this many points in all.
export const MAX_STROKES = 1000;
export const MAX_POINTS = 100_000;
// Coordinates beyond this, and pens wider than it, are refused.
export const MAX_COORDINATE = 1e6;
// Pens thinner than this are refused.
export const MIN_WIDTH = 1e-6;
