// The width of the tool that is chosen: a slider, and its figure.

/** @import { CanvasModel, Render } from "./types.js" */

import { CanvasLink, findCanvas } from "./connection/canvas_link.js";
import { make } from "./elements.js";

class WidthSlider {
  /**
   * @param {CanvasModel} canvas
   * @param {number} widest
   * @param {HTMLElement} el
   */
  constructor(canvas, widest, el) {
    this.link = new CanvasLink(canvas);
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

  // The trait that holds the width of the tool.
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
    this.name.textContent = this.link.get("tool") === "pen" ? "Pen width" : "Eraser width";
    // What comes back while one drags the slider is older than what it shows.
    if (this.slider.matches(":active")) return;
    const width = this.link.get(this.trait);
    this.slider.value = String(width);
    this.figure.textContent = String(Math.round(width));
  }
}

/** @type {{ render: Render }} */
export default {
  async render({ model, el }) {
    const slider = new WidthSlider(await findCanvas(model), model.get("widest"), el);
    return () => slider.close();
  },
};
