// Layers: the steps of a network, each made once into a function that fills its result.

/** @import { LayerMemory } from "./layer_memory.js" */
/** @import { Step, Window } from "./step_reader.js" */

import { widthOf } from "./layer_memory.js";
import { SparseProduct } from "./sparse_product.js";

/**
 * Return a function that computes a step.
 * @param {Step} step
 * @param {Float32Array[]} inputs - what it takes, as the steps before it fill them
 * @param {Float32Array} result - to fill
 * @param {number[][]} shapes - of the first input and of the result
 * @param {LayerMemory} memory
 * @returns {() => void}
 */
export function makeLayer(step, inputs, result, shapes, memory) {
  const [input, other] = inputs;
  switch (step.name) {
    case "CONV_2D":
      return makeConvolution(step, input, result, shapes, memory);
    case "FULLY_CONNECTED":
      return makeDense(step, input, result, memory);
    case "MAX_POOL_2D":
      return makeGreatest(step, input, result, shapes, memory);
    case "AVERAGE_POOL_2D":
      return makeAverage(step, input, result, shapes);
    case "ADD":
      return () => {
        const [least, most] = step.range;
        for (let i = 0; i < result.length; i += 1) {
          result[i] = Math.min(Math.max(input[i] + other[i], least), most);
        }
      };
    case "MUL":
      return () => {
        const [least, most] = step.range;
        for (let i = 0; i < result.length; i += 1) {
          result[i] = Math.min(Math.max(input[i] * step.factor, least), most);
        }
      };
    case "SOFTMAX":
      return () => softmax(input, step.factor, result);
    case "LOGISTIC":
      return () => {
        for (let i = 0; i < result.length; i += 1) result[i] = 1 / (1 + Math.exp(-input[i]));
      };
    default: // RESHAPE
      return () => result.set(input);
  }
}

/** @type {(input: Float32Array, beta: number, result: Float32Array) => void} */
function softmax(input, beta, result) {
  const most = Math.max(...input);
  let sum = 0;
  for (let i = 0; i < result.length; i += 1) {
    result[i] = Math.exp(beta * (input[i] - most));
    sum += result[i];
  }
  for (let i = 0; i < result.length; i += 1) result[i] /= sum;
}

/** @type {(step: Step, input: Float32Array, result: Float32Array, memory: LayerMemory) => () => void} */
function makeDense(step, input, result, memory) {
  const product = new SparseProduct(step, input.length, input.length, memory);
  return () => {
    product.take(input);
    product.see(0, 0);
    product.write(result, 0);
  };
}

/**
 * @param {Step} step
 * @param {Float32Array} input
 * @param {Float32Array} result
 * @param {number[][]} shapes
 * @param {LayerMemory} memory
 * @returns {() => void}
 */
function makeConvolution(step, input, result, shapes, memory) {
  const [[, height, width, channels], [, down, right]] = shapes;
  const { size, step: stride, before } = /** @type {Window} */ (step.window);
  const outputs = step.bias.length;
  const product = new SparseProduct(step, input.length, channels, memory);
  return () => {
    product.take(input);
    for (let place = 0; place < down * right; place += 1) {
      const top = Math.floor(place / right) * stride[0] - before[0];
      const left = (place % right) * stride[1] - before[1];
      const [first, past] = [Math.max(0, -left), Math.min(size[1], width - left)];
      for (let i = Math.max(0, -top); i < Math.min(size[0], height - top); i += 1) {
        for (let j = first; j < past; j += 1) {
          product.see((top + i) * width + left + j, i * size[1] + j);
        }
      }
      product.write(result, place * outputs);
    }
  };
}

/** @type {(step: Step, input: Float32Array, result: Float32Array, shapes: number[][], memory: LayerMemory) => () => void} */
function makeGreatest(step, input, result, shapes, memory) {
  const [[, , , channels]] = shapes;
  const width = widthOf(channels);
  const [least, most] = step.range;
  const start = memory.floats(width).fill(-Infinity).byteOffset;
  const windows = findWindows(step, shapes).map((cells, place) => {
    const list = memory.integers(cells.length);
    list.set(cells.map((cell) => input.byteOffset + 4 * cell * channels));
    const end = list.byteOffset + list.byteLength;
    return [list.byteOffset, end, result.byteOffset + 4 * place * channels];
  });
  const { findGreatest } = memory.vectors;
  return () => {
    for (const [list, end, place] of windows) {
      findGreatest(list, end, start, place, 4 * width, least, most);
    }
  };
}

/** @type {(step: Step, input: Float32Array, result: Float32Array, shapes: number[][]) => () => void} */
function makeAverage(step, input, result, shapes) {
  const [[, , , channels]] = shapes;
  const [least, most] = step.range;
  const windows = findWindows(step, shapes);
  return () => {
    for (const [place, cells] of windows.entries()) {
      for (let channel = 0; channel < channels; channel += 1) {
        const sum = cells.reduce((total, cell) => total + input[cell * channels + channel], 0);
        const average = sum / cells.length;
        result[place * channels + channel] = Math.min(Math.max(average, least), most);
      }
    }
  };
}

/**
 * Return the windows of a pooling: the numbers of the cells that each place sees.
 * @param {Step} step
 * @param {number[][]} shapes
 */
function findWindows(step, [[, height, width], [, down, right]]) {
  const { size, step: stride, before } = /** @type {Window} */ (step.window);
  const windows = [];
  for (let place = 0; place < down * right; place += 1) {
    const top = Math.floor(place / right) * stride[0] - before[0];
    const left = (place % right) * stride[1] - before[1];
    const cells = [];
    for (let y = Math.max(0, top); y < Math.min(height, top + size[0]); y += 1) {
      for (let x = Math.max(0, left); x < Math.min(width, left + size[1]); x += 1) {
        cells.push(y * width + x);
      }
    }
    windows.push(cells);
  }
  return windows;
}
