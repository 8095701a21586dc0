// English texts of what can be wrong with a model's file or a drawing.

/** @param {number} count */
const words = (count) => count.toLocaleString("en-US");

/** @type {(name: string, what: string) => string} */
const has = (name, what) => `The model's ${name} has ${what}, which is not known here.`;

/** By kind; the first value of what an operator has is the operator's name. */
export const enProblems = {
  // A file.
  notAModel: () => "This is not a LiteRT model, a .tflite file.",
  damagedFile: () => "The file is damaged: it refers to places outside itself.",
  damagedPage: () =>
    "The page is damaged, or this browser cannot run it: get the page anew, or use another browser.",
  /** @type {(count: number, most: number) => string} */
  longList: (count, most) => `The file has lists of ${count} parts; at most ${most} are read.`,
  /** @type {(version: number, known: number) => string} */
  formatVersion: (version, known) =>
    `The file has version ${version} of its format; ${known} is read.`,
  /** @param {number} count */
  graphs: (count) => `The file has ${count} graphs; one is read.`,
  /** @param {number} number */
  noTensor: (number) => `There is no tensor ${number} in the file.`,
  /** @param {number} number */
  noBuffer: (number) => `There is no buffer ${number} in the file.`,
  /** @param {number} number */
  noOperator: (number) => `There is no kind of operator ${number} in the file.`,
  /** @param {string} shape */
  tensorShape: (shape) => `A tensor has the shape ${shape}, which is not read.`,
  variable: () => "Tensors that are variables or sparse are not read.",
  /** @param {string} type */
  quantised: (type) => `The model is quantised (${type}): only models of float32 are read here.`,
  outside: () => "Weights that are kept outside the tables are not read.",
  // A model.
  tooLarge: () => "The model is too large to run in a page.",
  weightsNotFinite: () => "The model has weights that are no finite numbers: train it anew.",
  resultsNotFinite: () => "The model gives numbers that are not finite: train it anew.",
  /** @param {number} count */
  inputs: (count) => `The model takes ${count} inputs: give one with one.`,
  /** @type {(type: string, shape: string, known: string) => string} */
  input: (type, shape, known) =>
    `The model takes ${type} of shape ${shape}: give one that takes one image of 28×28 as ` +
    `FLOAT32, ${known}.`,
  /** @param {number[]} sizes */
  outputs: (sizes) =>
    `The model gives ${sizes.join(" and ") || "no"} numbers: give one with 10 probabilities ` +
    "and, if it has one, a score.",
  probabilitiesEnd: () =>
    "The model's probabilities must come from a softmax, or be a mean of several: end it with one.",
  scoreEnd: () =>
    "The model's score must come from a sigmoid, or be a mean of several: end it with one.",
  /** @type {(code: number, known: string) => string} */
  operator: (code, known) =>
    `The model has an operator that is not known here, number ${code} of the format: known are ` +
    `${known}.`,
  // What an operator of the model has.
  /** @type {(name: string, version: number) => string} */
  version: (name, version) => has(name, `version ${version}`),
  /** @type {(name: string, type: number) => string} */
  options: (name, type) => has(name, `options of another operator, type ${type}`),
  /** @type {(name: string, count: number) => string} */
  results: (name, count) => has(name, `${count} outputs`),
  /** @type {(name: string, activation: string) => string} */
  activation: (name, activation) => has(name, `the activation ${activation}`),
  /** @param {string} name */
  notComputed: (name) => has(name, "an input that nothing has computed before it"),
  /** @type {(name: string, shape: string) => string} */
  weightShape: (name, shape) => has(name, `weights of shape ${shape}`),
  /** @type {(name: string, shape: string) => string} */
  factors: (name, shape) => has(name, `factors of shape ${shape}, not one`),
  /** @param {string} name */
  noWeights: (name) => has(name, "weights that are not in the file"),
  /** @type {(name: string, type: string) => string} */
  weightType: (name, type) => has(name, `weights of type ${type} and not FLOAT32`),
  /** @param {string} name */
  changingShape: (name) => has(name, "a shape that depends on what is read"),
  /** @type {(name: string, count: number, shape: string) => string} */
  bytes: (name, count, shape) => has(name, `${count} bytes for a shape of ${shape}`),
  /** @type {(name: string, type: string) => string} */
  resultType: (name, type) => has(name, `results of type ${type} and not FLOAT32`),
  /** @type {(name: string, stated: string, computed: string) => string} */
  resultShape: (name, stated, computed) => has(name, `a result of shape ${stated} for ${computed}`),
  /** @param {string} name */
  otherResult: (name) => has(name, "another result than its shape"),
  /** @param {string} name */
  sameResult: (name) => has(name, "a result that another one gives too"),
  /** @type {(name: string, dilation: string) => string} */
  dilation: (name, dilation) => has(name, `a dilation of ${dilation}`),
  /** @type {(name: string, count: number, given: number) => string} */
  channels: (name, count, given) => has(name, `weights for ${count} channels of ${given}`),
  /** @type {(name: string, count: number, given: number) => string} */
  weightCount: (name, count, given) => has(name, `weights for ${count} inputs of ${given}`),
  /** @param {string} name */
  shuffled: (name) => has(name, "shuffled weights"),
  /** @type {(name: string, one: string, other: string) => string} */
  unlikeShapes: (name, one, other) => has(name, `inputs of unlike shapes, ${one} and ${other}`),
  /** @type {(name: string, shape: string) => string} */
  inputShape: (name, shape) => has(name, `an input of shape ${shape}`),
  /** @type {(name: string, beta: number) => string} */
  beta: (name, beta) => has(name, `a beta of ${beta}`),
  /** @param {string} name */
  severalSides: (name) => has(name, "more than one side of a shape"),
  /** @param {string} name */
  axis: (name) => has(name, "an axis other than 0"),
  /** @type {(name: string, count: number, outputs: number) => string} */
  biases: (name, count, outputs) => has(name, `${count} biases for ${outputs} outputs`),
  /** @type {(name: string, padding: number) => string} */
  padding: (name, padding) => has(name, `the padding ${padding}`),
  /** @type {(name: string, size: string, step: string) => string} */
  windowStep: (name, size, step) => has(name, `a window of ${size} in steps of ${step}`),
  /** @type {(name: string, size: string, image: string) => string} */
  windowSize: (name, size, image) => has(name, `a window of ${size} on ${image}`),
  // A drawing.
  /** @type {(most: number, count: number) => string} */
  manyStrokes: (most, count) =>
    `A drawing holds at most ${words(most)} strokes, this one has ${words(count)}. Clear the pad, or split the ` +
    "drawing.",
  /** @type {(most: number, count: number) => string} */
  manyPoints: (most, count) =>
    `A drawing holds at most ${words(most)} points, this one has ${words(count)}. Clear the pad, or thin out the ` +
    "points.",
  notJson: () => "This is not ink as JSON.",
  /** @param {string} format */
  notInk: (format) => `Ink as JSON is an object with "format": "${format}".`,
  noStrokes: () => 'The "strokes" of an ink are a list of {"width": ..., "points": ...}.',
};

/** @typedef {typeof enProblems} Problems */
