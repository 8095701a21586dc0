// Group costs: a weighted sum of the evidence against a group of strokes being one digit, as in
// digit_widgets/recognition/group_costs.py.

/** @import { Output } from "./network.js" */
/** @import { Group } from "./segmentation.js" */

import grouping from "../../../models/number_grouping.json" with { type: "json" };
import { BORDER_FEATURES, SHAPE_FEATURES } from "./segmentation.js";

/** The features of a group, in their order: the geometry's, then the network's. */
const FEATURES = [
  ...SHAPE_FEATURES,
  ...BORDER_FEATURES,
  "unsure",
  "several strokes for one",
  "unlike a digit",
];
/** The fitted weights. */
const WEIGHTS = FEATURES.map((name) => {
  const weight = /** @type {Record<string, number>} */ (grouping.weights)[name];
  if (weight === undefined) throw new Error(`There is no weight for ${name}.`);
  return weight;
});
/** Digits that people draw without lifting the pen. */
const ONE_STROKE = [0, 1, 2, 3, 6, 8, 9];
/** Smaller probabilities and scores are raised to this: no single one may decide alone. */
const LEAST = 0.02;

/**
 * Return a group's cost.
 * @param {Group} group
 * @param {Output} output - what the network gives for it
 * @param {(stroke: number) => boolean} isSign - whether a stroke may be a sign: one alone costs only
 *   its border to the next group
 */
export function groupCost({ strokes, geometry }, { probabilities, score }, isSign) {
  const isAlone = strokes.length === 1 && isSign(strokes[0]);
  const oneStroke = ONE_STROKE.reduce((sum, label) => sum + probabilities[label], 0);
  const features = [
    ...geometry,
    -Math.log(Math.max(...probabilities, LEAST)),
    strokes.length > 1 ? oneStroke : 0,
    score === null ? 0 : -Math.log(Math.max(score, LEAST)),
  ];
  const [first, past] = isAlone
    ? [SHAPE_FEATURES.length, SHAPE_FEATURES.length + BORDER_FEATURES.length]
    : [0, features.length];
  let cost = 0;
  for (let i = first; i < past; i += 1) cost += features[i] * WEIGHTS[i];
  return cost;
}
