// Answer strip: what was read after every point, a colour for each digit, above a chart over the
// same points. A press or a drag in either chooses the nearest moment. The page alone changes the
// moment, which it links to the slider: the slider tells the kernel.

/** @import { Initialize, Model, Render } from "./types.js" */

import { Connection } from "./connection/connection.js";
import { make } from "./elements.js";
import { hearKernel } from "./late_scripts.js";

/** @typedef {[start: number, end: number, text: string, color: string]} Part */

class AnswerStrip {
  /**
   * @param {Model} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.strip = make("div", "strip", { "aria-hidden": "true" });
    this.cursor = make("div", "cursor");
    // Reaches over the chart below, which has no pointer events of its own.
    this.reach = make("div", "reach");
    el.classList.add("digit-widgets-strip");
    el.append(this.strip, this.reach);
    this.reach.addEventListener("pointerdown", (event) => this.onDown(event));
    this.reach.addEventListener("pointermove", (event) => {
      if (this.reach.hasPointerCapture(event.pointerId)) this.choose(event.clientX);
    });
    this.onParts = () => this.show();
    this.onMoment = () => this.place();
    model.on("change:parts", this.onParts);
    model.on("change:moment", this.onMoment);
    this.connection = new Connection(model, () => this.grey());
    this.show();
  }

  /** @param {PointerEvent} event */
  onDown(event) {
    if (event.button !== 0 || this.connection.isBroken) return;
    this.reach.setPointerCapture(event.pointerId);
    this.choose(event.clientX);
  }

  /** @param {number} x */
  choose(x) {
    const { left, width } = this.strip.getBoundingClientRect();
    const share = (x - left) / width;
    /** @type {number[]} */
    const places = this.model.get("places");
    let nearest = 0;
    for (const [at, place] of places.entries()) {
      if (Math.abs(place - share) < Math.abs((places[nearest] ?? 0) - share)) nearest = at;
    }
    if (places.length) this.model.set("moment", nearest + 1);
  }

  show() {
    /** @type {Part[]} */
    const parts = this.model.get("parts");
    const shown = parts.map(([start, end, text, color]) => {
      const part = make("div", "part");
      part.append(make("b", ""));
      part.firstElementChild?.append(text);
      Object.assign(part.style, {
        left: `${100 * start}%`,
        width: `${100 * (end - start)}%`,
        background: color,
      });
      return part;
    });
    this.strip.replaceChildren(...shown, this.cursor);
    this.cursor.hidden = !parts.length;
    this.reach.hidden = !parts.length;
    this.place();
  }

  place() {
    const place = this.model.get("places")[this.model.get("moment") - 1] ?? 1;
    this.cursor.style.left = `${100 * place}%`;
  }

  grey() {
    this.strip.classList.toggle("digit-widgets-ended-part", this.connection.isBroken);
  }

  close() {
    this.model.off("change:parts", this.onParts);
    this.model.off("change:moment", this.onMoment);
    this.connection.close();
  }
}

/** @type {{ initialize: Initialize, render: Render }} */
export default {
  initialize: hearKernel,
  render({ model, el }) {
    const strip = new AnswerStrip(model, el);
    return () => strip.close();
  },
};
