// Covering: finds the parts of a drawing's lines that a round eraser passes, as
// digit_widgets/ink/erasing.py does.

/** @import { Box, Ink } from "./strokes.js" */

import { boxAround } from "./strokes.js";

// Lines shorter than this have no direction.
const SMALLEST = 2 ** -1022;

/** @typedef {{ line: number, enter: number, leave: number }} Span - part of a line, as shares of it */
/** @typedef {[enter: number, leave: number]} Chord - distances from a line's start */

/**
 * The lines of the strokes that an eraser may touch, each from a point to the next one of the same
 * stroke. The last line of a stroke has no length; a stroke of one point is such a line too.
 */
export class Lines {
  /**
   * @param {Ink} ink
   * @param {number[]} path
   * @param {number} radius
   */
  constructor(ink, path, radius) {
    /** @type {number[]} */
    this.points = []; // x, y, x, y ... where the lines start
    /** @type {number[]} */
    this.owners = []; // of each line, the number of its stroke
    /** @type {number[]} */
    this.reaches = []; // of each line, the distance from the path within which it is erased
    const around = boxAround(path);
    for (const [owner, { points, width }] of ink.strokes.entries()) {
      const reach = radius + width / 2;
      if (!areNear(boxAround(points), around, reach)) continue;
      for (let i = 0; i < points.length; i += 2) {
        this.points.push(points[i], points[i + 1]);
        this.owners.push(owner);
        this.reaches.push(reach);
      }
    }
  }

  /** @param {number} line */
  isLast(line) {
    return this.owners[line] !== this.owners[line + 1];
  }

  /**
   * @param {number} line
   * @returns {number[]} a stroke's first point after the last line of the one before
   */
  start(line) {
    const last = this.owners.length - 1;
    return this.points.slice(2 * Math.min(line, last), 2 * Math.min(line, last) + 2);
  }

  /** @param {number} line */
  end(line) {
    return this.start(this.isLast(line) ? line : line + 1);
  }

  /**
   * Return true if a line's box comes within reach of another.
   * @param {number} line
   * @param {Box} box
   */
  isNear(line, { left, top, right, bottom }) {
    const { points } = this;
    const reach = this.reaches[line];
    const [start, end] = [2 * line, this.isLast(line) ? 2 * line : 2 * line + 2];
    return (
      Math.min(points[start], points[end]) - reach <= right &&
      Math.max(points[start], points[end]) + reach >= left &&
      Math.min(points[start + 1], points[end + 1]) - reach <= bottom &&
      Math.max(points[start + 1], points[end + 1]) + reach >= top
    );
  }
}

/**
 * Find the parts that each step of the path covers, if deeper than a rounding error.
 * @param {Lines} lines
 * @param {number[]} path
 * @param {number} rounding
 */
export function findCovered(lines, path, rounding) {
  /** @type {Span[]} */
  const found = [];
  for (let i = 0; i === 0 || i + 2 < path.length; i += 2) {
    const tail = path.slice(i, i + 2);
    const head = path.length > 2 ? path.slice(i + 2, i + 4) : tail;
    const step = boxAround([...tail, ...head]);
    for (let line = 0; line < lines.owners.length; line += 1) {
      if (!lines.isNear(line, step)) continue;
      const span = coveredSpan(lines, line, tail, head, rounding);
      if (span) found.push(span);
    }
  }
  return found;
}

/**
 * Return true if one box comes within reach of another.
 * @param {Box} one
 * @param {Box} other
 * @param {number} reach
 */
const areNear = (one, other, reach) =>
  one.left - reach <= other.right &&
  one.top - reach <= other.bottom &&
  one.right + reach >= other.left &&
  one.bottom + reach >= other.top;

/**
 * @param {Lines} lines
 * @param {number} line
 * @param {number[]} tail
 * @param {number[]} head
 * @param {number} rounding
 * @returns {Span | null}
 */
function coveredSpan(lines, line, tail, head, rounding) {
  const [start, end, reach] = [lines.start(line), lines.end(line), lines.reaches[line]];
  const step = [end[0] - start[0], end[1] - start[1]];
  const length = Math.hypot(...step);
  // A line without length may have any direction, but not none.
  const direction = length < SMALLEST ? [1, 0] : [step[0] / length, step[1] / length];
  let [enter, leave] = chord(start, direction, tail, head, reach - rounding);
  if (!(Math.max(enter, 0) <= Math.min(leave, length))) return null;
  // A line that is only partly covered is cut at the exact edge, without the rounding margin.
  if (enter > 0 || leave < length) [enter, leave] = chord(start, direction, tail, head, reach);
  enter = enter <= 0 ? 0 : enter / length;
  leave = leave >= length ? 1 : leave / length;
  return { line, enter, leave };
}

/**
 * Return where a straight line enters and leaves the area within reach of one step of the path: two
 * discs and the rectangle between them. It is convex: the line is inside from its first entry into
 * one of the three to its last exit. The first number is the larger if it does not enter.
 * @param {number[]} start
 * @param {number[]} direction
 * @param {number[]} tail
 * @param {number[]} head
 * @param {number} reach
 * @returns {Chord}
 */
function chord(start, [x, y], tail, head, reach) {
  let [first, last] = [Infinity, -Infinity];
  /** @type {(enter: number, leave: number) => void} */
  const include = (enter, leave) => {
    first = Math.min(first, enter);
    last = Math.max(last, leave);
  };
  for (const centre of [tail, head]) {
    const [toX, toY] = [centre[0] - start[0], centre[1] - start[1]];
    const [middle, aside] = [x * toX + y * toY, x * toY - y * toX];
    const half = Math.sqrt(Math.max((reach - aside) * (reach + aside), 0));
    if (Math.abs(aside) <= reach) include(middle - half, middle + half);
  }
  const step = [head[0] - tail[0], head[1] - tail[1]];
  const length = Math.hypot(...step);
  if (length < SMALLEST) return [first, last];
  const [alongX, alongY] = [step[0] / length, step[1] / length];
  const [fromX, fromY] = [start[0] - tail[0], start[1] - tail[1]];
  const along = fromX * alongX + fromY * alongY;
  const between = slab(along, x * alongX + y * alongY, 0, length);
  const aside = fromY * alongX - fromX * alongY;
  const beside = slab(aside, y * alongX - x * alongY, -reach, reach);
  const enter = Math.max(between[0], beside[0]);
  const leave = Math.min(between[1], beside[1]);
  if (enter <= leave) include(enter, leave);
  return [first, last];
}

/**
 * Return when a point that moves evenly from a start is between two limits. One that stands still
 * between them is there from -Infinity to Infinity, and one that stands still on a limit never.
 * @param {number} start
 * @param {number} speed
 * @param {number} low
 * @param {number} high
 * @returns {Chord}
 */
function slab(start, speed, low, high) {
  const times = [(low - start) / speed, (high - start) / speed].filter(
    (time) => !Number.isNaN(time),
  );
  return [Math.min(...times), Math.max(...times)];
}
