// Pixel view: the network's 28×28 input, enlarged, painted as the widgets paint it.

import { make } from "../elements.js";
import { LocalModel } from "../local/model.js";
import pixelImage from "../pixel_image.js";

const SIDE = 28;

export class PixelView {
  /** @param {string} name - for screen readers, and as a tooltip */
  constructor(name) {
    this.element = make("div", "seen-image");
    const grey = new DataView(new ArrayBuffer(SIDE * SIDE));
    this.model = new LocalModel({ shape: [SIDE, SIDE], name, grey });
    pixelImage.render({ model: this.model, el: this.element });
  }

  /** @param {Float32Array} image - (784,) in 0..1 */
  show(image) {
    const grey = Uint8Array.from(image, (value) => Math.round(255 * value));
    this.model.set("grey", new DataView(grey.buffer));
  }
}
