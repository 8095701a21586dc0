// Network: reads one image of 28×28 with the network of a .tflite file.

/** @import { Plan } from "./model_steps.js" */
/** @import { Step, Window } from "./step_reader.js" */

import { countKept, LayerMemory } from "./layer_memory.js";
import { makeLayer } from "./layers.js";
import { ModelFileError } from "./model_error.js";
import { readModelFile } from "./model_file.js";
import { readSteps } from "./model_steps.js";
import { LANES } from "./vector_module.js";

/**
 * What a network gives for an image.
 * @typedef {object} Output
 * @property {Float32Array} probabilities - (10,) in 0..1, summing to 1
 * @property {number | null} score - how much it looks like a digit, in 0..1; null without scores
 */

/**
 * A convolutional layer.
 * @typedef {object} Layer
 * @property {Float32Array} weights - (maps, h, w, inputs)
 * @property {number[]} shape - of the weights
 * @property {Float32Array} bias - (maps,)
 * @property {[number, number]} step - down and to the right
 * @property {boolean} isPadded
 * @property {string} activation - "relu", or "linear" if it has none
 */

/**
 * What a layer takes or gives for one image: (height, width, channels), channels last.
 * @typedef {object} Maps
 * @property {Float32Array} values
 * @property {number} height
 * @property {number} width
 * @property {number} channels
 */

/** How far from 1 the sum of probabilities may be, by rounding. */
const TOLERANCE = 0.01;

/**
 * Open a model's file, and check all that it computes.
 * @param {Uint8Array} bytes - of the file
 * @returns {Network}
 * @throws {ModelFileError} What is wrong with it, in words.
 */
export const openNetwork = (bytes) =>
  new Network(readSteps(readModelFile(bytes)), Math.round(bytes.length / 1000));

export class Network {
  /**
   * @param {Plan} plan
   * @param {number} kilobytes
   */
  constructor(plan, kilobytes) {
    this.plan = plan;
    this.facts = { parameters: plan.parameters, kilobytes };
    const { tensors, steps, input } = plan;
    const kept = steps.map((step) =>
      countKept(step, tensors[step.inputs[0]].shape, tensors[step.output].size),
    );
    const spare = tensors[input].size + LANES;
    const memory = new LayerMemory(kept.reduce((sum, count) => sum + count, spare));
    /** @type {Map<number, Float32Array>} */
    this.results = new Map([[input, memory.result(tensors[input].size)]]);
    this.layerFunctions = steps.map((step) => {
      const inputs = step.inputs.map((number) => this.result(number));
      const result = memory.result(tensors[step.output].size);
      this.results.set(step.output, result);
      const shapes = [tensors[step.inputs[0]].shape, tensors[step.output].shape];
      return makeLayer(step, inputs, result, shapes, memory);
    });
  }

  /**
   * Read an image.
   * @param {Float32Array} image - (784,) in 0..1, bright ink on 0
   * @returns {Output}
   * @throws {ModelFileError} The model gives no probabilities, as its weights are too large.
   */
  run(image) {
    this.forward(image);
    const { plan } = this;
    const probabilities = this.result(plan.probabilities).slice();
    const sum = probabilities.reduce((total, share) => total + share, 0);
    const score = plan.score === null ? null : this.result(plan.score)[0];
    if (!(Math.abs(sum - 1) <= TOLERANCE) || Number.isNaN(score)) {
      throw new ModelFileError((told) => told.resultsNotFinite());
    }
    return { probabilities, score };
  }

  /**
   * Return the convolutional layers that lead to the probabilities, in the file's order.
   * @returns {Layer[]}
   */
  layers() {
    return this.convolutions().map(({ step, window }) => ({
      weights: step.weights,
      shape: [
        step.bias.length,
        ...window.size,
        step.weights.length / step.bias.length / window.size[0] / window.size[1],
      ],
      bias: step.bias,
      step: window.step,
      isPadded: window.isPadded,
      activation: step.activation,
    }));
  }

  /**
   * Return what each of these layers takes and gives for an image.
   * @param {Float32Array} image - as in `run`
   * @returns {{ inputs: Maps, maps: Maps }[]}
   */
  see(image) {
    this.forward(image);
    return this.convolutions().map(({ step }) => ({
      inputs: this.mapsOf(step.inputs[0]),
      maps: this.mapsOf(step.output),
    }));
  }

  /** @param {Float32Array} image */
  forward(image) {
    this.result(this.plan.input).set(image);
    for (const runStep of this.layerFunctions) runStep();
  }

  convolutions() {
    const { steps, probabilities } = this.plan;
    const leading = new Set([probabilities]);
    /** @type {{ step: Step, window: Window }[]} */
    const found = [];
    for (const step of [...steps].reverse()) {
      if (!leading.has(step.output)) continue;
      for (const number of step.inputs) leading.add(number);
      if (step.name === "CONV_2D" && step.window) found.unshift({ step, window: step.window });
    }
    return found;
  }

  /** @param {number} number */
  mapsOf(number) {
    const [, height, width, channels] = this.plan.tensors[number].shape;
    return { values: this.result(number).slice(), height, width, channels };
  }

  /** @param {number} number */
  result(number) {
    return /** @type {Float32Array} */ (this.results.get(number));
  }
}
