// What screen readers say of a drawing surface: live regions, that nobody sees.

/** @import { CanvasModel } from "./types.js" */

import { make } from "./elements.js";

// Milliseconds for which a live region is empty before new words come: without, a screen reader may
// take the same words, said again, for no news.
const SILENCE = 100;

/** @type {WeakMap<CanvasModel, number>} */
const announced = new WeakMap(); // what was said last: of several views in one page, one says it

export class Speech {
  /** @param {CanvasModel} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    // Two regions, that stay for as long as the pad: what is read does not cut short what the keys do.
    this.input = make("div", "digit-widgets-spoken", { role: "status" });
    this.reading = make("div", "digit-widgets-spoken", { role: "status" });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.silence = undefined;
  }

  /**
   * Say what the pen or a key does.
   * @param {string} words
   */
  say(words) {
    this.input.textContent = words;
  }

  /**
   * Say what the kernel announces, once in the page.
   * @param {[count: number, words: string]} announcement - the words, and which it is
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
