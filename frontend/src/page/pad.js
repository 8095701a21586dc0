// Pad: a drawing surface of a page without a kernel, whose drawing is read at every change, and told
// once when it is finished.

/** @import { Stroke } from "../ink/stroke.js" */
/** @import { MountOptions } from "../local/mount.js" */
/** @import { Ink } from "../local/strokes.js" */
/** @import { Wording } from "../reading/wording.js" */

import { mountCanvas } from "../local/mount.js";
import { normalizeInk } from "../reading/ink_normalizer.js";

/**
 * What shows the readings of a pad's drawing.
 * @typedef {object} ReadingView
 * @property {(strokes: Stroke[], image: Float32Array) => void} show - at every change
 * @property {(strokes: Stroke[], image: Float32Array) => string} finish - reads a finished drawing, and
 *   returns words for screen readers
 * @property {() => void} [interrupt] - called when a stroke begins
 */

export class Pad {
  /**
   * @param {HTMLElement} element - that the surface and its tools are put into
   * @param {Wording} wording
   * @param {MountOptions & { width: number, penWidth: number, eraserWidth: number, ink?: Ink }} options -
   *   of the canvas, and the drawing to begin with
   */
  constructor(element, wording, { ink, ...options }) {
    const { texts } = wording;
    /** @type {ReadingView | null} */
    this.view = null;
    /** @type {Stroke[]} */
    this.strokes = [];
    this.image = normalizeInk([]);
    this.isPenDown = false;
    /** @type {Stroke[] | null} */
    this.finished = null; // the drawing that was told last
    this.frame = 0;
    this.canvas = mountCanvas(element, {
      ...options,
      label: texts.page.pad,
      texts,
      isInviting: true,
      onInk: ({ strokes }) => {
        this.strokes = strokes;
        // Points come once a frame, and before it is painted: what is read now is seen in that frame.
        this.read();
      },
      getImage: () => (this.strokes.length ? this.image : null),
    });
    this.canvas.on("change:pen_is_down", () => this.onPen());
    if (ink) this.canvas.begin(ink);
  }

  /**
   * Show readings in a view from now on.
   * @param {ReadingView} view
   */
  showIn(view) {
    this.view = view;
    this.read();
  }

  onPen() {
    this.isPenDown = this.canvas.get("pen_is_down");
    if (this.isPenDown) this.view?.interrupt?.();
    else this.finishSoon();
  }

  // Read the drawing as it is.
  read() {
    if (!this.view) return;
    this.image = normalizeInk(this.strokes);
    this.view.show(this.strokes, this.image);
    if (!this.isPenDown) this.finishSoon();
  }

  /** Finish once what is read has been painted. */
  finishSoon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => setTimeout(() => this.finish()));
  }

  /** Do what is done once for a finished drawing. */
  finish() {
    const { strokes } = this;
    if (!this.view || this.isPenDown || this.finished === strokes) return;
    const words = this.view.finish(strokes, this.image);
    // An empty pad is said where there was a drawing.
    if (strokes.length || this.finished) this.canvas.say(words);
    this.finished = strokes;
  }
}
