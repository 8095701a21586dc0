// Layers: the steps of a network, each made once into a function that fills its result.

/** @import { ProductMemory } from "./sparse_product.js" */
/** @import { Step, Window } from "./step_reader.js" */

import { SparseProduct } from "./sparse_product.js";

/**
 * Return a function that computes a step.
 * @param {Step} step
 * @param {Float32Array[]} inputs - what it takes, as the steps before it fill them
 * @param {Float32Array} result - to fill
 * @param {number[][]} shapes - of the first input and of the result
 * @param {ProductMemory} memory
 * @returns {() => void}
 */
export function makeLayer(step, inputs, result, shapes, memory) {
  const [input, other] = inputs;
  switch (step.name) {
    case "CONV_2D":
      return makeConvolution(step, input, result, shapes, new SparseProduct(step, memory));
    case "FULLY_CONNECTED":
      return makeDense(input, result, new SparseProduct(step, memory));
    case "MAX_POOL_2D":
    case "AVERAGE_POOL_2D":
      return makePooling(step, input, result, shapes);
    case "ADD":
      return () => {
        const [least, most] = step.range;
        for (let i = 0; i < result.length; i += 1) {
          result[i] = Math.min(Math.max(input[i] + other[i], least), most);
        }
      };
    case "SOFTMAX":
      return () => softmax(input, step.beta, result);
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

/** @type {(input: Float32Array, result: Float32Array, product: SparseProduct) => () => void} */
function makeDense(input, result, product) {
  return () => {
    product.take(input, 0, 0, input.length);
    product.write(result, 0);
  };
}

/**
 * @param {Step} step
 * @param {Float32Array} input
 * @param {Float32Array} result
 * @param {number[][]} shapes
 * @param {SparseProduct} product
 * @returns {() => void}
 */
function makeConvolution(step, input, result, shapes, product) {
  const [[, height, width, channels], [, down, right]] = shapes;
  const { size, step: stride, before } = /** @type {Window} */ (step.window);
  const outputs = step.bias.length;
  return () => {
    for (let place = 0; place < down * right; place += 1) {
      const top = Math.floor(place / right) * stride[0] - before[0];
      const left = (place % right) * stride[1] - before[1];
      const [first, past] = [Math.max(0, -left), Math.min(size[1], width - left)];
      for (let i = Math.max(0, -top); i < Math.min(size[0], height - top); i += 1) {
        const row = i * size[1] * channels;
        const from = ((top + i) * width + left + first) * channels;
        product.take(input, from, row + first * channels, row + past * channels);
      }
      product.write(result, place * outputs);
    }
  };
}

/** @type {(step: Step, input: Float32Array, result: Float32Array, shapes: number[][]) => () => void} */
function makePooling(step, input, result, [[, height, width, channels], [, down, right]]) {
  const { size, step: stride, before } = /** @type {Window} */ (step.window);
  const isMean = step.name === "AVERAGE_POOL_2D";
  const [least, most] = step.range;
  return () => {
    for (let place = 0; place < down * right; place += 1) {
      const top = Math.floor(place / right) * stride[0] - before[0];
      const left = (place % right) * stride[1] - before[1];
      const [above, beside] = [Math.max(0, top), Math.max(0, left)];
      const [below, beyond] = [Math.min(height, top + size[0]), Math.min(width, left + size[1])];
      const cells = isMean ? (below - above) * (beyond - beside) : 1;
      for (let channel = 0; channel < channels; channel += 1) {
        let value = isMean ? 0 : -Infinity;
        for (let y = above; y < below; y += 1) {
          for (let x = beside; x < beyond; x += 1) {
            const next = input[(y * width + x) * channels + channel];
            value = isMean ? value + next : Math.max(value, next);
          }
        }
        result[place * channels + channel] = Math.min(Math.max(value / cells, least), most);
      }
    }
  };
}
