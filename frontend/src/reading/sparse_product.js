// Sparse product: the product of a layer's weights and those of its inputs that are not 0. Paper is 0,
// and so is half of what a ReLU gives.

/** @import { Multiply } from "./product_module.js" */
/** @import { Step } from "./step_reader.js" */

import { compileProduct, LANES } from "./product_module.js";

/**
 * Return how many values a layer's product keeps.
 * @param {{ weights: Float32Array, bias: Float32Array }} layer
 */
export function countKept({ weights, bias }) {
  if (!bias.length) return 0;
  const inputs = weights.length / bias.length;
  return (inputs + 2) * widthOf(bias.length) + 2 * inputs;
}

/** @type {(outputs: number) => number} */
const widthOf = (outputs) => Math.ceil(outputs / LANES) * LANES;

/** Memory of a network's products, in which WebAssembly multiplies if it may run. */
export class ProductMemory {
  /** @param {number} values - the number of all values that are kept */
  constructor(values) {
    const compiled = compileProduct(4 * values);
    this.buffer = compiled ? compiled.memory.buffer : new ArrayBuffer(4 * values);
    /** @type {Multiply} */
    this.multiply = compiled ? compiled.multiply : makeMultiply(this.buffer);
    this.end = 0;
  }

  /** @param {number} count */
  floats(count) {
    return new Float32Array(this.buffer, this.reserve(count), count);
  }

  /** @param {number} count */
  integers(count) {
    return new Int32Array(this.buffer, this.reserve(count), count);
  }

  /** @param {number} count */
  reserve(count) {
    this.end += 4 * count;
    return this.end - 4 * count;
  }
}

export class SparseProduct {
  /**
   * @param {Step} step
   * @param {ProductMemory} memory
   */
  constructor({ weights, bias, range }, memory) {
    this.memory = memory;
    this.outputs = bias.length;
    this.range = range;
    this.width = widthOf(this.outputs);
    const inputs = weights.length / this.outputs;
    // By inputs, so that the weights of one input for all outputs are neighbours.
    this.weights = memory.floats(inputs * this.width);
    for (let i = 0; i < weights.length; i += 1) {
      this.weights[(i % inputs) * this.width + Math.floor(i / inputs)] = weights[i];
    }
    this.bias = memory.floats(this.width);
    this.bias.set(bias);
    this.sums = memory.floats(this.width);
    this.values = memory.floats(inputs);
    this.rows = memory.integers(inputs); // where the weights of each value begin, in bytes
    this.count = 0;
  }

  /**
   * Take some of the inputs, which follow each other.
   * @param {Float32Array} source - of their values
   * @param {number} from - the first one's place in the source
   * @param {number} first - the first one's number
   * @param {number} past - the number after the last one's
   */
  take(source, from, first, past) {
    const { values, rows, width } = this;
    let count = this.count;
    for (let input = first, at = from; input < past; input += 1, at += 1) {
      const value = source[at];
      if (value !== 0) {
        values[count] = value;
        rows[count] = 4 * input * width;
        count += 1;
      }
    }
    this.count = count;
  }

  /**
   * Write all outputs into a result, from a place on, and begin anew.
   * @param {Float32Array} result
   * @param {number} at
   */
  write(result, at) {
    const { memory, values, rows, count, weights, bias, sums, outputs } = this;
    memory.multiply(
      values.byteOffset,
      rows.byteOffset,
      4 * count,
      weights.byteOffset,
      bias.byteOffset,
      sums.byteOffset,
      4 * this.width,
    );
    const [least, most] = this.range;
    for (let i = 0; i < outputs; i += 1) result[at + i] = Math.min(Math.max(sums[i], least), most);
    this.count = 0;
  }
}

/**
 * Return the function of `product_module.js` for browsers that do not run it.
 * @param {ArrayBuffer} buffer
 * @returns {Multiply}
 */
function makeMultiply(buffer) {
  const floats = new Float32Array(buffer);
  const integers = new Int32Array(buffer);
  return (values, rows, count, weights, bias, sums, length) => {
    const [firstValue, firstRow, end] = [values / 4, rows / 4, count / 4];
    for (let lane = 0; lane < length / 4; lane += 8) {
      const from = bias / 4 + lane;
      let a = floats[from];
      let b = floats[from + 1];
      let c = floats[from + 2];
      let d = floats[from + 3];
      let e = floats[from + 4];
      let f = floats[from + 5];
      let g = floats[from + 6];
      let h = floats[from + 7];
      for (let i = 0; i < end; i += 1) {
        const value = floats[firstValue + i];
        const row = ((weights + integers[firstRow + i]) >> 2) + lane;
        a += value * floats[row];
        b += value * floats[row + 1];
        c += value * floats[row + 2];
        d += value * floats[row + 3];
        e += value * floats[row + 4];
        f += value * floats[row + 5];
        g += value * floats[row + 6];
        h += value * floats[row + 7];
      }
      floats.set([a, b, c, d, e, f, g, h], sums / 4 + lane);
    }
  };
}
