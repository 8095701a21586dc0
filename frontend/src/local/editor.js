// Ink editor: a drawing, its history and the current stroke, independent of any view, as
// digit_widgets/widgets/canvas/editor.py has it in a kernel.

/** @import { InkMessage } from "../connection/protocol.js" */
/** @import { Ink } from "./strokes.js" */

import { StrokeGesture } from "./gesture.js";
import { History } from "./history.js";
import { isSameInk } from "./strokes.js";

/** @typedef {InkMessage & { view: number }} InkBatch */

/**
 * Builds a drawing from batches of points that views send in order. Batches that do not continue
 * the stroke, are repeated, or belong to an ended stroke have no effect.
 */
export class InkEditor {
  /** @param {{ width: number, height: number }} surface - its size, in CSS pixels */
  constructor(surface) {
    this.surface = surface;
    this.history = new History();
    /** @type {StrokeGesture | null} */
    this.gesture = null;
    /** @type {string | null} */
    this.ended = null; // the key of the last stroke that has ended
  }

  // The drawing, including the current stroke.
  get ink() {
    return this.history.present;
  }

  get isBeingDrawn() {
    return this.gesture !== null;
  }

  get canUndo() {
    return this.history.past.length > 0;
  }

  get canRedo() {
    return this.history.future.length > 0;
  }

  /**
   * Replace the drawing, as a step that can be undone; end the current stroke.
   * @param {Ink} ink
   */
  assign(ink) {
    this.lift();
    if (!isSameInk(ink, this.ink)) this.history.record(ink);
  }

  undo() {
    this.lift();
    this.history.undo();
  }

  redo() {
    this.lift();
    this.history.redo();
  }

  /**
   * Begin, continue or end a stroke.
   * @param {InkBatch} batch
   * @param {number} size - width of the tool for a new stroke, in CSS pixels
   * @returns {boolean} true if the batch was accepted
   * @throws {InkError} the drawing would be too large; the stroke has ended, and its points so far
   *   are kept
   */
  take({ view, stroke, tool, first, points, end }, size) {
    const key = `${view} ${stroke}`;
    let { gesture } = this;
    if (gesture?.key !== key) {
      if (first || key === this.ended) return false;
      this.lift();
      gesture = new StrokeGesture(key, tool, size);
    }
    if (!gesture || first !== gesture.count) return false;
    this.gesture = gesture;
    if (points.length) this.move(gesture, points);
    if (end === "discarded" && gesture.hasChanged) this.history.forget();
    if (end) this.lift();
    return true;
  }

  /**
   * @param {StrokeGesture} gesture
   * @param {number[]} points
   */
  move(gesture, points) {
    const hadChanged = gesture.hasChanged;
    try {
      const ink = gesture.move(this.ink, points, this.surface);
      if (hadChanged) this.history.present = ink;
      else if (gesture.hasChanged) this.history.record(ink);
    } catch (error) {
      this.lift();
      throw error;
    }
  }

  // End the current stroke, keeping what is drawn.
  lift() {
    if (!this.gesture) return;
    this.ended = this.gesture.key;
    this.gesture = null;
  }
}
