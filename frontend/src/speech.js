// Speech: invisible live regions through which screen readers describe a drawing surface.

/** @import { CanvasModel } from "./types.js" */

import { make } from "./elements.js";

// Milliseconds for which a live region is empty before new words: otherwise a screen reader may
// ignore the same words a second time.
const SILENCE = 100;

/** @type {WeakMap<CanvasModel, number>} */
const announced = new WeakMap(); // last announcement: only one of several views in a page speaks it

export class Speech {
  /** @param {CanvasModel} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    // Two permanent regions, so that a prediction does not interrupt the words for keys.
    this.input = make("div", "digit-widgets-spoken", { role: "status" });
    this.reading = make("div", "digit-widgets-spoken", { role: "status" });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.silence = undefined;
  }

  /**
   * Say the effect of the pen or a key.
   * @param {string} words
   */
  say(words) {
    this.input.textContent = words;
  }

  /**
   * Say the kernel's announcement, once per page.
   * @param {[count: number, words: string]} announcement - its number and its words
   */
  announce([count, words]) {
    if (announced.get(this.canvas) === count) return;
    announced.set(this.canvas, count);
    this.reading.textContent = "";
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.reading.textContent = words;
    }, SILENCE);
  }

  close() {
    clearTimeout(this.silence);
  }
}
