// Lines that follow curves: a stroke with enough points that straight lines between them look like
// it, as digit_widgets/ink/curves.py makes it in the kernel.

import { controlPoints } from "./curves.js";
import { MAX_POINTS } from "./limits.js";
import { extentOf } from "./stroke.js";

// A segment's curve consists of at most this many straight lines.
const MOST_LINES = 64;
// Largest distance of the lines from the curve, as a share of the stroke's extent.
const CLOSENESS = 4e-3;
// A stroke's extent, as a share of its pen's width, up to which nobody sees its curves.
const UNSEEN = 1e-9;

/**
 * Approximate a stroke's curve by short straight lines.
 * @param {number[]} points - x, y, x, y ... of the stroke
 * @param {number} width - of the pen
 * @param {number} tolerance - largest distance of the lines from the curve, above 0
 * @returns {number[]} the given points, and more between them where the curve bends; the same array
 *   if it is straight everywhere
 */
export function smoothPolyline(points, width, tolerance) {
  const last = points.length / 2 - 1;
  const path = points.slice(0, 2);
  for (let i = 0; i < last; i += 1) {
    const start = points.slice(2 * i, 2 * i + 2);
    const end = points.slice(2 * i + 2, 2 * i + 4);
    const [a, b] = controlPoints(points, i, width);
    const bow = [start[0] - 2 * a[0] + b[0], start[1] - 2 * a[1] + b[1]];
    const back = [a[0] - 2 * b[0] + end[0], a[1] - 2 * b[1] + end[1]];
    const bend = Math.max(Math.hypot(...bow), Math.hypot(...back));
    const lines = Math.min(Math.ceil(Math.sqrt(bend * (0.75 / tolerance))), MOST_LINES);
    for (let line = 1; line < lines; line += 1) {
      const t = line / lines;
      for (const axis of [0, 1]) {
        const square = (back[axis] - bow[axis]) * t + 3 * bow[axis];
        path.push((square * t + 3 * (a[axis] - start[axis])) * t + start[axis]);
      }
    }
    path.push(...end);
  }
  return path.length === points.length ? points : path;
}

/**
 * Give strokes enough points that straight lines between them follow their curves: within a 250th
 * of the stroke's extent, or less closely if there would be too many points.
 * @template {{ points: number[], width: number }} Stroke
 * @param {Stroke[]} strokes
 * @returns {Stroke[]} a stroke without curves is the same object
 */
export function flattenCurves(strokes) {
  for (let closeness = CLOSENESS; ; closeness *= 4) {
    const flat = strokes.map((stroke) => {
      const extent = extentOf([stroke]);
      if (extent <= UNSEEN * stroke.width) return stroke;
      const points = smoothPolyline(stroke.points, stroke.width, closeness * extent);
      return points === stroke.points ? stroke : { ...stroke, points };
    });
    const count = flat.reduce((sum, { points }) => sum + points.length / 2, 0);
    if (count <= MAX_POINTS) return flat;
  }
}
