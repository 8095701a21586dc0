// Playback: a drawing's state after its first n points, as in digit_widgets/ink/playback.py.

/** @import { Stroke } from "./stroke.js" */

import { countPoints } from "./stroke.js";

/**
 * Return the drawing as it was after its first points.
 * @param {Stroke[]} strokes
 * @param {number} count - number of points, from 0 to that of the drawing
 * @returns {Stroke[]}
 */
export function takePrefix(strokes, count) {
  const taken = [];
  let left = count;
  for (const stroke of strokes) {
    if (left <= 0) break;
    const { width, points } = stroke;
    const isWhole = left >= countPoints(stroke);
    taken.push(isWhole ? stroke : { width, points: Array.from(points).slice(0, 2 * left) });
    left -= countPoints(stroke);
  }
  return taken;
}

/**
 * Return the numbers of points after which the pen was lifted, the drawing's end included.
 * @param {Stroke[]} strokes
 */
export function strokeEnds(strokes) {
  let end = 0;
  return strokes.map((stroke) => {
    end += countPoints(stroke);
    return end;
  });
}

/**
 * Choose numbers of points at which to show a drawing, spread evenly over it: ascending, the last
 * one the whole drawing, the end of each stroke among them if there is room.
 * @param {Stroke[]} strokes
 * @param {number} limit - the most numbers, 1 or more
 */
export function prefixLengths(strokes, limit) {
  const ends = strokeEnds(strokes);
  const total = ends.at(-1) ?? 0;
  if (total <= limit) return spread(1, total, total);
  const room = limit - ends.length;
  // Counted from the end, so that a single one is the whole drawing.
  const chosen =
    room < 0
      ? spread(ends.length - 1, 0, limit).map((i) => ends[i])
      : [...ends, ...spread(total, 1, room)];
  return [...new Set(chosen)].sort((a, b) => a - b);
}

/**
 * Return the stroke that a drawing's n-th point belongs to, and the point's number in it, both from 1.
 * @param {Stroke[]} strokes
 * @param {number} count - from 1
 * @returns {[stroke: number, point: number]}
 */
export function findPoint(strokes, count) {
  const ends = strokeEnds(strokes);
  const stroke = ends.findIndex((end) => end >= count);
  return [stroke + 1, count - ends[stroke] + countPoints(strokes[stroke])];
}

/**
 * Return whole numbers at even distances, as NumPy's `linspace` and `round` do.
 * @param {number} start
 * @param {number} stop
 * @param {number} count
 */
function spread(start, stop, count) {
  return Array.from({ length: count }, (_, i) => {
    if (i > 0 && i === count - 1) return stop;
    const value = start + (i ? i * ((stop - start) / (count - 1)) : 0);
    const whole = Math.round(value);
    // Halves go to the even number.
    return whole - value === 0.5 && whole % 2 ? whole - 1 : whole;
  });
}
