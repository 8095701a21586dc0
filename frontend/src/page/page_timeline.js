// Page timeline: a drawing, what was read after each of its points, and the answers in order.

/** @import { Stroke } from "../ink/stroke.js" */
/** @import { Moment, Stretch } from "../reading/timeline.js" */

import { strokeEnds } from "../ink/playback.js";
import { findStretches } from "../reading/timeline.js";

/**
 * @typedef {object} PageTimeline
 * @property {Stroke[]} strokes - the whole drawing
 * @property {number} total - number of its points
 * @property {number[]} strokeEnds - numbers of points after which the pen was lifted
 * @property {Moment[]} moments - one or more; the last one is the whole drawing
 * @property {Stretch[]} stretches
 */

/**
 * @param {Stroke[]} strokes - not blank
 * @param {Moment[]} moments
 * @returns {PageTimeline}
 */
export function makeTimeline(strokes, moments) {
  const ends = strokeEnds(strokes);
  const total = ends[ends.length - 1];
  return { strokes, total, strokeEnds: ends, moments, stretches: findStretches(moments) };
}
