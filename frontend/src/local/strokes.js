// Ink in the page: a drawing made of strokes, which nothing changes, as digit_widgets/ink/strokes.py
// has it in a kernel.

import { MAX_POINTS, MAX_STROKES } from "../ink/limits.js";
import { ToldError } from "../texts/told_error.js";

/**
 * The points of a pen between touching down and lifting off.
 * @typedef {object} Stroke
 * @property {number[]} points - x, y, x, y ... in CSS pixels of the surface, y down
 * @property {number} width - of the pen, in the same unit
 */

/** @typedef {{ strokes: Stroke[] }} Ink - in the order in which they were drawn */

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */

/** A drawing that cannot be: it tells why, and what to do. */
export class InkError extends ToldError {}

/** @type {Ink} */
export const BLANK = { strokes: [] };

/** @type {(ink: Ink) => number} */
export const countPoints = ({ strokes }) =>
  strokes.reduce((count, { points }) => count + points.length / 2, 0);

/**
 * Make a drawing of strokes.
 * @param {Stroke[]} strokes
 * @returns {Ink}
 * @throws {InkError} too many strokes or points
 */
export function makeInk(strokes) {
  const ink = { strokes };
  if (strokes.length > MAX_STROKES) {
    throw new InkError((told) => told.manyStrokes(MAX_STROKES, strokes.length));
  }
  const count = countPoints(ink);
  if (count > MAX_POINTS) {
    throw new InkError((told) => told.manyPoints(MAX_POINTS, count));
  }
  return ink;
}

/**
 * Return the drawing with one more stroke.
 * @param {Ink} ink
 * @param {number[]} points
 * @param {number} width
 */
export const beginStroke = (ink, points, width) => makeInk([...ink.strokes, { points, width }]);

/**
 * Return the drawing with more points at the end of its last stroke.
 * @param {Ink} ink - not blank
 * @param {number[]} points
 */
export function extendStroke(ink, points) {
  const last = ink.strokes[ink.strokes.length - 1];
  const longer = { points: last.points.concat(points), width: last.width };
  return makeInk([...ink.strokes.slice(0, -1), longer]);
}

/**
 * Return true if two drawings have the same strokes.
 * @param {Ink} one
 * @param {Ink} other
 */
export const isSameInk = (one, other) =>
  one.strokes.length === other.strokes.length &&
  one.strokes.every((stroke, i) => isSameStroke(stroke, other.strokes[i]));

/** @type {(one: Stroke, other: Stroke) => boolean} */
const isSameStroke = (one, other) =>
  one === other ||
  (one.width === other.width &&
    one.points.length === other.points.length &&
    one.points.every((value, i) => value === other.points[i]));

/**
 * Return the box around points, without the pen's width.
 * @param {number[]} points - x, y, x, y ...
 * @returns {Box}
 */
export function boxAround(points) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i], points[i + 1]];
    if (x < box.left) box.left = x;
    if (x > box.right) box.right = x;
    if (y < box.top) box.top = y;
    if (y > box.bottom) box.bottom = y;
  }
  return box;
}

/** @type {(count: number) => string} */
