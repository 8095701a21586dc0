// Signs: decimal points and commas, minuses and slashes among the strokes of a row, as in
// digit_widgets/recognition/signs.py, which explains how they are told.

/** @import { Shape } from "./stroke_shapes.js" */

import { distance, heightOf, isLevel, widthOf } from "./stroke_shapes.js";

/** @typedef {"." | "," | "-" | "/"} Sign */

/**
 * What a stroke may be by its shape and its place. It is not sure if it may as well be another sign,
 * or a digit.
 * @typedef {{ sign: Sign, isSure: boolean, slant: number }} Mark
 */

/**
 * A part of a row: a digit, or a stroke that is marked as a possible sign.
 * @typedef {object} Part
 * @property {number[]} strokes - the indices of its strokes, ascending
 * @property {number} left - sides of its box
 * @property {number} right
 * @property {Mark | null} mark
 */

/** A slash leans, and may lean, so many degrees; one of that height may lean so many less. */
const [LEANS, MAY_LEAN, HIGH, LESS] = [24, 17, 1.25, 6];
const [LEANS_MOST, LEAST_SLASH, STRAIGHT] = [65, 0.6, 0.15];
/** A slash through this middle part of a tall stroke's box is a part of it. */
const INNER = 0.6;
/** Straight neighbours that lean within so many degrees of each other are ones, or none is. */
const PARALLEL = 10;
/** Widths of a minus: the least, the most, and that of one that may be a point. */
const [DASH, LONGEST_DASH, SHORTEST_DASH] = [0.2, 1.2, 0.12];
/** The middle of a minus is in this part of the row's height; further out it is unsure. */
const [MIDDLE, ABOUT_MIDDLE] = [
  [0.25, 0.75],
  [0.15, 0.85],
];
/** Share of a minus that may be over or under a tall stroke. */
const COVERED = 0.3;
/** Largest extents of a point, of a filled point, and of a comma, and the least of a comma. */
const [POINT, BLOB, COMMA, LEAST_COMMA] = [0.13, 0.22, 0.42, 0.18];
/** A filled point's path is this many times its extent. */
const FILLED = 2.5;
/** How far the middle of a point or a comma may be above and below the base line. */
const [ABOVE, BELOW] = [0.22, 0.45];
/** A comma's top is at most this far above the base line. */
const COMMA_TOP = 0.3;
/** Points and commas touch no digit: they are this far from it. */
const CLEAR = 0.03;
/** Height of tall strokes; the nearest, and those up to this much further, make the base line. */
const [TALL, NEAR] = [0.42, 0.4];
/** A point is beside its neighbours' boxes, or in this outer part of them. */
const [OUTER_BEFORE, OUTER_AFTER] = [0.25, 0.05];

/**
 * Find the strokes of a row that may be signs.
 * @param {Shape[]} shapes - of the row's strokes, in digit heights
 * @returns {Map<number, Mark>} by the indices of the strokes
 */
export function findMarks(shapes) {
  const marks = new Map();
  const tall = shapes.filter((shape) => heightOf(shape) >= TALL && !isLevel(shape));
  shapes.forEach((shape, i) => {
    const others = tall.filter((each) => each !== shape);
    const mark = others.length ? findMark(shape, others) : null;
    if (mark) marks.set(i, mark);
  });
  return marks;
}

/**
 * Return true if a mark counts as a sign when strokes are grouped; an unsure slash counts as a one.
 * @param {Mark} mark
 */
export const standsAlone = ({ sign, isSure }) => isSure || sign !== "/";

/**
 * Decide for each part of a row, from left to right, which sign it is: unsure where the parts beside
 * it do not suit it; null for a digit, or a stroke that is a digit after all.
 * @param {Part[]} parts
 * @returns {(Mark | null)[]}
 */
export const judgeMarks = (parts) =>
  parts.map((part, i) => {
    const [before, after] = [parts[i - 1] ?? null, parts[i + 1] ?? null];
    if (!part.mark) return null;
    if (part.mark.sign === "/") return judgeSlash(part.mark, before, after);
    return suits(part, part.mark, before, after) ? part.mark : mark(part.mark.sign, false);
  });

/** @type {(sign: Sign, isSure?: boolean, slant?: number) => Mark} */
const mark = (sign, isSure = true, slant = 0) => ({ sign, isSure, slant });

/**
 * @param {Shape} shape
 * @param {Shape[]} others - tall ones
 * @returns {Mark | null}
 */
