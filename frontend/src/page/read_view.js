// Read view: what the first network reads, its bars, and how that developed.

/** @import { Stroke } from "../ink/stroke.js" */
/** @import { Prediction } from "../reading/prediction.js" */
/** @import { Recognizer } from "../reading/recognizer.js" */
/** @import { Wording } from "../reading/wording.js" */

import { make } from "../elements.js";
import { Bars } from "./bars.js";
import { Headline } from "./headline.js";
import { PixelView } from "./pixel_view.js";
import { TimeView } from "./time_view.js";

// On a phone the bars stand upright, so that pad, answer and bars are in one screen.
const narrow = matchMedia("(max-width: 480px)");

export class ReadView {
  /**
   * @param {Recognizer} recognizer
   * @param {Wording} wording
   * @param {number} side - of the surface
   */
  constructor(recognizer, wording, side) {
    this.image = new PixelView(wording.texts.page.whatItSees);
    this.headline = new Headline(wording, recognizer.threshold);
    this.bars = new Bars(wording);
    this.time = new TimeView(recognizer, wording, side);
    this.time.element.classList.add("digit-widgets-over-time");
    const seen = make("div", "seen-row");
    seen.append(this.image.element, this.headline.element);
    const answer = make("div", "digit-widgets-answer");
    answer.append(seen, this.bars.element);
    const standUp = () => this.bars.element.classList.toggle("upright", narrow.matches);
    narrow.addEventListener("change", standUp);
    standUp();
    this.elements = [answer, this.time.element];
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

  /** @param {Stroke[]} strokes - finished */
  finish(strokes) {
    this.time.read(strokes);
  }
}
