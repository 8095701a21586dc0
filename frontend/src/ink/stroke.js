// Stroke: the points of a pen between touching down and lifting off, and the box around some.

/**
 * @typedef {object} Stroke
 * @property {number} width - of the pen, above 0, in the points' unit
 * @property {number[]} points - x, y, x, y ..., one point or more; y down, in any unit
 */

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Bounds */

/** @type {(stroke: Stroke) => number} */
export const countPoints = ({ points }) => points.length / 2;

/**
 * Return the box around all points, without the pen's width; null if there are no strokes.
 * @param {Stroke[]} strokes
 * @returns {Bounds | null}
 */
export function boundsOf(strokes) {
  if (!strokes.length) return null;
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { points } of strokes) {
    for (let i = 0; i < points.length; i += 2) {
      box.left = Math.min(box.left, points[i]);
      box.right = Math.max(box.right, points[i]);
      box.top = Math.min(box.top, points[i + 1]);
      box.bottom = Math.max(box.bottom, points[i + 1]);
    }
  }
  return box;
}

/**
 * Return the larger side of the box around some strokes, one or more.
 * @param {Stroke[]} strokes
 */
export function extentOf(strokes) {
  const { left, top, right, bottom } = /** @type {Bounds} */ (boundsOf(strokes));
  return Math.max(right - left, bottom - top);
}
