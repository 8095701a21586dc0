// The curve through a stroke's points, by the formulas in digit_widgets/ink/curves.py, which
// computes it in the kernel.

/** @import { Point } from "../types.js" */

/**
 * Compute the two inner control points of one Bézier segment.
 * @param {number[]} points - x, y, x, y ... of the stroke
 * @param {number} i - the segment's number
 * @param {number} width - of the pen
 * @returns {[Point, Point]}
 */
export function controlPoints(points, i, width) {
  const last = points.length / 2 - 1;
  const start = pointAt(points, i);
  const end = pointAt(points, i + 1);
  const [dx, dy] = stepAt(points, i);
  const length = Math.hypot(dx, dy);
  /** @type {Point | null} */
  let a = null;
  /** @type {Point | null} */
  let b = null;
  if (i > 0) {
    const pull = length * Math.sqrt(Math.hypot(...stepAt(points, i - 1)));
    const along = tangentAt(points, i);
    a = [start[0] + pull * along[0], start[1] + pull * along[1]];
  }
  if (i + 1 < last) {
    const pull = length * Math.sqrt(Math.hypot(...stepAt(points, i + 1)));
    const along = tangentAt(points, i + 1);
    b = [end[0] - pull * along[0], end[1] - pull * along[1]];
  }
  b ??= a ? [a[0] + dx / 3, a[1] + dy / 3] : [end[0] - dx / 3, end[1] - dy / 3];
  a ??= [b[0] - dx / 3, b[1] - dy / 3];
  const most = (2 * width) / 3; // distance of a control point from the straight line
  /** @type {(near: Point, inner: Point) => Point} */
  const limit = (near, inner) => {
    const [x, y] = [inner[0] - near[0], inner[1] - near[1]];
    const distance = Math.abs(dx * y - dy * x) / (length || 1);
    const factor = most / Math.max(distance, most);
    return [near[0] + x * factor, near[1] + y * factor];
  };
  return [limit(start, a), limit(end, b)];
}

/** @type {(points: number[], i: number) => Point} */
const pointAt = (points, i) => [points[2 * i], points[2 * i + 1]];

/** @type {(points: number[], i: number) => Point} */
const stepAt = (points, i) => [
  points[2 * i + 2] - points[2 * i],
  points[2 * i + 3] - points[2 * i + 1],
];

/** @type {(points: number[], i: number) => Point} */
function tangentAt(points, i) {
  const [before, after] = [stepAt(points, i - 1), stepAt(points, i)];
  const [l, m] = [Math.hypot(...before), Math.hypot(...after)];
  const u = [before[0] / (l || 1), before[1] / (l || 1)];
  const v = [after[0] / (m || 1), after[1] / (m || 1)];
  const bend = Math.min(Math.max(2 * (u[0] * v[0] + u[1] * v[1]), 0), 1);
  const factor = bend / (3 * (Math.sqrt(l) + Math.sqrt(m)) || 1);
  return [(u[0] + v[0]) * factor, (u[1] + v[1]) * factor];
}
