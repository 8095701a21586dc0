// Number offer: a line below what is read, for a drawing that is no digit but looks like several side by
// side, with a button that takes it to where numbers are read.

/** @import { Stroke } from "../ink/stroke.js" */
/** @import { Prediction } from "../reading/prediction.js" */
/** @import { Recognizer } from "../reading/recognizer.js" */
/** @import { Wording } from "../reading/wording.js" */

import { make } from "../elements.js";
import { isSeveralDigits, NumberReader } from "../reading/numbers.js";

export class NumberOffer {
  /**
   * @param {Recognizer} recognizer
   * @param {Wording} wording
   * @param {() => void} accept - called when the button is pressed
   */
  constructor(recognizer, wording, accept) {
    this.reader = new NumberReader(recognizer);
    const { page } = wording.texts;
    const button = make("button", "jupyter-button", { type: "button" });
    button.textContent = page.asNumber;
    button.addEventListener("click", accept);
    // Filled when it is shown: screen readers then say it.
    this.words = make("div", "", { role: "status" });
    this.told = page.severalDigits;
    this.element = make("div", "digit-widgets-offer");
    this.element.append(this.words, button);
    this.element.hidden = true;
  }

  /**
   * Show the line for a finished drawing, or hide it.
   * @param {Stroke[]} strokes
   * @param {Prediction} prediction - of the whole drawing
   */
  look(strokes, prediction) {
    // A number is no digit: whatever is read as one needs no offer.
    const isOffered =
      prediction.reason === "not a digit" && isSeveralDigits(this.reader.read(strokes));
    this.element.hidden = !isOffered;
    this.words.textContent = isOffered ? this.told : "";
  }
}
