// Sparse product: the product of a layer's weights and those of its inputs that are not 0. Paper is 0,
// and so is half of what a ReLU gives.

/** @import { LayerMemory } from "./layer_memory.js" */
/** @import { Step } from "./step_reader.js" */

import { widthOf } from "./layer_memory.js";

/**
 * The product of a layer, place by place: its inputs are listed once, cell by cell, as each of them
 * is seen from several places.
 */
export class SparseProduct {
  /**
   * @param {Step} step
   * @param {number} taken - number of the layer's inputs
   * @param {number} channels - number of inputs that are neighbours, and always seen together
   * @param {LayerMemory} memory
   */
  constructor({ weights, bias, range }, taken, channels, memory) {
    this.memory = memory;
    this.range = range;
    this.width = widthOf(bias.length);
    this.channels = channels;
    const inputs = weights.length / bias.length;
    // By inputs, so that the weights of one input for all outputs are neighbours.
    this.weights = memory.floats(inputs * this.width);
    for (let i = 0; i < weights.length; i += 1) {
      this.weights[(i % inputs) * this.width + Math.floor(i / inputs)] = weights[i];
    }
    this.bias = memory.floats(this.width);
    this.bias.set(bias);
    this.values = memory.floats(2 * taken); // each is followed by where its row begins
    this.rows = new Int32Array(this.values.buffer, this.values.byteOffset, 2 * taken);
    this.ends = new Int32Array(taken / channels + 1); // of the cells' entries, in bytes
    this.runs = memory.integers((3 * inputs) / channels);
    this.count = 0;
  }

  /**
   * Take the inputs, of which those that are not 0 are listed.
   * @param {Float32Array} inputs
   */
  take(inputs) {
    const { values, rows, ends, channels } = this;
    const [start, row] = [values.byteOffset, 4 * this.width];
    let count = 0;
    ends[0] = start;
    for (let cell = 0, at = 0; at < inputs.length; cell += 1) {
      for (let channel = 0; channel < channels; channel += 1, at += 1) {
        const value = inputs[at];
        if (value !== 0) {
          values[count] = value;
          rows[count + 1] = channel * row;
          count += 2;
        }
      }
      ends[cell + 1] = start + 4 * count;
    }
  }

  /**
   * Let a cell of the inputs be seen.
   * @param {number} cell - its number
   * @param {number} place - where it is seen, which says what its weights are
   */
  see(cell, place) {
    const { ends, runs, count } = this;
    if (ends[cell] === ends[cell + 1]) return;
    runs[count] = ends[cell];
    runs[count + 1] = ends[cell + 1];
    runs[count + 2] = this.weights.byteOffset + 4 * place * this.channels * this.width;
    this.count = count + 3;
  }

  /**
   * Write all outputs for the cells that are seen into a result, from a place on, and begin anew.
   * @param {Float32Array} result - of the layer memory
   * @param {number} at
   */
  write(result, at) {
    const { memory, runs, count, bias, width, range } = this;
    const [list, place] = [runs.byteOffset, result.byteOffset + 4 * at];
    const [least, most] = range;
    const { sumProducts } = memory.vectors;
    sumProducts(list, list + 4 * count, bias.byteOffset, place, 4 * width, least, most);
    this.count = 0;
  }
}
