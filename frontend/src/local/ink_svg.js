// A drawing as SVG, smooth vector paths: the same file as that of digit_widgets/ink/svg_format.py.

/** @import { Ink, Stroke } from "./strokes.js" */

import { controlPoints } from "../ink/curves.js";

/**
 * Return a drawing as an SVG, white on black, one path per stroke; ink beyond its sides is cut off.
 * @param {Ink} ink
 * @param {number} width - of the image, in CSS pixels
 * @param {number} height
 */
export function inkToSvg(ink, width, height) {
  const size = `width="${numbers([width])}" height="${numbers([height])}"`;
  const view = `viewBox="0 0 ${numbers([width, height])}"`;
  const paths = ink.strokes.map(
    (stroke) => `<path stroke-width="${numbers([stroke.width])}" d="${svgPath(stroke)}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${view}>`,
    `<rect ${size} fill="black"/>`,
    '<g fill="none" stroke="white" stroke-linecap="round" stroke-linejoin="round">',
    ...paths,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

/** @type {(stroke: Stroke) => string} */
function svgPath({ points, width }) {
  const start = `M${numbers(points.slice(0, 2))}`;
  // A line of no length still gets round ends; some programs draw none for such a curve.
  if (points.every((value, i) => value === points[i % 2])) return `${start}h0`;
  const curves = [];
  for (let i = 0; 2 * i + 2 < points.length; i += 1) {
    const end = points.slice(2 * i + 2, 2 * i + 4);
    curves.push(...controlPoints(points, i, width).flat(), ...end);
  }
  return `${start}C${numbers(curves)}`;
}

/**
 * Write numbers with two decimals at most, a half to the even one.
 * @param {number[]} values
 */
function numbers(values) {
  const rounded = values.map((value) => {
    const scaled = 100 * value;
    const below = Math.floor(scaled);
    const isDown = scaled - below < 0.5 || (scaled - below === 0.5 && below % 2 === 0);
    return Number(((isDown ? below : below + 1) / 100).toPrecision(9));
  });
  return rounded.join(" ");
}
