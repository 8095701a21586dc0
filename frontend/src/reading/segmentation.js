// Segmentation: finds the groups of strokes that may be one digit, with evidence for each, as in
// digit_widgets/recognition/segmentation.py, which explains how.

/** @import { Box, Shape } from "./stroke_shapes.js" */

import { distance, heightOf, median, widthOf } from "./stroke_shapes.js";

/**
 * A group of strokes that may be one digit.
 * @typedef {object} Group
 * @property {number} first - its span in the strokes' order from left to right
 * @property {number} past
 * @property {number[]} strokes - the indices of its strokes, ascending
 * @property {number[]} geometry - features: those of its shape, and of the border to the next group
 */

/** A digit has at most this many strokes. */
const MOST_STROKES = 4;
/** Strokes are one digit only if no gap between them is wider than this, in digit heights. */
const WIDEST_GAP = 0.5;
/** A stroke smaller than this share of a digit's height is a stray dot ... */
const SPECK = 0.08;
/** ... and so is one smaller than this many pen widths, if it is also below the next share. */
const [DOT, LARGEST_DOT] = [1.5, 0.16];
/** If all strokes are smaller than this share of their pen's width, all are mere touches. */
const TOUCH = 0.5;
/** The features of a shape, and those of a border: for the last group, these are 0. */
export const SHAPE_FEATURES = [
  "three strokes",
  "four strokes",
  "not drawn in one go",
  "short",
  "wide",
  "very wide",
];
export const BORDER_FEATURES = [
  "cut",
  "gap",
  "overlap",
  "overlap of the narrower",
  "near",
  "touching",
];

/**
 * Find all groups of strokes that may be a digit; each stroke alone is one of them. Stray dots
 * belong to no group.
 * @param {Shape[]} shapes
 * @returns {{ groups: Group[], height: number }} the groups, and the height of a digit; 0 if there
 *   are only dots
 */
export function findGroups(shapes) {
  if (shapes.every((shape) => extent(shape) < TOUCH * shape.pen)) return { groups: [], height: 0 };
  const height = digitHeight(shapes);
  const order = shapes
    .map((_, i) => i)
    .filter((i) => {
      const dot = Math.min(DOT * shapes[i].pen, LARGEST_DOT * height);
      return extent(shapes[i]) > Math.max(dot, SPECK * height);
    })
    .sort((one, other) => center(shapes[one]) - center(shapes[other]));
  const ordered = order.map((i) => divideShape(shapes[i], height));
  const borders = measureBorders(ordered);
  const drawn = [...order].sort((a, b) => a - b);
  const ranks = order.map((stroke) => drawn.indexOf(stroke)); // in the order of drawing
  const groups = [];
  for (let first = 0; first < order.length; first += 1) {
    const end = Math.min(first + MOST_STROKES, order.length);
    for (let past = first + 1; past <= end; past += 1) {
      if (past - first > 1 && borders[past - 2][1] > WIDEST_GAP) break;
      const boxes = ordered.slice(first, past).map((shape) => shape.box);
      const shape = measureGroup(boxes, ranks.slice(first, past));
      const border = borders[past - 1] ?? BORDER_FEATURES.map(() => 0);
      const strokes = order.slice(first, past).sort((a, b) => a - b);
      groups.push({ first, past, strokes, geometry: [...shape, ...border] });
    }
  }
  return { groups, height };
}

/**
 * Return the cheapest groups, from left to right, that together hold each stroke once.
 * @param {Group[]} groups
 * @param {number[]} costs
 */
export function findCheapestChain(groups, costs) {
  const least = [0];
  /** @type {Group[]} */
  const last = [];
  groups.forEach((group, i) => {
    const cost = least[group.first] + costs[i];
    if (cost < (least[group.past] ?? Infinity)) {
      least[group.past] = cost;
      last[group.past] = group;
    }
  });
  const chain = [];
  for (let at = last.length - 1; at > 0; at = last[at].first) chain.unshift(last[at]);
  return chain;
}

/** @type {(shape: Shape) => number} */
const extent = (shape) => Math.max(widthOf(shape), heightOf(shape));

/** @type {(shape: Shape) => number} */
const center = ({ box }) => box[0] + box[2];

/**
 * Return a shape in digit heights.
 * @param {Shape} shape
 * @param {number} height
 */
const divideShape = ({ box, path }, height) => ({
  box: /** @type {Box} */ (box.map((side) => side / height)),
  path: path.map((place) => place / height),
});

/**
 * Estimate the height of the digits: the median height of the strokes' columns.
 * @param {Shape[]} shapes
 */
function digitHeight(shapes) {
  const size = Math.max(...shapes.map(extent));
  const large = shapes.filter((shape) => extent(shape) > (LARGEST_DOT * size) / 2);
  const columns = large.map((shape) => {
    let [low, high] = [Infinity, -Infinity];
    for (const other of large) {
      const overlap = Math.min(shape.box[2], other.box[2]) - Math.max(shape.box[0], other.box[0]);
      if (overlap >= Math.min(widthOf(shape), widthOf(other)) / 2) {
        [low, high] = [Math.min(low, other.box[1]), Math.max(high, other.box[3])];
      }
    }
    return high - low;
  });
  // A bar alone, such as the first stroke of a 7, does not have a digit's full height.
  return Math.max(median(columns), size / 3);
}

/**
 * Return the features of each border between two strokes.
 * @param {Pick<Shape, "box" | "path">[]} shapes - from left to right
 */
function measureBorders(shapes) {
  const borders = shapes.slice(1).map(() => ({ gap: Infinity, share: 0, away: Infinity }));
  shapes.forEach((left, i) => {
    for (let j = i + 1; j < Math.min(i + MOST_STROKES, shapes.length); j += 1) {
      const right = shapes[j];
      const gap = right.box[0] - left.box[2];
      const width = Math.min(Math.max(widthOf(left), 0.1), Math.max(widthOf(right), 0.1));
      const share = clip(-gap / width, 0, 1);
      const away = distance(left, right);
      // All borders between the two.
      for (const border of borders.slice(i, j)) {
        border.gap = Math.min(border.gap, gap);
        border.share = Math.max(border.share, share);
        border.away = Math.min(border.away, away);
      }
    }
  });
  return borders.map(({ gap, share, away }) => [
    1,
    clip(gap, 0, 0.6),
    clip(-gap, 0, 0.6),
    share,
    Math.max(0.2 - away, 0),
    Number(away < 0.04),
  ]);
}

/**
 * Return the features of a group's shape.
 * @param {Box[]} boxes
 * @param {number[]} ranks
 */
function measureGroup(boxes, ranks) {
  /** @type {(side: 0 | 1) => number} */
  const size = (side) =>
    Math.max(...boxes.map((box) => box[side + 2])) - Math.min(...boxes.map((box) => box[side]));
  const [width, height] = [size(0), size(1)];
  return [
    Number(boxes.length === 3),
    Number(boxes.length === 4),
    Number(Math.max(...ranks) - Math.min(...ranks) >= ranks.length),
    Math.max(0, 0.8 - height),
    Math.max(0, width - 0.8),
    Math.max(0, width - 1.3),
  ];
}

/** @type {(value: number, least: number, most: number) => number} */
const clip = (value, least, most) => Math.min(Math.max(value, least), most);
