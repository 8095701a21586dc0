// Time line wording: what was read after each point, in words.

/** @import { Stroke } from "../ink/stroke.js" */
/** @import { Moment, Stretch } from "./timeline.js" */
/** @import { Wording } from "./wording.js" */

import { findPoint } from "../ink/playback.js";
import { countChanges, isRead } from "./timeline.js";
import { sentence } from "./wording.js";

/**
 * Return what was read: the number so far if there is one, otherwise the answer.
 * @param {Wording} wording
 * @param {Stretch} stretch
 * @returns {string}
 */
export function stretchText(wording, { prediction, number }) {
  if (number) return number.replaceAll("\n", " / ");
  return prediction.reason === "blank" ? wording.texts.oneDot : wording.answer(prediction);
}

/**
 * Return the answers in one line, each with the stroke and the point at which it ended.
 * @param {Wording} wording
 * @param {Stroke[]} strokes - the whole drawing
 * @param {Moment[]} moments
 * @param {Stretch[]} stretches - of these moments
 */
export function describeTimeline(wording, strokes, moments, stretches) {
  const { texts } = wording;
  let named = 0;
  const parts = stretches.map((stretch, i) => {
    const text = stretchText(wording, stretch);
    if (i === stretches.length - 1) return text;
    const [stroke, point] = findPoint(strokes, moments[stretch.last].count);
    const isNamed = stroke === named;
    named = stroke;
    return texts.until(text, point, isNamed ? null : stroke);
  });
  const told = parts.join(texts.thereafter);
  if (!stretches.some(isRead)) return `${sentence(told)}.`;
  return `${texts.changes(countChanges(stretches))}: ${told}.`;
}
