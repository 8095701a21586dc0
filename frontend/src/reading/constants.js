// Constants: the numbers that a model file holds itself, weights and shapes, checked as they are read.

/** @import { Problems } from "../texts/en_problems.js" */
/** @import { Tensor } from "./model_file.js" */

import { ModelFileError } from "./model_error.js";
import { formatShape } from "./model_file.js";

/** A shape has at most so many sides. */
const MOST_SIDES = 8;

/** @typedef {(tell: (problems: Problems, name: string) => string) => never} Refuse */

export class Constants {
  /**
   * @param {Tensor[]} tensors
   * @param {Refuse} refuse - called with what of the current operator is not known
   */
  constructor(tensors, refuse) {
    this.tensors = tensors;
    /** @type {Refuse} */
    this.refuse = refuse;
    /** @type {Map<number, Float32Array>} */
    this.weights = new Map();
    /** @type {Map<number, number[]>} */
    this.integers = new Map(); // what only leads to a shape is computed here
  }

  /**
   * Return weights or biases.
   * @param {number} number - of the tensor
   * @param {number} rank - number of sides that its shape must have
   */
  takeWeights(number, rank) {
    const tensor = this.floats(number);
    const { shape } = tensor;
    if (shape.length !== rank)
      this.refuse((told, name) => told.weightShape(name, formatShape(shape)));
    const values = this.weights.get(number) ?? this.finite(tensor);
    this.weights.set(number, values);
    return values;
  }

  /**
   * Return the number that all of an input is multiplied by, which is no parameter.
   * @param {number} number - of the tensor
   */
  takeFactor(number) {
    const tensor = this.floats(number);
    if (tensor.size !== 1)
      this.refuse((told, name) => told.factors(name, formatShape(tensor.shape)));
    return this.finite(tensor)[0];
  }

  /**
   * Return integers of a shape, from the file or computed by now.
   * @param {number} number - of the tensor
   * @returns {number[]}
   */
  takeIntegers(number) {
    const known = this.integers.get(number);
    if (known) return known;
    const tensor = this.tensors[number];
    if (tensor?.type !== "INT32" || !tensor.data || tensor.size > MOST_SIDES) {
      this.refuse((told, name) => told.changingShape(name));
    }
    return [...new Int32Array(this.words(tensor))];
  }

  /**
   * Keep integers of a shape that an operator has given.
   * @param {number} number - of the tensor
   * @param {number[]} values
   */
  keepIntegers(number, values) {
    const { type, size } = this.tensors[number];
    if (type !== "INT32" || size !== values.length || size > MOST_SIDES) {
      this.refuse((told, name) => told.otherResult(name));
    }
    this.integers.set(number, values);
  }

  // Return the number of weights and biases.
  count() {
    return [...this.weights.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** @param {number} number */
  floats(number) {
    const tensor = this.tensors[number];
    if (!tensor?.data) this.refuse((told, name) => told.noWeights(name));
    if (tensor.type !== "FLOAT32") this.refuse((told, name) => told.weightType(name, tensor.type));
    return tensor;
  }

  /** @param {Tensor} tensor */
  finite(tensor) {
    const values = new Float32Array(this.words(tensor));
    if (!values.every(Number.isFinite)) {
      throw new ModelFileError((told) => told.weightsNotFinite());
    }
    return values;
  }

  /**
   * Return a copy of a constant's 4-byte values, at a place where they can be viewed.
   * @param {Tensor} tensor
   */
  words({ shape, size, data }) {
    const bytes = /** @type {Uint8Array} */ (data);
    if (bytes.length !== 4 * size) {
      this.refuse((told, name) => told.bytes(name, bytes.length, formatShape(shape)));
    }
    return bytes.slice().buffer;
  }
}
