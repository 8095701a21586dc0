// Prediction: a network's answer to one drawing, as in digit_widgets/recognition/prediction.py.

/** @import { Output } from "./network.js" */

/**
 * Why a prediction has a label, or has none: the network rejects it, it is a sign of a number or may
 * be one, nothing or only a dot is drawn, or the network failed.
 * @typedef {"digit" | "not a digit" | "sign" | "unclear" | "blank" | "failed"} Reason
 */

/**
 * @typedef {object} Prediction
 * @property {string | null} label
 * @property {Reason} reason
 * @property {Float32Array} probabilities - (10,) in 0..1; for a rejected or unclear drawing, those
 *   if it were a digit; all 0 for any other reason than a label
 * @property {number | null} score - how much it looks like a digit, in 0..1
 * @property {boolean} dot - true if the reason is "blank" and a dot is drawn
 * @property {LeftOut[]} leftOut - what each part of the drawing is that is no part of the digit
 */

/** @typedef {"dot" | "line"} LeftOut */

export const LABELS = [..."0123456789"];
/** A drawing with a lower score is no digit. */
export const THRESHOLD = 0.5;

/**
 * Return the prediction for what a network gives, or a rejection below the threshold.
 * @param {Output} output
 * @param {number} threshold
 * @returns {Prediction}
 */
export function judge({ probabilities, score }, threshold) {
  const isRejected = score !== null && score < threshold;
  const label = isRejected ? null : LABELS[probabilities.indexOf(Math.max(...probabilities))];
  const reason = isRejected ? "not a digit" : "digit";
  return { label, reason, probabilities, score, dot: false, leftOut: [] };
}

/**
 * Return the prediction for what no network is asked about.
 * @param {"blank" | "sign" | "failed"} reason
 * @param {boolean} [dot]
 * @returns {Prediction}
 */
export const unread = (reason, dot = false) => ({
  label: null,
  reason,
  probabilities: new Float32Array(LABELS.length),
  score: null,
  dot,
  leftOut: [],
});

/**
 * Return a prediction's largest probability, in 0..1.
 * @param {Prediction} prediction
 */
export const confidence = ({ probabilities }) => Math.max(...probabilities);

/**
 * Return labels with probabilities, the most probable first.
 * @param {ArrayLike<number>} probabilities - (10,)
 * @returns {[label: string, share: number][]}
 */
export function rank(probabilities) {
  const pairs = LABELS.map(
    (label, i) => /** @type {[string, number]} */ ([label, probabilities[i]]),
  );
  return pairs.sort((one, other) => other[1] - one[1]);
}
