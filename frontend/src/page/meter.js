// Meter: how much a drawing looks like a digit, in words and as a bar, with a mark at the threshold.

/** @import { Wording } from "../reading/wording.js" */

import { make, setWords } from "../elements.js";

export class Meter {
  /**
   * @param {Wording} wording
   * @param {number} threshold - score below which a drawing is rejected; 0 rejects nothing, and has
   *   no mark
   */
  constructor(wording, threshold) {
    this.wording = wording;
    this.threshold = threshold;
    this.element = make("div", "meter", {
      role: "meter",
      "aria-valuemin": "0",
      "aria-valuemax": "100",
    });
    this.words = make("div", "rest");
    this.filled = make("i", "");
    const track = make("div", "track");
    track.append(this.filled);
    if (threshold) {
      const mark = make("b", "");
      mark.style.left = `${100 * threshold}%`;
      track.append(mark);
    }
    this.element.append(this.words, track);
  }

  /** @param {number} score - in 0..1 */
  show(score) {
    const { element, threshold } = this;
    const { heading, words, spoken, title } = this.wording.meter(score, threshold);
    element.classList.toggle("rejected", score < threshold);
    element.setAttribute("aria-label", heading);
    element.setAttribute("aria-valuenow", String(Math.round(100 * score)));
    element.setAttribute("aria-valuetext", spoken);
    element.title = title;
    setWords(this.words, words);
    this.filled.style.width = `${(100 * score).toFixed(1)}%`;
  }
}
