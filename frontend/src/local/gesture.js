// Stroke gesture: turns a pointer's path into ink or into an erasure, as
// digit_widgets/widgets/canvas/gesture.py does.

/** @import { Tool } from "../types.js" */
/** @import { Ink, Stroke } from "./strokes.js" */

import { flattenCurves } from "../ink/polyline.js";
import { clipPath } from "./clipping.js";
import { erase, eraseStrokes } from "./erasing.js";
import { beginStroke, boxAround, extendStroke, makeInk } from "./strokes.js";

/** @type {WeakMap<Stroke, Stroke>} */
const flattened = new WeakMap(); // by stroke: an eraser that moves meets the same ones again

/** @type {(stroke: Stroke) => Stroke} */
function flatten(stroke) {
  const flat = flattened.get(stroke) ?? flattenCurves([stroke])[0];
  flattened.set(stroke, flat);
  return flat;
}

/** A stroke in progress, of the pen or an eraser, from pointer down to pointer up. */
export class StrokeGesture {
  /**
   * @param {string} key - of the view and the stroke
   * @param {Tool} tool - the same from down to up
   * @param {number} size - width of the pen or the eraser, in CSS pixels
   */
  constructor(key, tool, size) {
    this.key = key;
    this.tool = tool;
    this.size = size;
    this.count = 0; // of points so far
    /** @type {number[]} */
    this.last = []; // the newest point, perhaps outside the surface
    this.isInking = false; // while the pen is on the surface: its points extend its last stroke
    this.hasChanged = false; // once the gesture has changed the drawing
  }

  /**
   * Move on to further points.
   * @param {Ink} ink
   * @param {number[]} points - x, y, x, y ... of one point or more
   * @param {{ width: number, height: number }} surface
   * @returns {Ink} the same object if the drawing has not changed
   * @throws {InkError} the drawing would be too large; the gesture is then unchanged
   */
  move(ink, points, surface) {
    const path = [...this.last, ...points];
    const parts = this.tool === "pen" ? clipPath(path, surface.width, surface.height) : [];
    const after = this.tool === "pen" ? this.draw(ink, parts) : this.erase(ink, path);
    this.count += points.length / 2;
    this.last = path.slice(-2);
    const tip = parts[parts.length - 1]?.slice(-2);
    this.isInking = tip?.[0] === this.last[0] && tip?.[1] === this.last[1];
    this.hasChanged ||= after !== ink;
    return after;
  }

  /**
   * Erase visible curves along a path; untouched strokes stay the same objects.
   * @param {Ink} ink
   * @param {number[]} path
   */
  erase(ink, path) {
    const around = boxAround(path);
    const reach = this.size / 2;
    /** @type {Map<Stroke, Stroke>} */
    const originals = new Map();
    const curves = ink.strokes.map((stroke) => {
      const box = boxAround(stroke.points);
      // A curve leaves its points' box by at most half its pen's width; so does its edge.
      const edge = stroke.width;
      const isNear =
        box.left - edge <= around.right + reach &&
        box.top - edge <= around.bottom + reach &&
        box.right + edge >= around.left - reach &&
        box.bottom + edge >= around.top - reach;
      const flat = isNear ? flatten(stroke) : stroke;
      originals.set(flat, stroke);
      return flat;
    });
    const before = makeInk(curves);
    const after = (this.tool === "eraser" ? erase : eraseStrokes)(before, path, reach);
    if (after === before) return ink;
    return makeInk(after.strokes.map((stroke) => originals.get(stroke) ?? stroke));
  }

  /**
   * Draw the visible parts of a path; a pen that returns to the surface begins another stroke.
   * @param {Ink} ink
   * @param {number[][]} parts
   */
  draw(ink, parts) {
    for (const [number, part] of parts.entries()) {
      if (number > 0 || !this.isInking) ink = beginStroke(ink, part, this.size);
      else if (part.length > 2) ink = extendStroke(ink, part.slice(2));
    }
    return ink;
  }
}
