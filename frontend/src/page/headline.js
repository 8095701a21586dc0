// Headline: a prediction in words, with a meter of how much the drawing looks like a digit, in the
// elements that the style sheet knows from the widgets.

/** @import { Prediction } from "../reading/prediction.js" */
/** @import { Line, Wording } from "../reading/wording.js" */

import { make, makeLine } from "../elements.js";

/** @type {Record<Line["part"], string>} */
const CLASSES = { label: "label", share: "", rejected: "rejection", rest: "rest", dot: "rest dot" };

export class Headline {
  /**
   * @param {Wording} wording
   * @param {number} threshold - score below which a drawing is rejected
   * @param {string} [blank] - words for a blank pad; by default an invitation to draw
   */
  constructor(wording, threshold, blank = wording.texts.invitation) {
    this.wording = wording;
    this.threshold = threshold;
    this.blank = blank;
    this.element = make("div", "digit-widgets-headline");
  }

  /** @param {Prediction} prediction */
  show(prediction) {
    const { score, reason, leftOut } = prediction;
    const lines = this.wording.headline(prediction).map(({ part, words }, at) => {
      const isInvitation = reason === "blank" && at === 0;
      return makeLine(isInvitation ? this.blank : words, CLASSES[part]);
    });
    const meter =
      score === null
        ? []
        : [makeMeter(this.wording.meter(score, this.threshold), score, this.threshold)];
    // What was left out is told last.
    lines.splice(leftOut.length ? -1 : lines.length, 0, ...meter);
    this.element.replaceChildren(...lines);
  }
}

/**
 * Make a meter: the score in words and as a bar, with a mark at the threshold.
 * @param {import("../reading/wording.js").Meter} told
 * @param {number} score
 * @param {number} threshold - 0 rejects nothing, and has no mark
 */
function makeMeter({ heading, words, spoken, title }, score, threshold) {
  const meter = make("div", score < threshold ? "meter rejected" : "meter", {
    role: "meter",
    "aria-label": heading,
    "aria-valuemin": "0",
    "aria-valuemax": "100",
    "aria-valuenow": String(Math.round(100 * score)),
    "aria-valuetext": spoken,
    title,
  });
  const track = make("div", "track");
  const filled = make("i", "");
  filled.style.width = `${100 * score}%`;
  track.append(filled);
  if (threshold) {
    const mark = make("b", "");
    mark.style.left = `${100 * threshold}%`;
    track.append(mark);
  }
  meter.append(makeLine(words, "rest"), track);
  return meter;
}
