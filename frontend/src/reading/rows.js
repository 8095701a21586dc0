// Rows: parts a drawing's strokes into rows of digits, and finds the lines between and under them,
// as in digit_widgets/recognition/rows.py, which explains how.

/** @import { Shape } from "./stroke_shapes.js" */

import { distance, heightOf, isLevel, median } from "./stroke_shapes.js";

/**
 * The rows of a drawing: indices of each row's strokes, ascending, the rows from the top; and of
 * strokes in no row.
 * @typedef {{ strokes: number[][], lines: number[] }} Rows
 */

/** A stroke of at least this share of the tallest one's height is tall, level lines excepted ... */
const TALL = 0.35;
/** ... and a row has a stroke of at least this share of it. */
const ROW = 0.5;
/** Tall strokes that overlap vertically by this share of the shorter one are in one row. */
const BESIDE = 0.3;
/** Parts of one digit above each other touch, and two this near may be parts of one; ... */
const [TOUCHING, JOINED] = [0.03, 0.16];
/** ... they are not higher together than this many times the tallest stroke, if there are others. */
const WHOLE = 1.35;
/** A line's least width, that of a long one, and the distance of a shorter one from all others. */
const [LINE, LONG_LINE, CLEAR] = [0.8, 1.5, 0.05];
/** A stroke counts as beside another up to this distance, in digit heights. */
const NEAR = 1.5;

/**
 * Part the strokes of a drawing into rows.
 * @param {Shape[]} shapes - one or more
 * @returns {Rows[]} one or two ways to do so: the second takes strokes above each other, which may
 *   be parts of one digit, for digits in two rows
 */
export function findRows(shapes) {
  const level = shapes.map(isLevel);
  const heights = shapes.map((shape, i) => (level[i] ? 0 : heightOf(shape)));
  const tallest = Math.max(...heights);
  if (!tallest) return [{ strokes: [shapes.map((_, i) => i)], lines: [] }];
  const tall = shapes.map((_, i) => i).filter((i) => heights[i] >= TALL * tallest);
  const apart = joinBeside(shapes, tall);
  const ways = [JOINED, TOUCHING].map((limit) => joinParts(shapes, apart, limit, tallest));
  if (ways[0].length === ways[1].length) ways.pop();
  return ways.map((way) => assign(shapes, level, way, ROW * tallest));
}

/**
 * Assign all strokes to the rows of tall strokes that have one of at least a height.
 * @param {Shape[]} shapes
 * @param {boolean[]} level
 * @param {number[][]} rows
 * @param {number} least
 * @returns {Rows}
 */
function assign(shapes, level, rows, least) {
  const kept = rows.filter((row) => row.some((i) => heightOf(shapes[i]) >= least));
  const placed = kept.flat();
  const owner = kept.flatMap((row, number) => row.map(() => number));
  const height = median(placed.map((i) => heightOf(shapes[i])));
  const lines = shapes
    .map((_, i) => i)
    .filter((i) => level[i] && isLine(shapes, i, placed, height));
  const members = kept.map((row) => [...row]);
  const known = new Set([...placed, ...lines]);
  shapes.forEach((_, i) => {
    if (!known.has(i)) members[owner[nearest(shapes, i, placed)]].push(i);
  });
  const sorted = sortByHeight(shapes, members).map((row) => row.sort((a, b) => a - b));
  return { strokes: sorted, lines };
}

/**
 * Join tall strokes that are beside each other, directly or through others.
 * @param {Shape[]} shapes
 * @param {number[]} tall
 */
function joinBeside(shapes, tall) {
  const left = new Set(tall);
  const rows = [];
  for (const first of tall) {
    if (!left.delete(first)) continue;
    const row = [first];
    for (const at of row) {
      const [, top, , bottom] = shapes[at].box;
      for (const other of [...left]) {
        const [, above, , below] = shapes[other].box;
        const overlap = Math.min(below, bottom) - Math.max(above, top);
        if (overlap >= BESIDE * Math.min(below - above, bottom - top)) {
          left.delete(other);
          row.push(other);
        }
      }
    }
    rows.push(row.sort((a, b) => a - b));
  }
  return rows;
}

/**
 * Join rows that share a digit: a part of it above, and another just below.
 * @param {Shape[]} shapes
 * @param {number[][]} rows
 * @param {number} limit
 * @param {number} tallest
 */
function joinParts(shapes, rows, limit, tallest) {
  const highest = rows.flat().length === 2 ? Infinity : WHOLE * tallest;
  const [first, ...others] = sortByHeight(shapes, rows);
  const joined = [[...first]];
  for (const row of others) {
    const above = joined[joined.length - 1];
    const isPart = above.some((upper) =>
      row.some((lower) => areParts(shapes[upper], shapes[lower], limit, highest)),
    );
    if (isPart) above.push(...row);
    else joined.push([...row]);
  }
  return joined;
}

/**
 * Return true if a stroke and one below it may be parts of one digit.
 * @param {Shape} upper
 * @param {Shape} lower
 * @param {number} limit
 * @param {number} highest
 */
function areParts(upper, lower, limit, highest) {
  const [one, other] = [upper.box, lower.box];
  const together = Math.max(one[3], other[3]) - Math.min(one[1], other[1]);
  const overlap = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
  if (together > highest || overlap <= 0) return false;
  return distance(upper, lower) <= limit * together;
}

/**
 * Return true for a wide level stroke under tall ones, clear of all others or very wide.
 * @param {Shape[]} shapes
 * @param {number} line
 * @param {number[]} tall
 * @param {number} height
 */
function isLine(shapes, line, tall, height) {
  const [left, top, right, bottom] = shapes[line].box;
  const width = right - left;
  if (width < LINE * height) return false;
  const middle = (top + bottom) / 2;
  let isUnder = false;
  for (const i of tall) {
    const [begin, upper, end, lower] = shapes[i].box;
    const isOver = Math.min(end, right) - Math.max(begin, left) >= (end - begin) / 2;
    isUnder ||= isOver && (upper + lower) / 2 < middle;
    const isNear = Math.max(begin - right, left - end) < NEAR * height;
    // A wide minus may be under a digit of the row above.
    const isInside = upper + 0.2 * height < middle && middle < lower - 0.2 * height;
    if (isNear && isInside) return false;
  }
  if (!isUnder || width >= LONG_LINE * height) return isUnder;
  return shapes.every((shape, i) => i === line || distance(shapes[line], shape) >= CLEAR * height);
}

/**
 * Return the place among tall strokes of the one nearest to another, vertical distance doubled.
 * @param {Shape[]} shapes
 * @param {number} stroke
 * @param {number[]} tall
 */
function nearest(shapes, stroke, tall) {
  const [left, top, right, bottom] = shapes[stroke].box;
  const middle = (top + bottom) / 2;
  const distances = tall.map((i) => {
    const [begin, upper, end, lower] = shapes[i].box;
    const aside = Math.max(begin - right, left - end, 0);
    return Math.hypot(aside, 2 * Math.max(upper - middle, middle - lower, 0));
  });
  return distances.indexOf(Math.min(...distances));
}

/**
 * Return rows from the top.
 * @param {Shape[]} shapes
 * @param {number[][]} rows
 */
function sortByHeight(shapes, rows) {
  /** @type {(row: number[]) => number} */
  const middle = (row) =>
    row.reduce((sum, i) => sum + shapes[i].box[1] + shapes[i].box[3], 0) / (2 * row.length);
  return [...rows].sort((one, other) => middle(one) - middle(other));
}
