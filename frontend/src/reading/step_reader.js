// Step reader: what the readers of all operators share: it checks what each takes and gives, and keeps
// count, so that no file makes a page compute or keep more than it can.

/** @import { ModelFile, Operator } from "./model_file.js" */
/** @import { Problems } from "../texts/en_problems.js" */

import { Constants } from "./constants.js";
import { countKept } from "./layer_memory.js";
import { ModelFileError } from "./model_error.js";
import { formatShape } from "./model_file.js";

/**
 * Places at which a convolution or a pooling looks, (down, right) each.
 * @typedef {object} Window
 * @property {[number, number]} size
 * @property {[number, number]} step
 * @property {[number, number]} before - rows and columns of nothing before its input
 * @property {boolean} isPadded
 */

/**
 * @typedef {object} Step
 * @property {string} name - of its operator in the schema
 * @property {number[]} inputs - numbers of the tensors that it takes
 * @property {number} output
 * @property {string} activation - "linear", "relu" ...
 * @property {[least: number, most: number]} range - what the activation lets through
 * @property {Float32Array} weights - (outputs, h, w, inputs) or (outputs, inputs); or empty
 * @property {Float32Array} bias - (outputs,), or empty
 * @property {Window | null} window
 * @property {number} factor - that a softmax or a MUL multiplies its input by
 */

/** The schema's activations, and what those that are known here let through. */
const ACTIVATIONS = ["linear", "relu", "relu_n1_to_1", "relu6", "tanh", "sign_bit"];
/** @type {[least: number, most: number][]} */
const RANGES = [
  [-Infinity, Infinity],
  [0, Infinity],
  [-1, 1],
  [0, 6],
];
const INPUTS = ["1, 28, 28, 1", "1, 28, 28", "1, 784"];
/**
 * Bounds of what a page runs: values in weights and results, and multiplications in a reading. The
 * bundled networks have 0.7 million and 15 million.
 */
const MOST_VALUES = 16_000_000;
const MOST_PRODUCTS = 300_000_000;

const EMPTY = new Float32Array(0);

/** Reads operators in their order; what one takes must be given by those before it. */
export class StepReader {
  /** @param {ModelFile} file */
  constructor({ tensors, inputs }) {
    this.tensors = tensors;
    /** @type {Step[]} */
    this.steps = [];
    this.constants = new Constants(tensors, (tell) => this.refuse(tell));
    const [input] = inputs;
    if (inputs.length !== 1) {
      throw new ModelFileError((told) => told.inputs(inputs.length));
    }
    const { type, shape } = tensors[input];
    if (type !== "FLOAT32" || !INPUTS.includes(shape.join(", "))) {
      const known = INPUTS.map((each) => `(${each})`).join(", ");
      throw new ModelFileError((told) => told.input(type, formatShape(shape), known));
    }
    this.made = new Set([input]);
    this.values = tensors[input].size;
    this.products = 0;
    /** @type {Operator} */
    this.operator = { code: 0, version: 1, inputs: [], outputs: [], options: null, optionsType: 0 };
    this.output = -1;
    this.name = "";
  }

  /**
   * Begin with the next operator.
   * @param {Operator} operator
   * @param {string} name
   */
  begin(operator, name) {
    this.operator = operator;
    this.name = name;
    if (operator.outputs.length !== 1)
      this.refuse((told, name) => told.results(name, operator.outputs.length));
    [this.output] = operator.outputs;
  }

  // The numbers of the tensors that the operator takes.
  get inputs() {
    return this.operator.inputs;
  }

  /**
   * @param {(problems: Problems, name: string) => string} tell - what the operator has that is not
   *   known here
   * @returns {never}
   */
  refuse(tell) {
    throw new ModelFileError((problems) => tell(problems, this.name));
  }

  /**
   * Return an option of the operator.
   * @param {"uint8" | "int32" | "float32"} type
   * @param {number} slot
   * @param {number} [missing]
   */
  option(type, slot, missing = 0) {
    return this.operator.options ? this.operator.options[type](slot, missing) : missing;
  }

  /** @param {number} slot */
  activation(slot) {
    const code = this.option("uint8", slot);
    const [range, activation] = [RANGES[code], ACTIVATIONS[code] ?? `${code}`];
    if (!range) this.refuse((told, name) => told.activation(name, activation));
    return { range, activation };
  }

  /**
   * Return the number of the tensor that an input takes, which has been computed by now.
   * @param {number} place
   */
  take(place) {
    const number = this.inputs[place];
    if (!this.made.has(number)) this.refuse((told, name) => told.notComputed(name));
    return number;
  }

  /**
   * Add a step.
   * @param {number[]} inputs
   * @param {number[]} [shape] - that it gives; that of its input, if it is left out
   * @param {Partial<Step>} [parts]
   * @param {number} [products] - number of its multiplications
   */
  add(inputs, shape = this.tensors[inputs[0]].shape, parts = {}, products = 0) {
    const stated = this.tensors[this.output];
    if (stated.type !== "FLOAT32") this.refuse((told, name) => told.resultType(name, stated.type));
    if (`${stated.shape}` !== `${shape}`) {
      this.refuse((told, name) =>
        told.resultShape(name, formatShape(stated.shape), formatShape(shape)),
      );
    }
    this.claim();
    this.made.add(this.output);
    /** @type {Step} */
    const step = {
      name: this.name,
      inputs,
      output: this.output,
      activation: ACTIVATIONS[0],
      range: RANGES[0],
      weights: EMPTY,
      bias: EMPTY,
      window: null,
      factor: 1,
      ...parts,
    };
    this.values += countKept(step, this.tensors[inputs[0]].shape, stated.size);
    this.products += products;
    if (this.values > MOST_VALUES || this.products > MOST_PRODUCTS) {
      throw new ModelFileError((told) => told.tooLarge());
    }
    this.steps.push(step);
  }

  /** @param {number[]} values */
  addIntegers(values) {
    this.claim();
    this.constants.keepIntegers(this.output, values);
  }

  claim() {
    const { output } = this;
    if (this.made.has(output) || this.constants.integers.has(output) || this.tensors[output].data) {
      this.refuse((told, name) => told.sameResult(name));
    }
  }
}
