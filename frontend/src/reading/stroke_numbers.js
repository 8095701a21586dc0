// Stroke numbers: the same number for a stroke that a drawing before had too.

/** @import { Stroke } from "../ink/stroke.js" */

/** @typedef {{ number: number, width: number, points: Float64Array }} KnownStroke */

export class StrokeNumbers {
  constructor() {
    this.next = 0;
    /** @type {KnownStroke[]} */
    this.known = []; // those of the last drawing
  }

  /**
   * Return the numbers of a drawing's strokes.
   * @param {Stroke[]} strokes
   */
  find(strokes) {
    this.known = strokes.map((stroke) => {
      const same = this.known.find((each) => isSame(each, stroke));
      if (same) return same;
      this.next += 1;
      const points = Float64Array.from(stroke.points); // a drawing may go on with its own
      return { number: this.next, width: stroke.width, points };
    });
    return this.known.map(({ number }) => number);
  }
}

/** @type {(known: KnownStroke, stroke: Stroke) => boolean} */
const isSame = ({ width, points }, stroke) =>
  width === stroke.width &&
  points.length === stroke.points.length &&
  points.every((value, i) => value === stroke.points[i]);
