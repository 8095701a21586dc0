// Time line: the predictions for a drawing's first points, one after another, as in
// digit_widgets/recognition/timeline.py.

/** @import { Stroke } from "../ink/stroke.js" */
/** @import { NumberReader } from "./numbers.js" */
/** @import { Prediction } from "./prediction.js" */
/** @import { Recognizer } from "./recognizer.js" */

import { takePrefix } from "../ink/playback.js";
import { normalizeInk } from "./ink_normalizer.js";
import { numberText } from "./numbers.js";
import { unread } from "./prediction.js";

/**
 * A drawing's first n points, and the prediction for them.
 * @typedef {object} Moment
 * @property {number} count - number of points drawn, from 1
 * @property {Float32Array} image - (784,) in 0..1: of a number, that for the newest digit
 * @property {Prediction} prediction
 * @property {string | null} number - the number so far, "" if there is none; null for one digit
 */

/**
 * Consecutive moments with the same answer.
 * @typedef {object} Stretch
 * @property {Prediction} prediction - of its first moment
 * @property {number} first - indices of its first and its last moment
 * @property {number} last
 * @property {string | null} number
 */

/**
 * Predict a drawing's states after its first points.
 * @param {Recognizer} recognizer
 * @param {Stroke[]} strokes - not blank
 * @param {number[]} counts - numbers of points, each from 1
 * @returns {Moment[]}
 */
export const readTimeline = (recognizer, strokes, counts) =>
  counts.map((count) => {
    const begun = takePrefix(strokes, count);
    const image = normalizeInk(begun);
    return { count, image, prediction: recognizer.readWhole(begun, image), number: null };
  });

/**
 * Return the answers in order: a new stretch begins where the answer changes.
 * @param {Moment[]} moments - one or more
 * @returns {Stretch[]}
 */
export function findStretches(moments) {
  /** @type {Stretch[]} */
  const stretches = [];
  moments.forEach(({ prediction, number }, i) => {
    const newest = stretches.at(-1);
    const isSame =
      newest?.prediction.reason === prediction.reason &&
      newest.prediction.label === prediction.label &&
      newest.number === number;
    if (newest && isSame) newest.last = i;
    else stretches.push({ prediction, first: i, last: i, number });
  });
  return stretches;
}

/**
 * Return how often the answer changed; the first one after a dot does not count.
 * @param {Stretch[]} stretches
 */
export const countChanges = (stretches) => Math.max(stretches.filter(isRead).length - 1, 0);

/** @type {(stretch: Stretch) => boolean} */
export const isRead = ({ prediction }) => prediction.reason !== "blank";

/**
 * Read a number's states after its first points. Each has the prediction of the digit to which the
 * last point belongs, and the text so far.
 * @param {NumberReader} reader
 * @param {Stroke[]} strokes - not blank
 * @param {number[]} counts - numbers of points, each from 1
 * @returns {Moment[]}
 */
export const readNumberTimeline = (reader, strokes, counts) =>
  counts.map((count) => {
    const begun = takePrefix(strokes, count);
    const reading = reader.read(begun);
    const glyph = reading.glyphs.find((each) => each.strokes.includes(begun.length - 1));
    // What is left out, such as a dot, belongs to no digit.
    const image = normalizeInk((glyph?.strokes ?? []).map((i) => begun[i]));
    const prediction = glyph?.prediction ?? unread("blank", reading.dots > 0);
    return { count, image, prediction, number: numberText(reading) };
  });
