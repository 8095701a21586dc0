// Screen: the finished ink on a canvas of the page, where a kernel would have an ipycanvas, by the
// rules in digit_widgets/widgets/canvas/painting.

/** @import { Ink } from "./strokes.js" */

import { make } from "../elements.js";
import { paintCurves } from "../ink/painter.js";

/** Paints a drawing, all of it or only what is new, in the screen's own pixels. */
export class Screen {
  /**
   * @param {number} width - of the surface, in CSS pixels
   * @param {number} height
   * @param {() => void} onSize - called when the canvas is empty, because its size has changed
   */
  constructor(width, height, onSize) {
    this.width = width;
    this.height = height;
    this.onSize = onSize;
    this.canvas = make("canvas", "digit-widgets-canvas");
    // The height follows from the aspect ratio, however narrow the page makes it.
    Object.assign(this.canvas.style, {
      width: `${width}px`,
      height: "auto",
      aspectRatio: `${width} / ${height}`,
    });
    this.context = contextOf(this.canvas);
    this.density = 0; // of the screen, in pixels per CSS pixel
    this.resized = new ResizeObserver(() => this.fit());
    // A zoom may change the screen's density alone. Safari does not tell: see `scale`.
    const tells = "devicePixelContentBoxSize" in ResizeObserverEntry.prototype;
    this.resized.observe(this.canvas, { box: tells ? "device-pixel-content-box" : "content-box" });
    this.fit();
  }

  close() {
    this.resized.disconnect();
  }

  // Adapt to the size given by the page, in the screen's own pixels.
  fit() {
    this.density = window.devicePixelRatio;
    const shown = this.canvas.getBoundingClientRect().width || this.width;
    const pixels = Math.max(1, Math.round(shown * this.density));
    if (this.canvas.width === pixels) return;
    this.canvas.width = pixels;
    this.canvas.height = Math.max(1, Math.round((pixels * this.height) / this.width));
    this.onSize();
  }

  /**
   * Repaint everything.
   * @param {Ink} ink
   */
  show(ink) {
    this.scale();
    paintInk(this.context, ink, this.width, this.height);
  }

  /**
   * Paint what is new in a drawing: points added to its last stroke, and further strokes. The last
   * curve of a stroke depends on the next point: it is painted once that point exists. At a stroke's
   * end all is painted anew: where parts of it overlap, their soft edges are too bright.
   * @param {Ink} before
   * @param {Ink} ink
   * @param {boolean} hasEnded
   */
  showNew(before, ink, hasEnded) {
    if (hasEnded) {
      this.show(ink);
      return;
    }
    this.scale();
    for (
      let number = Math.max(before.strokes.length - 1, 0);
      number < ink.strokes.length;
      number++
    ) {
      const { points, width } = ink.strokes[number];
      const known = (before.strokes[number]?.points.length ?? 0) / 2;
      if (!known) paintCurves(this.context, points, width, 0, 0);
      const isOpen = number === ink.strokes.length - 1;
      const [first, end] = [Math.max(known - 2, 0), points.length / 2 - (isOpen ? 2 : 1)];
      if (first < end) paintCurves(this.context, points, width, first, end);
    }
  }

  scale() {
    const { canvas, context } = this;
    if (this.density !== window.devicePixelRatio) this.fit();
    context.setTransform(canvas.width / this.width, 0, 0, canvas.height / this.height, 0, 0);
    // A canvas forgets its settings with its size.
    prepare(context);
  }
}

/**
 * Paint a drawing and return its pixels, row by row, 0 black and 255 white.
 * @param {Ink} ink
 * @param {{ width: number, height: number }} surface
 * @param {number} density - image pixels per CSS pixel
 */
export function paintedPixels(ink, { width, height }, density) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * density, height * density];
  const context = contextOf(canvas);
  context.scale(density, density);
  prepare(context);
  paintInk(context, ink, width, height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return Uint8Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]);
}

/** @type {(canvas: HTMLCanvasElement) => CanvasRenderingContext2D} */
const contextOf = (canvas) =>
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));

/** @type {(context: CanvasRenderingContext2D) => void} */
const prepare = (context) => {
  context.fillStyle = "black";
  context.strokeStyle = "white";
  context.lineCap = "round";
  context.lineJoin = "round";
};

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Ink} ink
 * @param {number} width
 * @param {number} height
 */
function paintInk(context, ink, width, height) {
  context.fillRect(0, 0, width, height);
  for (const { points, width: size } of ink.strokes) {
    paintCurves(context, points, size, 0, points.length / 2 - 1);
  }
}
