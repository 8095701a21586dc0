// Ink normaliser: turns a drawing into the networks' 28×28 input, as MNIST's images were made and as
// digit_widgets/imaging/ink_normalizer.py does, which explains it.

/** @import { Stroke } from "../ink/stroke.js" */

import { flattenCurves } from "../ink/polyline.js";
import { boundsOf, extentOf } from "../ink/stroke.js";
import { DIGIT_BOX, IMAGE_SIZE, MASS_CENTER, PEN_WIDTH } from "./mnist_format.js";
import { rasterize } from "./raster.js";

/** A drawing smaller than this many pen widths is a dot. */
const DOT = 1.5;
/** A stroke smaller than this share of the largest stroke is a stray dot. */
const SPECK_SHARE = 0.06;

/**
 * Turn a drawing into an image like MNIST's. Its position, size and unit do not matter. A blank
 * drawing gives zeros; a dot gives a dot in the middle.
 * @param {Stroke[]} strokes
 * @returns {Float32Array} (784,) in 0..1, bright ink on 0
 */
export function normalizeInk(strokes) {
  const lines = flattenCurves(strokes);
  const specks = findSpecks(lines);
  return rasterize(place(lines.filter((_, i) => !specks[i])));
}

/**
 * Return true if the whole drawing is smaller than one and a half of its own pen's width: too little
 * to predict anything from.
 * @param {Stroke[]} strokes
 */
export const isDot = (strokes) =>
  strokes.length > 0 &&
  extentOf(strokes) < DOT * Math.max(...strokes.map((stroke) => stroke.width));

/**
 * Return for each stroke whether it is a speck: far smaller than the largest. If all strokes are
 * dots, they are the drawing, and none is a speck.
 * @param {Stroke[]} strokes
 */
export function findSpecks(strokes) {
  if (strokes.length < 2) return strokes.map(() => false);
  const extents = strokes.map((stroke) => extentOf([stroke]));
  const largest = Math.max(...extents);
  const limit = largest * SPECK_SHARE;
  return extents.map((extent) => extent <= limit && limit < largest);
}

/**
 * Move a drawing without specks to where it belongs in the image, in pixels, with MNIST's pen.
 * @param {Stroke[]} strokes
 * @returns {Stroke[]}
 */
function place(strokes) {
  const bounds = boundsOf(strokes);
  if (!bounds) return [];
  // A drawing smaller than its own pen is a dot: do not enlarge it to a digit's size.
  const pen = Math.max(...strokes.map((stroke) => stroke.width));
  const scale = (DIGIT_BOX - PEN_WIDTH) / Math.max(extentOf(strokes), pen);
  const mass = centerOfMass(strokes, PEN_WIDTH / scale);
  const dx = shift(scale, mass[0], bounds.left, bounds.right);
  const dy = shift(scale, mass[1], bounds.top, bounds.bottom);
  return strokes.map(({ points }) => ({
    width: PEN_WIDTH,
    points: points.map((value, i) => value * scale + (i % 2 ? dy : dx)),
  }));
}

/**
 * Return how far to move a drawing along one axis, so that a digit that is heavy at one end does not
 * lose the other.
 * @param {number} scale
 * @param {number} mass
 * @param {number} low
 * @param {number} high
 */
function shift(scale, mass, low, high) {
  const edge = PEN_WIDTH / 2;
  return Math.min(
    Math.max(MASS_CENTER - scale * mass, edge - scale * low),
    IMAGE_SIZE - edge - scale * high,
  );
}

/**
 * Return the centre of mass of paths that are drawn by a pen of one width.
 * @param {Stroke[]} strokes
 * @param {number} pen
 */
function centerOfMass(strokes, pen) {
  let [total, momentX, momentY] = [0, 0, 0];
  for (const { points } of strokes) {
    const last = points.length - 2;
    let [length, x, y] = [0, 0, 0];
    for (let i = 0; i < last; i += 2) {
      const step = Math.hypot(points[i + 2] - points[i], points[i + 3] - points[i + 1]);
      length += step;
      x += step * (points[i] + points[i + 2]);
      y += step * (points[i + 1] + points[i + 3]);
    }
    // A line's two round ends weigh as much as this length of it; a closed path has no ends.
    const apart = Math.hypot(points[last] - points[0], points[last + 1] - points[1]);
    const isClosed = last > 2 && apart < pen && length > 4 * pen;
    const rounds = isClosed ? 0 : (pen * Math.PI) / 4;
    total += length + rounds;
    momentX += (x + rounds * (points[0] + points[last])) / 2;
    momentY += (y + rounds * (points[1] + points[last + 1])) / 2;
  }
  return [momentX / total, momentY / total];
}
