// A small grey image with visible pixels. It changes with every prediction: painting pixels
// directly costs a fraction of an image file, which is encoded, given a URL and decoded each time.

/** @import { Initialize, Model, Render } from "./types.js" */

import { Connection } from "./connection/connection.js";
import { make } from "./elements.js";
import { hearKernel } from "./late_scripts.js";

class PixelImage {
  /**
   * @param {Model} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    const [height, width] = model.get("shape");
    const name = model.get("name");
    const attributes = { role: "img", title: name, "aria-label": name };
    this.canvas = make("canvas", "digit-widgets-preview", attributes);
    Object.assign(this.canvas, { width, height });
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.image = this.context.createImageData(width, height);
    this.pixels = new DataView(this.image.data.buffer);
    el.append(this.canvas);
    this.onChange = () => this.show();
    model.on("change:grey", this.onChange);
    this.connection = new Connection(model, () => this.grey());
    this.show();
  }

  grey() {
    this.canvas.classList.toggle("digit-widgets-ended-part", this.connection.isBroken);
  }

  show() {
    /** @type {DataView} */
    const grey = this.model.get("grey");
    for (let i = 0; i < grey.byteLength; i += 1) {
      // The bytes for red, green, blue and opacity; a DataView has the highest one first.
      this.pixels.setUint32(4 * i, grey.getUint8(i) * 0x1010100 + 0xff);
    }
    this.context.putImageData(this.image, 0, 0);
  }

  close() {
    this.model.off("change:grey", this.onChange);
    this.connection.close();
  }
}

/** @type {{ initialize: Initialize, render: Render }} */
export default {
  initialize: hearKernel,
  render({ model, el }) {
    const image = new PixelImage(model, el);
    return () => image.close();
  },
};
