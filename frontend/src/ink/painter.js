// Painter: strokes that the kernel has not shown yet, and marks of the eraser and the keys' pen.

/** @import { Point, Tool } from "../types.js" */

import { controlPoints } from "./curves.js";

/**
 * A stroke to paint, from the first curve that the kernel has not shown.
 * @typedef {object} PaintedStroke
 * @property {Tool} tool
 * @property {number} size - width of the tool
 * @property {number[]} points - x, y, x, y ...
 * @property {number} shown - number of its points that the kernel has shown
 * @property {boolean | "discarded"} [end]
 */

/**
 * @typedef {object} Marks
 * @property {{ at: Point, size: number } | null} eraser
 * @property {{ at: Point, isDown: boolean } | null} pen - moved by keys
 */

export class Painter {
  /**
   * @param {number} width - of the surface, in CSS pixels
   * @param {number} height
   */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.canvas = document.createElement("canvas");
    this.density = 0; // of the screen, in pixels per CSS pixel
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
  }

  // Adapt to the size given by the page, in the screen's own pixels.
  fit() {
    this.density = window.devicePixelRatio;
    const box = this.canvas.getBoundingClientRect();
    for (const side of /** @type {const} */ (["width", "height"])) {
      const pixels = Math.max(1, Math.round(box[side] * this.density));
      if (this.canvas[side] !== pixels) this.canvas[side] = pixels;
    }
  }

  /**
   * @param {PaintedStroke[]} strokes
   * @param {Marks} marks
   */
  paint(strokes, marks) {
    const { context } = this;
    // Not in every frame: measuring makes the browser lay out the page again.
    if (this.density !== window.devicePixelRatio) this.fit();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.scale(this.canvas.width / this.width, this.canvas.height / this.height);
    context.lineCap = "round";
    context.lineJoin = "round";
    for (const stroke of strokes) {
      const isInk = stroke.tool !== "stroke eraser" && stroke.end !== "discarded";
      if (isInk && stroke.points.length) this.paintStroke(stroke);
    }
    if (marks.eraser) this.markEraser(marks.eraser);
    if (marks.pen) this.markPen(marks.pen);
  }

  /** @param {PaintedStroke} stroke */
  paintStroke({ tool, points, shown, size }) {
    const last = points.length / 2 - 1;
    // The last curve that the kernel has shown may have changed with later points.
    const first = Math.max(0, Math.min(shown, last + 1) - 3);
    this.context.strokeStyle = tool === "pen" ? "white" : "black";
    paintCurves(this.context, points, size, first, last);
  }

  /** @param {{ at: Point, size: number }} mark */
  markEraser({ at: [x, y], size }) {
    const circle = () => this.context.arc(x, y, size / 2, 0, 2 * Math.PI);
    this.mark(circle, 3, "black");
    this.mark(circle, 1.5, "white");
  }

  /** @param {{ at: Point, isDown: boolean }} mark */
  markPen({ at: [x, y], isDown }) {
    const { context } = this;
    const cross = () => {
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ]) {
        context.moveTo(x + dx * 5, y + dy * 5);
        context.lineTo(x + dx * 14, y + dy * 14);
      }
    };
    this.mark(cross, 5, "black");
    this.mark(cross, 2.5, isDown ? "#e69f00" : "#56b4e9");
    if (isDown) this.mark(() => context.arc(x, y, 4, 0, 2 * Math.PI), 2.5, "#e69f00");
  }

  /**
   * @param {() => void} addPath
   * @param {number} width
   * @param {string} color
   */
  mark(addPath, width, color) {
    const { context } = this;
    context.beginPath();
    addPath();
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
}

/**
 * Paint some of a stroke's curves in the context's colour, or the dot that a single point is.
 * @param {CanvasRenderingContext2D} context - with round ends and joins
 * @param {number[]} points - x, y, x, y ... of the stroke
 * @param {number} size - width of the pen
 * @param {number} first - number of the first curve
 * @param {number} end - number of the curve after the last one
 */
export function paintCurves(context, points, size, first, end) {
  context.beginPath();
  context.moveTo(points[2 * first], points[2 * first + 1]);
  if (first >= end) context.lineTo(points[2 * first], points[2 * first + 1]);
  for (let i = first; i < end; i += 1) {
    const [a, b] = controlPoints(points, i, size);
    context.bezierCurveTo(...a, ...b, points[2 * i + 2], points[2 * i + 3]);
  }
  context.lineWidth = size;
  context.stroke();
}
