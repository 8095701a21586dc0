// History: the drawings before and after the present one, without limit, as
// digit_widgets/widgets/canvas/undo.py keeps them. Drawings share the strokes that they have in
// common: a step needs room for what it has changed.

/** @import { Ink } from "./strokes.js" */

import { BLANK } from "./strokes.js";

export class History {
  constructor() {
    this.present = BLANK; // assigning it changes it without adding a step
    /** @type {Ink[]} */
    this.past = []; // oldest first
    /** @type {Ink[]} */
    this.future = []; // latest first
    this.givenUp = this.future; // what could be redone before the newest step was recorded
  }

  /**
   * Make a drawing the present one, as a step that can be undone.
   * @param {Ink} ink
   */
  record(ink) {
    this.past.push(this.present);
    this.givenUp = this.future;
    this.future = [];
    this.present = ink;
  }

  // Remove the step that was just recorded, as if it had never happened.
  forget() {
    this.present = this.past.pop() ?? BLANK;
    this.future = this.givenUp;
  }

  undo() {
    const ink = this.past.pop();
    if (!ink) return;
    this.future.push(this.present);
    this.present = ink;
  }

  redo() {
    const ink = this.future.pop();
    if (!ink) return;
    this.past.push(this.present);
    this.present = ink;
  }
}
