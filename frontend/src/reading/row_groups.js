// Row groups: the groups of strokes in each row of a drawing, and the digits and signs chosen, as in
// digit_widgets/recognition/row_groups.py.

/** @import { Output } from "./network.js" */
/** @import { Rows } from "./rows.js" */
/** @import { Group } from "./segmentation.js" */
/** @import { Mark, Part } from "./signs.js" */
/** @import { Shape } from "./stroke_shapes.js" */

import { groupCost } from "./group_costs.js";
import { THRESHOLD } from "./prediction.js";
import { findCheapestChain, findGroups } from "./segmentation.js";
import { findMarks, judgeMarks, standsAlone } from "./signs.js";
import { scaleShape } from "./stroke_shapes.js";

/**
 * A row's groups of strokes that may be a digit, and its strokes that may be signs; both with
 * indices in the row.
 * @typedef {object} RowGroups
 * @property {number[]} strokes - the indices of its strokes in the whole drawing
 * @property {Shape[]} shapes
 * @property {Group[]} groups
 * @property {Map<number, Mark>} marks
 */

/**
 * A digit or a sign that is chosen: the indices of its strokes in the drawing, and its mark.
 * @typedef {{ strokes: number[], mark: Mark | null }} Choice
 */

/** @typedef {(strokes: number[]) => Output} Evidence - what the network gives for some strokes */

/**
 * Find the groups and the possible signs of each row; rows of touches have none.
 * @param {Shape[]} shapes
 * @param {Rows} rows
 * @returns {RowGroups[]}
 */
export const groupRows = (shapes, rows) =>
  rows.strokes.flatMap((strokes) => {
    const inRow = strokes.map((i) => shapes[i]);
    const { groups, height } = findGroups(inRow);
    if (!groups.length) return [];
    const marks = findMarks(inRow.map((shape) => scaleShape(shape, 1 / height)));
    return [{ strokes, shapes: inRow, groups, marks }];
  });

/**
 * Return the groups' strokes, with indices in the whole drawing.
 * @param {RowGroups} row
 */
export const listGroups = ({ strokes, groups }) =>
  groups.map((group) => group.strokes.map((i) => strokes[i]));

/**
 * Choose digits and signs of a row, from left to right; dots that are no points are left out.
 * @param {RowGroups} row
 * @param {Evidence} evidence
 * @returns {Choice[]}
 */
export function chooseGlyphs(row, evidence) {
  const { strokes, groups, marks } = row;
  /** @type {(stroke: number) => boolean} */
  const isSign = (stroke) => {
    const mark = marks.get(stroke);
    return mark !== undefined && standsAlone(mark);
  };
  const keys = listGroups(row);
  const costs = groups.map((group, i) => groupCost(group, evidence(keys[i]), isSign));
  const chain = findCheapestChain(groups, costs).map((group) => group.strokes);
  const grouped = new Set(groups.flatMap((group) => group.strokes));
  const points = [...marks]
    .filter(([i, mark]) => !grouped.has(i) && mark.sign === ".")
    .map(([i]) => [i]);
  const parts = [...chain, ...points].map((each) => makePart(row, each));
  parts.sort((one, other) => one.left + one.right - (other.left + other.right));
  const judged = judgeMarks(parts);
  return parts.flatMap((part, i) => {
    const mark = judged[i];
    if (!grouped.has(part.strokes[0]) && !mark?.isSure) return [];
    return [{ strokes: part.strokes.map((stroke) => strokes[stroke]), mark }];
  });
}

/**
 * Choose between the ways to part a drawing into rows: the first is taken if the network takes what
 * it joins, above each other, for digits.
 * @param {RowGroups[][]} ways
 * @param {Evidence} evidence
 * @returns {number}
 */
export function chooseRows([together, apart], evidence) {
  if (!apart) return 0;
  const owner = new Map(apart.flatMap((row, i) => row.strokes.map((stroke) => [stroke, i])));
  const joined = together
    .flatMap((row) => chooseGlyphs(row, evidence))
    .map((choice) => choice.strokes)
    .filter((strokes) => new Set(strokes.map((i) => owner.get(i))).size > 1);
  const isLikely = joined.every((strokes) => (evidence(strokes).score ?? -1) >= THRESHOLD);
  return joined.length && isLikely ? 0 : 1;
}

/** @type {(row: RowGroups, strokes: number[]) => Part} */
function makePart({ shapes, marks }, strokes) {
  const boxes = strokes.map((i) => shapes[i].box);
  return {
    strokes,
    left: Math.min(...boxes.map((box) => box[0])),
    right: Math.max(...boxes.map((box) => box[2])),
    mark: (strokes.length === 1 && marks.get(strokes[0])) || null,
  };
}
