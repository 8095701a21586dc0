// Ink as JSON, the format in which drawings are stored and sent: the same bytes as those of
// digit_widgets/ink/json_format.py.

/** @import { Ink } from "./strokes.js" */

import { MAX_COORDINATE, MIN_WIDTH } from "../ink/limits.js";
import { InkError, makeInk } from "./strokes.js";

const FORMAT = "digit-widgets-ink";
const VERSION = 1;

/**
 * Return a drawing as one JSON object; its numbers keep their full precision.
 * @param {Ink} ink
 */
export function inkToJson({ strokes }) {
  const listed = strokes.map(({ points, width }) => {
    const pairs = [];
    for (let i = 0; i < points.length; i += 2) {
      pairs.push(`[${float(points[i])}, ${float(points[i + 1])}]`);
    }
    return `{"width": ${float(width)}, "points": [${pairs.join(", ")}]}`;
  });
  return `{"format": "${FORMAT}", "version": ${VERSION}, "strokes": [${listed.join(", ")}]}`;
}

/**
 * Read a drawing that `inkToJson` wrote, or a kernel.
 * @param {string} text
 * @returns {Ink}
 * @throws {InkError} it is something else, or no drawing can be so
 */
export function inkFromJson(text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    throw new InkError((told) => told.notJson());
  }
  if (data?.format !== FORMAT || data.version !== VERSION || !Array.isArray(data.strokes)) {
    throw new InkError((told) => told.notInk(FORMAT));
  }
  const isInk = data.strokes.every(
    (/** @type {any} */ stroke) =>
      isWidth(stroke?.width) &&
      Array.isArray(stroke.points) &&
      stroke.points.length &&
      stroke.points.every(isPoint),
  );
  if (!isInk) {
    throw new InkError((told) => told.noStrokes());
  }
  return makeInk(
    data.strokes.map((/** @type {{ width: number, points: number[][] }} */ { width, points }) => {
      return { points: points.flat(), width };
    }),
  );
}

/** @type {(value: unknown) => boolean} */
const isWidth = (value) =>
  typeof value === "number" && value >= MIN_WIDTH && value <= MAX_COORDINATE;

/** @type {(value: unknown) => boolean} */
const isPoint = (value) =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((each) => typeof each === "number" && Math.abs(each) <= MAX_COORDINATE);

/**
 * Write a number within `MAX_COORDINATE` as Python does.
 * @param {number} value
 */
function float(value) {
  if (Object.is(value, -0)) return "-0.0";
  if (Number.isInteger(value)) return `${value}.0`;
  if (Math.abs(value) >= 1e-4) return String(value);
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}
