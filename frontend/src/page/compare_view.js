// Compare view: what several networks read, a row for each, with its facts.

/** @import { Prediction } from "../reading/prediction.js" */
/** @import { Wording } from "../reading/wording.js" */
/** @import { PageNetwork } from "./page_networks.js" */

import { make } from "../elements.js";
import { Bars } from "./bars.js";
import { Headline } from "./headline.js";

export class CompareView {
  /**
   * @param {PageNetwork[]} networks - two or more
   * @param {Wording} wording
   */
  constructor(networks, wording) {
    this.wording = wording;
    this.element = make("section", "networks", { "aria-label": wording.texts.page.views.compare });
    this.agreement = make("p", "agreement", { role: "status" });
    this.element.append(this.agreement);
    this.rows = networks.map(({ name, facts, recognizer }, at) => {
      const row = make("article", "network", { "aria-label": name });
      const color = `var(--digit-widgets-model-${(at % 6) + 1})`;
      const heading = make("h2", "");
      const swatch = make("i", "");
      swatch.style.background = color;
      heading.append(swatch, name);
      const told = make("p", "facts");
      told.textContent = facts;
      const headline = new Headline(wording, recognizer.threshold);
      const bars = new Bars(wording, color);
      bars.element.classList.add("upright");
      const words = make("div", "words");
      words.append(heading, headline.element, told);
      row.append(words, bars.element);
      this.element.append(row);
      return { name, headline, bars };
    });
  }

  /** @param {Prediction[]} predictions - one of each network */
  show(predictions) {
    for (const [at, { headline, bars }] of this.rows.entries()) {
      headline.show(predictions[at]);
      bars.show(predictions[at]);
    }
    this.named = this.name(predictions);
    this.agreement.textContent = this.wording.agreement(this.named);
  }

  // What was read last, for screen readers.
  get words() {
    return this.named ? this.wording.speakComparison(this.named) : "";
  }

  /**
   * @param {Prediction[]} predictions
   * @returns {Record<string, Prediction>}
   */
  name(predictions) {
    return Object.fromEntries(this.rows.map(({ name }, at) => [name, predictions[at]]));
  }
}
