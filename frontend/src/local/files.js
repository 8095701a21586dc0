// Drawing files: a drawing in the formats that a page offers, by the page itself.

/** @import { Ink } from "./strokes.js" */

import { inkToJson } from "./ink_json.js";
import { inkToSvg } from "./ink_svg.js";
import { greyPng } from "./png.js";
import { paintedPixels } from "./screen.js";

// Image pixels per CSS pixel: sharp on HiDPI screens.
const DENSITY = 2;
// Pixels on a side of the model's input.
const SIDE = 28;
/** @type {Record<string, string>} */
const TYPES = { svg: "image/svg+xml", json: "application/json" };

/** @type {(format: string) => string} */
export const mediaType = (format) => TYPES[format] ?? "image/png";

/**
 * Return a drawing as a file.
 * @param {string} format - "png", "svg", "json", or "28x28" for the model's input
 * @param {Ink} ink
 * @param {{ width: number, height: number }} surface
 * @param {ArrayLike<number> | null} image - the model's input, 784 values in 0..1; if there is none,
 *   "28x28" is the "png"
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function makeFile(format, ink, surface, image) {
  const { width, height } = surface;
  if (format === "svg") return new TextEncoder().encode(inkToSvg(ink, width, height));
  if (format === "json") return new TextEncoder().encode(inkToJson(ink));
  if (format === "28x28" && image) {
    return greyPng(
      Uint8Array.from(image, (value) => Math.round(255 * value)),
      SIDE,
    );
  }
  return greyPng(paintedPixels(ink, surface, DENSITY), width * DENSITY);
}
