// Model steps: what a .tflite file computes, step by step, all of it checked before anything runs.

/** @import { ModelFile, Operator, Tensor } from "./model_file.js" */
/** @import { Step } from "./step_reader.js" */

import { ModelFileError } from "./model_error.js";
import { OPERATORS } from "./operators.js";
import { StepReader } from "./step_reader.js";

/**
 * @typedef {object} Plan
 * @property {Tensor[]} tensors
 * @property {Step[]} steps - in the order in which they run
 * @property {number} input - the image's tensor
 * @property {number} probabilities
 * @property {number | null} score
 * @property {number} parameters - number of weights and biases
 */

/**
 * Read what a file computes.
 * @param {ModelFile} file
 * @returns {Plan}
 * @throws {ModelFileError} It does what is not known here, or does not read digits.
 */
export function readSteps(file) {
  const reader = new StepReader(file);
  for (const operator of file.operators) readOperator(reader, operator);
  const { tensors, steps } = reader;
  const sizes = file.outputs.map((number) => tensors[number].size).sort((a, b) => b - a);
  if (`${sizes}` !== "10" && `${sizes}` !== "10,1") {
    throw new ModelFileError((told) => told.outputs(sizes));
  }
  /** @type {(size: number, kind: string) => number | undefined} */
  const find = (size, kind) => {
    const number = file.outputs.find((each) => tensors[each].size === size);
    if (number !== undefined && Math.abs((weighMeans(steps, kind).get(number) ?? 0) - 1) > 1e-4) {
      throw new ModelFileError((told) => (size === 1 ? told.scoreEnd() : told.probabilitiesEnd()));
    }
    return number;
  };
  const probabilities = /** @type {number} */ (find(10, "SOFTMAX"));
  const score = find(1, "LOGISTIC") ?? null;
  const parameters = reader.constants.count();
  return { tensors, steps, input: file.inputs[0], probabilities, score, parameters };
}

/**
 * Return how often what a kind of step gives is in each sum of such: 1 in itself, and in a mean.
 * @param {Step[]} steps
 * @param {string} kind
 * @returns {Map<number, number>} by the numbers of the tensors
 */
function weighMeans(steps, kind) {
  /** @type {Map<number, number>} */
  const weights = new Map();
  for (const { name, inputs, output, activation, factor } of steps) {
    const [one = Number.NaN, other = Number.NaN] = inputs.map((each) => weights.get(each));
    let weight = Number.NaN;
    if (name === kind) weight = 1;
    else if (name === "ADD" && activation === "linear") weight = one + other;
    else if (name === "MUL" && activation === "linear" && factor > 0) weight = one * factor;
    if (weight > 0) weights.set(output, weight);
  }
  return weights;
}

/**
 * @param {StepReader} reader
 * @param {Operator} operator
 */
function readOperator(reader, operator) {
  const known = OPERATORS[operator.code];
  if (!known) {
    const names = Object.values(OPERATORS).map((each) => each.name);
    throw new ModelFileError((told) => told.operator(operator.code, names.join(", ")));
  }
  reader.begin(operator, known.name);
  if (!known.versions.includes(operator.version))
    reader.refuse((told, name) => told.version(name, operator.version));
  if (operator.optionsType && operator.optionsType !== known.options) {
    reader.refuse((told, name) => told.options(name, operator.optionsType));
  }
  known.read(reader);
}
