// Headline: a prediction in words, with a meter of how much the drawing looks like a digit, in the
// elements that the style sheet knows from the widgets.

/** @import { Prediction } from "../reading/prediction.js" */
/** @import { Line, Wording } from "../reading/wording.js" */

import { make, setWords } from "../elements.js";
import { Meter } from "./meter.js";

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
    this.blank = blank;
    this.meter = new Meter(wording, threshold);
    /** @type {HTMLElement[]} */
    this.lines = []; // those shown, and others to come
    this.element = make("div", "digit-widgets-headline");
  }

  /**
   * Show a prediction. It changes at each point that is drawn, most of its words do not: elements
   * stay, and only what is different is laid out again.
   * @param {Prediction} prediction
   */
  show(prediction) {
    const { score, reason, leftOut } = prediction;
    const shown = this.wording.headline(prediction).map(({ part, words }, at) => {
      const isInvitation = reason === "blank" && at === 0;
      return this.fillLine(at, isInvitation ? this.blank : words, CLASSES[part]);
    });
    if (score !== null) {
      this.meter.show(score);
      // What was left out is told last.
      shown.splice(leftOut.length ? -1 : shown.length, 0, this.meter.element);
    }
    const { children } = this.element;
    const isSame =
      shown.length === children.length && shown.every((each, at) => each === children[at]);
    if (!isSame) this.element.replaceChildren(...shown);
  }

  /**
   * @param {number} at - the line's number
   * @param {string} words
   * @param {string} className
   */
  fillLine(at, words, className) {
    this.lines[at] ??= make("div", "");
    const line = this.lines[at];
    if (line.className !== className) line.className = className;
    setWords(line, words);
    return line;
  }
}
