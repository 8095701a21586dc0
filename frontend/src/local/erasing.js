// Erasing: a round eraser removes the parts of strokes that it passes, or whole strokes, as
// digit_widgets/ink/erasing.py explains. What stays has the same strokes and numbers of points; a
// cut lies within 1e-9 of the kernel's, because lengths are rounded in other last digits.

/** @import { Span } from "./covering.js" */
/** @import { Ink, Stroke } from "./strokes.js" */

import { findCovered, Lines } from "./covering.js";
import { boxAround, makeInk } from "./strokes.js";

// A length below this share of the largest number involved is a rounding error.
const ROUNDING = 1e-12;

/**
 * Erase the parts of strokes under a round eraser that moves along a path.
 * @param {Ink} ink - straight from point to point: curves are flattened first
 * @param {number[]} path - x, y, x, y ... of one point or more
 * @param {number} radius - above 0
 * @returns {Ink} with the pieces of a stroke in its place; the same object if nothing was erased
 */
export function erase(ink, path, radius) {
  const lines = new Lines(ink, path, radius);
  const rounding = ROUNDING * largestNumber(ink, path, radius);
  const covered = findCovered(lines, path, rounding);
  if (!covered.length) return ink;
  /** @type {Map<number, Stroke[]>} */
  const left = new Map(covered.map(({ line }) => [lines.owners[line], []]));
  for (const { owner, points } of cutPaths(lines, covered, left)) {
    const isSeen = lengthOf(points) > rounding;
    if (isSeen) left.get(owner)?.push({ points, width: ink.strokes[owner].width });
  }
  return makeInk(ink.strokes.flatMap((stroke, owner) => left.get(owner) ?? [stroke]));
}

/**
 * Remove every stroke that a round eraser touches on its path.
 * @param {Ink} ink
 * @param {number[]} path
 * @param {number} radius
 * @returns {Ink} the same object if none was touched
 */
export function eraseStrokes(ink, path, radius) {
  const lines = new Lines(ink, path, radius);
  const touched = new Set(findCovered(lines, path, 0).map(({ line }) => lines.owners[line]));
  return touched.size ? makeInk(ink.strokes.filter((_, owner) => !touched.has(owner))) : ink;
}

/**
 * Return the largest number from which distances are computed, whatever its sign.
 * @param {Ink} ink
 * @param {number[]} path
 * @param {number} radius
 */
function largestNumber(ink, path, radius) {
  let largest = 0;
  for (const { points, width } of [...ink.strokes, { points: path, width: 0 }]) {
    const { left, top, right, bottom } = boxAround(points);
    largest = Math.max(largest, radius + width / 2, -left, -top, right, bottom);
  }
  return largest;
}

/**
 * Find the remains of partly covered strokes.
 * @param {Lines} lines
 * @param {Span[]} covered
 * @param {Map<number, unknown>} owners - of which lines are covered
 */
function cutPaths(lines, covered, owners) {
  // The lines without length count as covered, and so does a point before the first line: they
  // separate each stroke from the next.
  const spans = [{ line: 0, enter: 0, leave: 0 }, ...covered];
  for (let line = 0; line < lines.owners.length; line += 1) {
    if (lines.isLast(line)) spans.push({ line, enter: 0, leave: 1 });
  }
  // Positions along all lines: 2.5 is halfway from point 2 to point 3.
  spans.sort((one, other) => one.line + one.enter - (other.line + other.enter));
  /** @type {{ owner: number, points: number[] }[]} */
  const pieces = [];
  let furthest = spans[0]; // the span that reaches furthest so far
  for (const span of spans.slice(1)) {
    const [beginsAt, endsAt] = [furthest.line + furthest.leave, span.line + span.enter];
    // A piece ends where the eraser covers the line again, and begins where it last left it.
    if (endsAt > beginsAt) {
      const owner = lines.owners[Math.trunc(beginsAt)];
      if (owners.has(owner)) {
        const between = lines.points.slice(2 * Math.trunc(beginsAt) + 2, 2 * Math.ceil(endsAt));
        const begin = placeOn(lines, furthest.line, furthest.leave);
        const end = placeOn(lines, span.line, span.enter);
        pieces.push({ owner, points: [...begin, ...between, ...end] });
      }
    }
    if (span.line + span.leave >= beginsAt) furthest = span;
  }
  return pieces;
}

/**
 * Return the point at a share of a line: exact at both ends, never outside the line's box.
 * @param {Lines} lines
 * @param {number} line
 * @param {number} share
 */
function placeOn(lines, line, share) {
  // The end of a stroke's last line is the next stroke's first point.
  if (share === 1) return lines.start(line + 1);
  const end = lines.end(line);
  return lines.start(line).map((from, axis) => {
    const to = end[axis];
    const place = from + (to - from) * share;
    return Math.min(Math.max(place, Math.min(from, to)), Math.max(from, to));
  });
}

/** @type {(points: number[]) => number} */
function lengthOf(points) {
  let length = 0;
  for (let i = 2; i < points.length; i += 2) {
    length += Math.hypot(points[i] - points[i - 2], points[i + 1] - points[i - 1]);
  }
  return length;
}
