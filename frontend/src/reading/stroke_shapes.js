// Stroke shapes: boxes, evenly spaced points, and the straight line nearest to each stroke, as in
// digit_widgets/recognition/stroke_shapes.py.

/** @import { Stroke } from "../ink/stroke.js" */

import { boundsOf } from "../ink/stroke.js";

/** @typedef {[left: number, top: number, right: number, bottom: number]} Box */

/**
 * The shape of a stroke, in the drawing's unit, y down.
 * @typedef {object} Shape
 * @property {Box} box
 * @property {Float64Array} path - x, y, x, y ...: points at even distances along it
 * @property {number} length
 * @property {number} bend - largest distance of its points from the line between its ends, as a
 *   share of that line; infinite if the ends meet
 * @property {number} pen - width
 * @property {number} slant - degrees from the vertical to the line between the ends, above 0 if it
 *   leans to the right
 */

/** Number of points with which a stroke's distance to another one is measured. */
const POINTS = 32;

/**
 * Measure a stroke.
 * @param {Stroke} stroke
 * @returns {Shape}
 */
export function measureShape(stroke) {
  const { left, top, right, bottom } = /** @type {NonNullable<ReturnType<typeof boundsOf>>} */ (
    boundsOf([stroke])
  );
  const path = spreadPoints(stroke.points);
  const end = path.length - 2;
  const [lineX, lineY] = [path[end] - path[0], path[end + 1] - path[1]];
  const chord = Math.hypot(lineX, lineY);
  const square = chord * chord;
  let [length, across] = [0, 0];
  for (let i = 0; i <= end; i += 2) {
    if (i) length += Math.hypot(path[i] - path[i - 2], path[i + 1] - path[i - 1]);
    const away = (path[i] - path[0]) * lineY - (path[i + 1] - path[1]) * lineX;
    across = Math.max(across, Math.abs(away));
  }
  // Turn the line upwards, so that its direction of drawing does not matter.
  const upwards = lineY > 0 ? -1 : 1;
  return {
    box: [left, top, right, bottom],
    path,
    length,
    bend: square > 0 ? across / square : Infinity,
    pen: stroke.width,
    slant: Math.atan2(upwards * lineX, -upwards * lineY) * (180 / Math.PI),
  };
}

/**
 * Return a shape with all lengths multiplied by a scale above 0.
 * @param {Shape} shape
 * @param {number} scale
 * @returns {Shape}
 */
export const scaleShape = (shape, scale) => ({
  ...shape,
  box: /** @type {Box} */ (shape.box.map((side) => side * scale)),
  path: shape.path.map((place) => place * scale),
  length: shape.length * scale,
  pen: shape.pen * scale,
});

/** @type {(shape: { box: Box }) => number} */
export const widthOf = ({ box }) => box[2] - box[0];

/** @type {(shape: { box: Box }) => number} */
export const heightOf = ({ box }) => box[3] - box[1];

/**
 * Return true for a level line, such as a minus or the bar of a fraction.
 * @param {Shape} shape
 */
export const isLevel = (shape) =>
  Math.abs(shape.slant) > 68 && shape.bend < 0.3 && heightOf(shape) < widthOf(shape) / 2;

/**
 * Return the least distance between two strokes' points.
 * @param {Pick<Shape, "path">} one
 * @param {Pick<Shape, "path">} other
 */
export function distance({ path: one }, { path: other }) {
  let least = Infinity;
  for (let i = 0; i < one.length; i += 2) {
    for (let j = 0; j < other.length; j += 2) {
      const [x, y] = [one[i] - other[j], one[i + 1] - other[j + 1]];
      least = Math.min(least, x * x + y * y);
    }
  }
  return Math.sqrt(least);
}

/**
 * Return the median of some numbers, one or more.
 * @param {number[]} values
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @type {(points: ArrayLike<number>) => Float64Array} */
function spreadPoints(points) {
  const along = [0];
  for (let i = 2; i < points.length; i += 2) {
    const step = Math.hypot(points[i] - points[i - 2], points[i + 1] - points[i - 1]);
    along.push(along[along.length - 1] + step);
  }
  const last = along.length - 1;
  const path = new Float64Array(2 * POINTS);
  let at = 0;
  for (let n = 0; n < POINTS; n += 1) {
    const place = n < POINTS - 1 ? n * (along[last] / (POINTS - 1)) : along[last];
    while (at < last && along[at + 1] <= place) at += 1;
    for (const axis of [0, 1]) {
      const start = points[2 * at + axis];
      const share = at < last ? place - along[at] : 0;
      const slope = share ? (points[2 * at + 2 + axis] - start) / (along[at + 1] - along[at]) : 0;
      path[2 * n + axis] = slope * share + start;
    }
  }
  return path;
}
