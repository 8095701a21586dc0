// Layer memory: what a network's layers keep, in a memory in which WebAssembly computes if it may run.

/** @import { Fill, Vectors } from "./vector_module.js" */
/** @import { Step } from "./step_reader.js" */

import { compileVectors, LANES } from "./vector_module.js";

/** @type {(values: number) => number} */
export const widthOf = (values) => Math.ceil(values / LANES) * LANES;

/**
 * Return how many values a layer keeps, at most.
 * @param {Step} step
 * @param {number[]} shape - of its input
 * @param {number} size - of its result
 */
export function countKept({ weights, bias, window }, shape, size) {
  const taken = shape.reduce((product, side) => product * side, 1);
  const result = size + LANES;
  if (bias.length) {
    const inputs = weights.length / bias.length;
    return result + (inputs + 1) * widthOf(bias.length) + 3 * inputs + 2 * taken;
  }
  if (!window) return result;
  const [places, cells] = [size / shape[3], window.size[0] * window.size[1]];
  return result + widthOf(shape[3]) + places * cells;
}

export class LayerMemory {
  /** @param {number} values - the number of all values that are kept */
  constructor(values) {
    const compiled = compileVectors(4 * values);
    this.buffer = compiled ? compiled.memory.buffer : new ArrayBuffer(4 * values);
    /** @type {Vectors} */
    this.vectors = compiled ?? makeVectors(this.buffer);
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

  /**
   * Return values of a layer, which may be read and written beyond their end up to whole vectors.
   * @param {number} count
   */
  result(count) {
    return this.floats(count + LANES).subarray(0, count);
  }

  /** @param {number} count */
  reserve(count) {
    this.end += 4 * count;
    return this.end - 4 * count;
  }
}

/**
 * Return the functions of `vector_module.js` for browsers that do not run it.
 * @param {ArrayBuffer} buffer
 * @returns {Vectors}
 */
function makeVectors(buffer) {
  const floats = new Float32Array(buffer);
  const integers = new Int32Array(buffer);
  /** @type {Fill} */
  const sumProducts = (runs, end, bias, result, length, least, most) => {
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
      for (let run = runs / 4; run < end / 4; run += 3) {
        const stop = integers[run + 1] / 4;
        const weights = integers[run + 2] / 4 + lane;
        for (let i = integers[run] / 4; i < stop; i += 2) {
          const value = floats[i];
          const row = weights + integers[i + 1] / 4;
          a += value * floats[row];
          b += value * floats[row + 1];
          c += value * floats[row + 2];
          d += value * floats[row + 3];
          e += value * floats[row + 4];
          f += value * floats[row + 5];
          g += value * floats[row + 6];
          h += value * floats[row + 7];
        }
      }
      const kept = [a, b, c, d, e, f, g, h].map((sum) => Math.min(Math.max(sum, least), most));
      floats.set(kept, result / 4 + lane);
    }
  };
  /** @type {Fill} */
  const findGreatest = (cells, end, start, result, length, least, most) => {
    for (let lane = 0; lane < length / 4; lane += 1) {
      let greatest = floats[start / 4 + lane];
      for (let cell = cells / 4; cell < end / 4; cell += 1) {
        greatest = Math.max(greatest, floats[integers[cell] / 4 + lane]);
      }
      floats[result / 4 + lane] = Math.min(Math.max(greatest, least), most);
    }
  };
  return { sumProducts, findGreatest };
}