function findMark(shape, others) {
  const { slant } = shape;
  const size = heightOf(shape);
  if (size >= LEAST_SLASH && shape.bend < STRAIGHT) {
    if (others.some((other) => isInside(shape, other))) return null;
    const less = size >= HIGH ? LESS : 0;
    const leans = MAY_LEAN - less <= slant && slant <= LEANS_MOST;
    return leans ? mark("/", slant >= LEANS - less, slant) : null;
  }
  const [top, base] = findLevels(shape, others);
  const dash = isLevel(shape) ? findDash(shape, others, top, base) : null;
  return dash ?? findPoint(shape, others, base);
}

/**
 * Return true if the middle of a stroke is in the inner part of another's box.
 * @param {Shape} shape
 * @param {Shape} other
 */
function isInside({ box }, other) {
  const away = Math.abs(box[0] + box[2] - other.box[0] - other.box[2]) / 2;
  return away < (INNER / 2) * widthOf(other);
}

/** @type {(shape: Shape, others: Shape[], top: number, base: number) => Mark | null} */
function findDash(shape, others, top, base) {
  const [left, upper, right, lower] = shape.box;
  const width = right - left;
  const place = ((upper + lower) / 2 - top) / (base - top);
  if (width < SHORTEST_DASH || width > LONGEST_DASH) return null;
  if (!isWithin(place, ABOUT_MIDDLE)) return null;
  const covered = others.map(({ box }) => Math.min(box[2], right) - Math.max(box[0], left));
  if (Math.max(...covered) > COVERED * width) return null;
  return mark("-", width >= DASH && isWithin(place, MIDDLE));
}

/** @type {(value: number, range: number[]) => boolean} */
const isWithin = (value, [least, most]) => least <= value && value <= most;

/** @type {(shape: Shape, others: Shape[], base: number) => Mark | null} */
function findPoint(shape, others, base) {
  const [, top, , bottom] = shape.box;
  const [width, height] = [widthOf(shape), heightOf(shape)];
  const extent = Math.max(width, height);
  if (extent > COMMA || !isWithin((top + bottom) / 2 - base, [-ABOVE, BELOW])) return null;
  if (others.some((other) => distance(shape, other) < CLEAR)) return null;
  const isFilled = extent <= BLOB && shape.length >= FILLED * extent;
  if (extent <= POINT || isFilled) return mark(".");
  if (height < 0.7 * width || top < base - COMMA_TOP) {
    return extent > BLOB ? null : mark(".", false);
  }
  return mark(",", height >= LEAST_COMMA);
}

/**
 * Return top and bottom of the tall strokes beside a stroke, the mean of both sides.
 * @param {Shape} shape
 * @param {Shape[]} others
 */
function findLevels(shape, others) {
  /** @type {(shape: Shape) => number} */
  const center = ({ box }) => (box[0] + box[2]) / 2;
  const middle = center(shape);
  const sides = [
    others.filter((other) => center(other) <= middle),
    others.filter((other) => center(other) > middle),
  ].filter((side) => side.length);
  const levels = sides.map((side) => {
    const apart = side.map((other) => Math.abs(center(other) - middle));
    const least = Math.min(...apart);
    const near = side.filter((_, i) => apart[i] <= least + NEAR);
    return [Math.min(...near.map(({ box }) => box[1])), Math.max(...near.map(({ box }) => box[3]))];
  });
  return [0, 1].map((i) => levels.reduce((sum, level) => sum + level[i], 0) / levels.length);
}

/** @type {(mark: Mark, before: Part | null, after: Part | null) => Mark | null} */
function judgeSlash(slash, before, after) {
  const isParallel = [before, after].some(
    (part) => part?.mark && Math.abs(part.mark.slant - slash.slant) < PARALLEL,
  );
  if (!before || isParallel) return null;
  if (slash.isSure && (!after || before.mark || after.mark)) return mark("/", false);
  // An unsure stroke at the end is a one that is just being drawn.
  return after ? slash : null;
}

/**
 * Return true for a minus before a digit, or a point that is not under one beside it.
 * @param {Part} part
 * @param {Mark} found
 * @param {Part | null} before
 * @param {Part | null} after
 */
function suits(part, found, before, after) {
  if (!after || after.mark) return false;
  if (found.sign === "-") return true;
  const middle = (part.left + part.right) / 2;
  const isClear =
    !before ||
    (!before.mark && middle > before.right - OUTER_BEFORE * (before.right - before.left));
  return isClear && middle < after.left + OUTER_AFTER * (after.right - after.left);
}
