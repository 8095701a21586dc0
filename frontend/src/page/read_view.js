// Read view: what the first network reads, its bars, and how that developed; for several digits, where
// they are read.

/** @import { Stroke } from "../ink/stroke.js" */
/** @import { Prediction } from "../reading/prediction.js" */
/** @import { Recognizer } from "../reading/recognizer.js" */
/** @import { Wording } from "../reading/wording.js" */

import { AnswerView } from "./answer_view.js";
import { NumberOffer } from "./number_offer.js";
import { TimeView } from "./time_view.js";

export class ReadView {
  /**
   * @param {Recognizer} recognizer
   * @param {Wording} wording
   * @param {number} side - of the surface
   * @param {() => void} readAsNumber - called when a person asks for it
   */
  constructor(recognizer, wording, side, readAsNumber) {
    this.answer = new AnswerView(recognizer, wording);
    this.time = new TimeView(recognizer, wording, side);
    this.time.element.classList.add("digit-widgets-over-time");
    this.offer = new NumberOffer(recognizer, wording, readAsNumber);
    this.elements = [this.answer.element, this.time.element, this.offer.element];
  }

  /**
   * @param {Prediction} prediction
   * @param {Float32Array} image
   */
  show(prediction, image) {
    this.answer.show(prediction, image);
  }

  /**
   * @param {Stroke[]} strokes - finished
   * @param {Prediction} prediction
   */
  finish(strokes, prediction) {
    this.offer.look(strokes, prediction);
    this.time.read(strokes);
  }
}
