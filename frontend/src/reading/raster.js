// Raster: draws strokes as anti-aliased pixels at exact places, as digit_widgets/imaging/raster.py
// does, with float32 where it has float32: both give the same image.

/** @import { Stroke } from "../ink/stroke.js" */

import { IMAGE_SIZE } from "./mnist_format.js";

const round = Math.fround;

/** Width in pixels of the ramp from ink to paper at a stroke's edge. */
const EDGE = 1.6;
/** Points of a stroke closer together than this, in pixels, count as one. */
const SPACING = 0.2;
/** Least square of a line's length. */
const LEAST = round(1e-12);

/**
 * Draw ink, in units of pixels, into an image of 28×28.
 * @param {Stroke[]} strokes
 * @returns {Float32Array} (784,) in 0..1: ink 1 on 0; ink outside the image is cut off
 */
export function rasterize(strokes) {
  const image = new Float32Array(IMAGE_SIZE * IMAGE_SIZE);
  for (const { points, width } of strokes) {
    const path = thin(Float32Array.from(points));
    const last = path.length - 2;
    for (let i = 0; i < Math.max(last, 2); i += 2) {
      const end = Math.min(i + 2, last); // a point is a line of no length
      drawLine(image, [path[i], path[i + 1], path[end], path[end + 1]], width);
    }
  }
  return image.map((value) => Math.min(value, 1));
}

/**
 * Draw a line with round ends; overlapping ink does not add up. Pixels are left out that no ink
 * reaches.
 * @param {Float32Array} image - changed
 * @param {[number, number, number, number]} line
 * @param {number} width
 */
function drawLine(image, [x, y, endX, endY], width) {
  const [reach, edge] = [round(width / 2), round(EDGE)];
  const [left, right] = pixelRange(x, endX, reach + edge);
  const [top, bottom] = pixelRange(y, endY, reach + edge);
  const [stepX, stepY] = [round(endX - x), round(endY - y)];
  const length2 = Math.max(round(round(stepX * stepX) + round(stepY * stepY)), LEAST);
  const [shareX, shareY] = [round(-stepX / length2), round(-stepY / length2)];
  for (let row = top; row < bottom; row += 1) {
    const toY = round(y - (row + 0.5));
    const alongY = round(toY * shareY);
    for (let column = left; column < right; column += 1) {
      const toX = round(x - (column + 0.5));
      // Where on the line its point nearest to the pixel is: 0 at its start, 1 at its end.
      const along = Math.min(Math.max(round(round(toX * shareX) + alongY), 0), 1);
      const awayX = round(round(along * stepX) + toX);
      const awayY = round(round(along * stepY) + toY);
      const away = round(Math.sqrt(round(round(awayX * awayX) + round(awayY * awayY))));
      const value = round(round(round(reach - away) / edge) + 0.5);
      const at = row * IMAGE_SIZE + column;
      if (value > image[at]) image[at] = value;
    }
  }
}

/**
 * Return the range of pixels, end excluded, that a line and its margin reach.
 * @param {number} start
 * @param {number} end
 * @param {number} margin
 */
function pixelRange(start, end, margin) {
  /** @type {(place: number) => number} */
  const clamp = (place) => Math.min(Math.max(place, 0), IMAGE_SIZE);
  const [first, past] = [Math.min(start, end) - margin, Math.max(start, end) + margin];
  return [Math.floor(clamp(first)), Math.ceil(clamp(past))];
}

/**
 * Leave out points that make no difference at this resolution; keep the first and the last.
 * @param {Float32Array} points
 */
function thin(points) {
  const last = points.length - 2;
  const kept = [points[0], points[1]];
  let length = 0;
  let before = 0;
  for (let i = 2; i < last; i += 2) {
    const [dx, dy] = [round(points[i] - points[i - 2]), round(points[i + 1] - points[i - 1])];
    length += Math.hypot(dx, dy);
    const mark = Math.floor(length / SPACING);
    if (mark > before) kept.push(points[i], points[i + 1]);
    before = mark;
  }
  if (last > 0) kept.push(points[last], points[last + 1]);
  return kept;
}
