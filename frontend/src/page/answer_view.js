// Answer view: what a network reads, as it sees it, in words and as bars.

/** @import { Prediction } from "../reading/prediction.js" */
/** @import { Recognizer } from "../reading/recognizer.js" */
/** @import { Wording } from "../reading/wording.js" */

import { make } from "../elements.js";
import { Bars } from "./bars.js";
import { Headline } from "./headline.js";
import { PixelView } from "./pixel_view.js";

// On a phone the bars stand upright, so that pad, answer and bars are in one screen.
const narrow = matchMedia("(max-width: 480px)");

export class AnswerView {
  /**
   * @param {Recognizer} recognizer
   * @param {Wording} wording
   */
  constructor(recognizer, wording) {
    this.image = new PixelView(wording.texts.page.whatItSees);
    this.headline = new Headline(wording, recognizer.threshold);
    this.bars = new Bars(wording);
    const seen = make("div", "seen-row");
    seen.append(this.image.element, this.headline.element);
    this.element = make("div", "digit-widgets-answer");
    this.element.append(seen, this.bars.element);
    const standUp = () => this.bars.element.classList.toggle("upright", narrow.matches);
    narrow.addEventListener("change", standUp);
    standUp();
  }

  /**
   * @param {Prediction} prediction
   * @param {Float32Array} image
   */
  show(prediction, image) {
    // The bars first: people watch them most.
    this.bars.show(prediction);
    this.headline.show(prediction);
    this.image.show(image);
  }
}
