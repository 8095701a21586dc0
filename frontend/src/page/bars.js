// Bars: a network's ten probabilities, lying or upright as the style sheet has it.

/** @import { Prediction } from "../reading/prediction.js" */
/** @import { Wording } from "../reading/wording.js" */

import { make, setWords } from "../elements.js";
import { LABELS } from "../reading/prediction.js";

// Shares below this have no figure: ten of them would hide the rest.
const SLIGHT = 0.005;
// Decimals of a share that are seen: a bar of 1,000 pixels is right to a tenth of one.
const PLACES = 4;

export class Bars {
  /**
   * @param {Wording} wording
   * @param {string} [color] - of the most probable label's bar, in CSS
   */
  constructor(wording, color) {
    this.wording = wording;
    this.element = make("div", "digit-widgets-bars", { role: "img" });
    if (color) this.element.style.setProperty("--winner", color);
    /** @type {string[]} */
    this.seen = []; // the shares as they are shown
    this.rows = LABELS.map((label) => {
      const row = make("div", "bar-row");
      const name = make("span", "name");
      name.textContent = label;
      const track = make("span", "track");
      const bar = make("i", "");
      const figure = make("span", "figure");
      track.append(bar, figure);
      row.append(name, track);
      this.element.append(row);
      return { row, bar, figure };
    });
  }

  /** @param {Prediction} prediction */
  show(prediction) {
    const { probabilities, label, reason } = prediction;
    this.element.classList.toggle("faint", reason === "not a digit" || reason === "unclear");
    for (const [at, { row, bar, figure }] of this.rows.entries()) {
      row.classList.toggle("winner", LABELS[at] === label);
      const share = probabilities[at];
      setWords(figure, share < SLIGHT ? "" : this.wording.percent(share));
      // While one draws, most shares stay as they are, near 0.
      const seen = share.toFixed(PLACES);
      if (seen === this.seen[at]) continue;
      this.seen[at] = seen;
      bar.style.setProperty("--share", seen);
      figure.style.setProperty("--share", seen);
    }
    this.element.setAttribute("aria-label", this.wording.speakChart(prediction));
  }
}
