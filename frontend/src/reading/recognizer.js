// Recognizer: a network with its threshold; turns a drawing into a prediction, as in
// digit_widgets/recognition/recognizer.py. Blanks and dots are answered without the network.

/** @import { Stroke } from "../ink/stroke.js" */
/** @import { Network } from "./network.js" */
/** @import { LeftOut, Prediction } from "./prediction.js" */

import { findSpecks, isDot, normalizeInk } from "./ink_normalizer.js";
import { judge, THRESHOLD, unread } from "./prediction.js";

export class Recognizer {
  /**
   * @param {Pick<Network, "run">} network
   * @param {{ threshold?: number }} [options] - the score in 0..1 below which a drawing is rejected
   */
  constructor(network, { threshold = THRESHOLD } = {}) {
    this.network = network;
    this.threshold = threshold;
  }

  /**
   * Read a drawing.
   * @param {Stroke[]} strokes
   * @param {Float32Array} [image] - the same, normalised
   * @returns {Prediction}
   */
  readInk(strokes, image = normalizeInk(strokes)) {
    const prediction = this.readWhole(strokes, image);
    if (prediction.reason === "blank") return prediction;
    const leftOut = findSpecks(strokes).flatMap((isSpeck) =>
      isSpeck ? /** @type {LeftOut[]} */ (["dot"]) : [],
    );
    return { ...prediction, leftOut };
  }

  /**
   * Read a drawing without telling what was left out of it.
   * @param {Stroke[]} strokes
   * @param {Float32Array} image
   * @returns {Prediction}
   */
  readWhole(strokes, image) {
    if (!strokes.length) return unread("blank");
    return isDot(strokes) ? unread("blank", true) : this.readImage(image);
  }

  /**
   * Read a normalised image.
   * @param {Float32Array} image - (784,) in 0..1
   * @returns {Prediction}
   */
  readImage(image) {
    return judge(this.network.run(image), this.threshold);
  }
}
