// Read view: what the first network reads, its bars, and how that developed.

/** @import { Stroke } from "../ink/stroke.js" */
/** @import { Prediction } from "../reading/prediction.js" */
/** @import { Recognizer } from "../reading/recognizer.js" */
/** @import { Wording } from "../reading/wording.js" */

import { AnswerView } from "./answer_view.js";
import { TimeView } from "./time_view.js";

export class ReadView {
  /**
   * @param {Recognizer} recognizer
   * @param {Wording} wording
   * @param {number} side - of the surface
   */
  constructor(recognizer, wording, side) {
    this.answer = new AnswerView(recognizer, wording);
    this.time = new TimeView(recognizer, wording, side);
    this.time.element.classList.add("digit-widgets-over-time");
    this.elements = [this.answer.element, this.time.element];
  }

  /**
   * @param {Prediction} prediction
   * @param {Float32Array} image
   */
  show(prediction, image) {
    this.answer.show(prediction, image);
  }

  /** @param {Stroke[]} strokes - finished */
  finish(strokes) {
    this.time.read(strokes);
  }
}
