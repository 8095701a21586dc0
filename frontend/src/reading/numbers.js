// Numbers: groups strokes into digits and signs, and reads each, as in
// digit_widgets/recognition/numbers.py.

/** @import { Bounds, Stroke } from "../ink/stroke.js" */
/** @import { Output } from "./network.js" */
/** @import { LeftOut, Prediction } from "./prediction.js" */
/** @import { Recognizer } from "./recognizer.js" */
/** @import { Choice } from "./row_groups.js" */
/** @import { Sign } from "./signs.js" */

import { flattenCurves } from "../ink/polyline.js";
import { boundsOf } from "../ink/stroke.js";
import { isDot, normalizeInk } from "./ink_normalizer.js";
import { confidence, judge, unread } from "./prediction.js";
import { chooseGlyphs, chooseRows, groupRows, listGroups } from "./row_groups.js";
import { findRows } from "./rows.js";
import { StrokeNumbers } from "./stroke_numbers.js";
import { measureShape } from "./stroke_shapes.js";

/**
 * A glyph of a number: a digit, a sign, or a part of the drawing that is rejected.
 * @typedef {object} Glyph
 * @property {Prediction} prediction
 * @property {Bounds} bounds - the box around its curves, the pen's width not counted
 * @property {number[]} strokes - the indices of its strokes in the drawing, ascending
 * @property {number} row - from the top, from 0
 * @property {Sign | null} sign
 */

/**
 * A number: its glyphs row by row, from left to right; the number of dots if nothing else is drawn;
 * and what is in no glyph.
 * @typedef {{ glyphs: Glyph[], dots: number, leftOut: LeftOut[] }} NumberReading
 */

/** In a number's text, the sign for a glyph that is rejected or unclear. */
const REJECTED_SIGN = "?";

/**
 * Reads a drawing again and again while it grows: what the network gave for the last drawing's
 * groups of strokes is kept, as most of them stay as they are.
 */
export class NumberReader {
  /** @param {Recognizer} recognizer */
  constructor(recognizer) {
    this.recognizer = recognizer;
    this.network = recognizer.network;
    this.strokeNumbers = new StrokeNumbers();
    /** @type {Map<string, Output>} */
    this.outputs = new Map(); // by the numbers of a group's strokes
  }

  /**
   * Read a drawing.
   * @param {Stroke[]} strokes
   * @returns {NumberReading}
   */
  read(strokes) {
    const shapes = strokes.map(measureShape);
    const parted = isDot(strokes) || !strokes.length ? [] : findRows(shapes);
    const ways = parted.map((rows) => groupRows(shapes, rows));
    if (!ways.some((way) => way.length)) return { glyphs: [], dots: strokes.length, leftOut: [] };
    const outputs = this.runGroups(strokes, ways.flat().flatMap(listGroups));
    /** @type {(key: number[]) => Output} */
    const evidence = (key) => /** @type {Output} */ (outputs.get(`${key}`));
    const way = chooseRows(ways, evidence);
    const glyphs = ways[way].flatMap((row, number) =>
      chooseGlyphs(row, evidence).map((choice) =>
        this.makeGlyph(strokes, choice, number, outputs.get(`${choice.strokes}`)),
      ),
    );
    const { lines } = parted[way];
    const taken = new Set(glyphs.flatMap((glyph) => glyph.strokes));
    const dots = strokes.length - taken.size - lines.length;
    /** @type {LeftOut[]} */
    const leftOut = [...Array(dots).fill("dot"), ...lines.map(() => "line")];
    return { glyphs, dots: 0, leftOut };
  }

  /**
   * @param {Stroke[]} strokes
   * @param {Choice} choice
   * @param {number} row
   * @param {Output | undefined} output - undefined for a point, which is in no group
   * @returns {Glyph}
   */
  makeGlyph(strokes, { strokes: chosen, mark }, row, output) {
    const sign = mark?.isSure ? mark.sign : null;
    /** @type {Prediction} */
    let prediction = unread("sign");
    if (output && !sign) {
      prediction = judge(output, this.recognizer.threshold);
      if (mark) prediction = { ...prediction, label: null, reason: "unclear" };
    }
    const flat = flattenCurves(chosen.map((i) => strokes[i]));
    const bounds = /** @type {Bounds} */ (boundsOf(flat));
    return { prediction, bounds, strokes: chosen, row, sign };
  }

  /**
   * Return what the network gives for groups of strokes, by their indices.
   * @param {Stroke[]} strokes
   * @param {number[][]} groups
   */
  runGroups(strokes, groups) {
    const { network } = this.recognizer;
    if (network !== this.network) this.outputs.clear();
    this.network = network;
    const numbers = this.strokeNumbers.find(strokes);
    const outputs = new Map();
    const kept = new Map();
    for (const group of groups) {
      const key = `${group.map((i) => numbers[i])}`;
      const output =
        kept.get(key) ??
        this.outputs.get(key) ??
        network.run(normalizeInk(group.map((i) => strokes[i])));
      outputs.set(`${group}`, output);
      kept.set(key, output);
    }
    this.outputs = kept;
    return outputs;
  }
}

/**
 * Return a glyph's label or sign; "?" if it is rejected or unclear.
 * @param {Glyph} glyph
 */
export const glyphText = ({ sign, prediction }) => sign ?? prediction.label ?? REJECTED_SIGN;

/**
 * Return whether a drawing is two digits or more, all of them read, and nothing else but signs.
 * @param {NumberReading} reading
 */
export function isSeveralDigits({ glyphs }) {
  const digits = glyphs.filter(({ sign }) => !sign);
  return digits.length > 1 && digits.every(({ prediction }) => prediction.label !== null);
}

/**
 * Return a number's digits and signs, such as "-1.5"; a line for each row.
 * @param {NumberReading} reading
 */
export function numberText({ glyphs }) {
  let text = "";
  glyphs.forEach((glyph, i) => {
    if (i && glyph.row !== glyphs[i - 1].row) text += "\n";
    text += glyphText(glyph);
  });
  return text;
}

/**
 * Return the product of the confidences of all glyphs but signs, in 0..1; 0 without glyphs.
 * @param {NumberReading} reading
 */
export const numberConfidence = ({ glyphs }) =>
  glyphs.length
    ? glyphs.reduce((product, each) => product * (each.sign ? 1 : confidence(each.prediction)), 1)
    : 0;

/**
 * Return the lowest score of the glyphs, in 0..1; null without scores.
 * @param {NumberReading} reading
 */
export function lowestScore({ glyphs }) {
  const scores = glyphs.flatMap(({ prediction: { score } }) => (score === null ? [] : [score]));
  return scores.length ? Math.min(...scores) : null;
}
