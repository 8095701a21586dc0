// The width of the current tool: a slider and its value.

/** @import { Tools } from "./texts/en.js" */
/** @import { CanvasModel, Initialize, Render } from "./types.js" */

import { CanvasLink, findCanvas } from "./connection/canvas_link.js";
import { make } from "./elements.js";
import { hearKernel } from "./late_scripts.js";
import { enTools } from "./texts/en.js";

class WidthSlider {
  /**
   * @param {CanvasModel} canvas
   * @param {number} widest
   * @param {HTMLElement} el
   */
  constructor(canvas, widest, el) {
    this.link = new CanvasLink(canvas);
    /** @type {Tools} */
    this.texts = this.link.get("_texts") ?? enTools;
    this.name = document.createElement("span");
    const range = { type: "range", min: "2", max: String(widest), step: "1" };
    this.slider = make("input", "", range);
    this.figure = document.createElement("output");
    const label = document.createElement("label");
    label.append(this.name, this.slider, this.figure);
    el.classList.add("digit-widgets-width");
    el.append(label);
    this.slider.addEventListener("input", () => this.choose(Number(this.slider.value)));
    for (const name of ["tool", "pen_width", "eraser_width", "disabled"]) {
      this.link.on(`change:${name}`, () => this.show());
    }
    this.show();
  }

  close() {
    this.link.close();
  }

  // The name of the trait with the tool's width.
  get trait() {
    return this.link.get("tool") === "pen" ? "pen_width" : "eraser_width";
  }

  /** @param {number} width */
  choose(width) {
    this.figure.textContent = String(width);
    this.link.flush();
    this.link.set(this.trait, width);
    this.link.send({ kind: "width", tool: this.link.get("tool"), width });
  }

  show() {
    this.slider.disabled = this.link.get("disabled");
    const { penWidth, eraserWidth } = this.texts;
    this.name.textContent = this.link.get("tool") === "pen" ? penWidth : eraserWidth;
    // While the user drags the slider, an update from the kernel is older than the slider's value.
    if (this.slider.matches(":active")) return;
    const width = this.link.get(this.trait);
    this.slider.value = String(width);
    this.figure.textContent = String(Math.round(width));
  }
}

/** @type {{ initialize: Initialize, render: Render }} */
export default {
  initialize: hearKernel,
  async render({ model, el }) {
    const slider = new WidthSlider(await findCanvas(model), model.get("widest"), el);
    return () => slider.close();
  },
};
