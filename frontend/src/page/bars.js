// Bars: a network's ten probabilities, lying or upright as the style sheet has it.

/** @import { Prediction } from "../reading/prediction.js" */
/** @import { Wording } from "../reading/wording.js" */

import { make } from "../elements.js";
import { LABELS } from "../reading/prediction.js";

// Shares below this have no figure: ten of them would hide the rest.
const SLIGHT = 0.005;

export class Bars {
  /**
   * @param {Wording} wording
   * @param {string} [color] - of the most probable label's bar, in CSS
   */
  constructor(wording, color) {
    this.wording = wording;
    this.element = make("div", "digit-widgets-bars", { role: "img" });
    if (color) this.element.style.setProperty("--winner", color);
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
      const share = probabilities[at];
      row.classList.toggle("winner", LABELS[at] === label);
      bar.style.setProperty("--share", String(share));
      figure.style.setProperty("--share", String(share));
      figure.textContent = share < SLIGHT ? "" : this.wording.percent(share);
    }
    this.element.setAttribute("aria-label", this.wording.speakChart(prediction));
  }
}
