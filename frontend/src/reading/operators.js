// Operators: those of the format that are known here, and how each is read and checked.

/** @import { StepReader, Window } from "./step_reader.js" */

import { formatShape } from "./model_file.js";

/**
 * @typedef {object} KnownOperator
 * @property {string} name - in the schema
 * @property {number} options - type of its options in the schema
 * @property {number[]} versions
 * @property {(reader: StepReader) => void} read
 */

/**
 * By the schema's codes.
 * @type {Record<number, KnownOperator>}
 */
export const OPERATORS = {
  0: { name: "ADD", options: 11, versions: [1], read: readSum },
  1: { name: "AVERAGE_POOL_2D", options: 5, versions: [1], read: readPooling },
  3: { name: "CONV_2D", options: 1, versions: [1], read: readConvolution },
  9: { name: "FULLY_CONNECTED", options: 8, versions: [1, 6], read: readDense }, // 6: no bias
  14: { name: "LOGISTIC", options: 0, versions: [1], read: readLogistic },
  17: { name: "MAX_POOL_2D", options: 5, versions: [1], read: readPooling },
  18: { name: "MUL", options: 21, versions: [1], read: readScaling },
  22: { name: "RESHAPE", options: 17, versions: [1], read: readReshape },
  25: { name: "SOFTMAX", options: 9, versions: [1], read: readSoftmax },
  45: { name: "STRIDED_SLICE", options: 32, versions: [1], read: readSlice },
  77: { name: "SHAPE", options: 55, versions: [1], read: readShape },
  83: { name: "PACK", options: 59, versions: [1], read: readPack },
};

/** @param {StepReader} reader */
function readConvolution(reader) {
  const input = reader.take(0);
  const number = reader.inputs[1];
  const weights = reader.constants.takeWeights(number, 4);
  const [outputs, height, width, inputs] = reader.tensors[number].shape;
  const dilation = [reader.option("int32", 5, 1), reader.option("int32", 4, 1)];
  if (`${dilation}` !== "1,1")
    reader.refuse((told, name) => told.dilation(name, dilation.join("×")));
  const image = imageShape(reader, input);
  if (image[2] !== inputs) reader.refuse((told, name) => told.channels(name, inputs, image[2]));
  const bias = readBias(reader, outputs);
  const window = readWindow(reader, image, [height, width]);
  const sides = countPlaces(reader, image, window);
  const products = sides[0] * sides[1] * weights.length;
  reader.add(
    [input],
    [1, ...sides, outputs],
    { weights, bias, window, ...reader.activation(3) },
    products,
  );
}

/** @param {StepReader} reader */
function readPooling(reader) {
  const input = reader.take(0);
  const image = imageShape(reader, input);
  const size = /** @type {[number, number]} */ ([
    reader.option("int32", 4),
    reader.option("int32", 3),
  ]);
  const window = readWindow(reader, image, size);
  const sides = countPlaces(reader, image, window);
  const products = sides[0] * sides[1] * image[2] * size[0] * size[1];
  reader.add([input], [1, ...sides, image[2]], { window, ...reader.activation(5) }, products);
}

/** @param {StepReader} reader */
function readDense(reader) {
  const input = reader.take(0);
  const number = reader.inputs[1];
  const weights = reader.constants.takeWeights(number, 2);
  const [outputs, inputs] = reader.tensors[number].shape;
  if (reader.option("uint8", 1)) reader.refuse((told, name) => told.shuffled(name));
  const { size, shape } = reader.tensors[input];
  if (size !== inputs) reader.refuse((told, name) => told.weightCount(name, inputs, size));
  const keepsSides = reader.option("uint8", 2) > 0;
  const given = keepsSides ? [...shape.slice(0, -1), outputs] : [1, outputs];
  const parts = { weights, bias: readBias(reader, outputs), ...reader.activation(0) };
  reader.add([input], given, parts, weights.length);
}

/** @param {StepReader} reader */
function readSum(reader) {
  const inputs = [reader.take(0), reader.take(1)];
  const [one, other] = inputs.map((number) => reader.tensors[number].shape);
  if (`${one}` !== `${other}`) {
    reader.refuse((told, name) => told.unlikeShapes(name, formatShape(one), formatShape(other)));
  }
  reader.add(inputs, one, reader.activation(0));
}

/** @param {StepReader} reader */
function readScaling(reader) {
  const input = reader.take(0);
  const factor = reader.constants.takeFactor(reader.inputs[1]);
  reader.add([input], undefined, { factor, ...reader.activation(0) });
}

/** @param {StepReader} reader */
function readReshape(reader) {
  const input = reader.take(0);
  const { inputs, constants } = reader;
  const { options } = reader.operator;
  const stated =
    inputs.length > 1 ? constants.takeIntegers(inputs[1]) : (options?.int32s(0, 8) ?? []);
  const { shape, size } = reader.tensors[reader.output];
  const fits = stated.every((side, i) => side === shape[i] || side === -1);
  if (!fits || stated.length !== shape.length || size !== reader.tensors[input].size) {
    reader.refuse((told, name) => told.resultShape(name, formatShape(shape), formatShape(stated)));
  }
  reader.add([input], shape);
}

/** @param {StepReader} reader */
function readSoftmax(reader) {
  const input = reader.take(0);
  const beta = reader.option("float32", 0);
  const { shape, size } = reader.tensors[input];
  if (shape[shape.length - 1] !== size)
    reader.refuse((told, name) => told.inputShape(name, formatShape(shape)));
  if (!(beta > 0 && beta < Infinity)) reader.refuse((told, name) => told.beta(name, beta));
  reader.add([input], shape, { factor: beta });
}

/** @param {StepReader} reader */
function readLogistic(reader) {
  reader.add([reader.take(0)]);
}

/** @param {StepReader} reader */
function readShape(reader) {
  reader.addIntegers(reader.tensors[reader.take(0)].shape);
}

/** @param {StepReader} reader */
function readSlice(reader) {
  const { inputs, constants } = reader;
  const parts = [0, 1, 2, 3].map((place) => constants.takeIntegers(inputs[place]));
  const [values, begin, end, step] = parts;
  const masks = [0, 1, 2, 3, 4].map((slot) => reader.option("int32", slot));
  const isOne = begin.length === 1 && end[0] === begin[0] + 1 && step[0] === 1;
  const value = values[begin[0]];
  if (`${masks}` !== "0,0,0,0,1" || !isOne || value === undefined) {
    reader.refuse((told, name) => told.severalSides(name));
  }
  reader.addIntegers([value]);
}

/** @param {StepReader} reader */
function readPack(reader) {
  if (reader.option("int32", 1)) reader.refuse((told, name) => told.axis(name));
  reader.addIntegers(reader.inputs.flatMap((each) => reader.constants.takeIntegers(each)));
}

/** @type {(reader: StepReader, number: number) => [number, number, number]} */
function imageShape(reader, number) {
  const { shape } = reader.tensors[number];
  const [batch, height, width, channels] = shape;
  if (shape.length !== 4 || batch !== 1)
    reader.refuse((told, name) => told.inputShape(name, formatShape(shape)));
  return [height, width, channels];
}

/** @type {(reader: StepReader, outputs: number) => Float32Array} */
function readBias(reader, outputs) {
  const number = reader.inputs[2] ?? -1;
  if (number < 0) return new Float32Array(outputs);
  const bias = reader.constants.takeWeights(number, 1);
  if (bias.length !== outputs)
    reader.refuse((told, name) => told.biases(name, bias.length, outputs));
  return bias;
}

/** @type {(reader: StepReader, image: number[], size: [number, number]) => Window} */
function readWindow(reader, image, size) {
  const padding = reader.option("uint8", 0);
  if (padding > 1) reader.refuse((told, name) => told.padding(name, padding));
  const step = /** @type {[number, number]} */ ([
    reader.option("int32", 2),
    reader.option("int32", 1),
  ]);
  const isWhole = [...size, ...step].every((each) => each >= 1 && each <= 784);
  if (!isWhole) {
    reader.refuse((told, name) => told.windowStep(name, size.join("×"), step.join("×")));
  }
  const isPadded = padding === 0;
  const before = /** @type {[number, number]} */ (
    [0, 1].map((axis) => {
      const places = Math.ceil(image[axis] / step[axis]);
      const missing = (places - 1) * step[axis] + size[axis] - image[axis];
      return isPadded ? Math.floor(Math.max(missing, 0) / 2) : 0;
    })
  );
  return { size, step, before, isPadded };
}

/**
 * Return the numbers of places of a window, down and to the right.
 * @param {StepReader} reader
 * @param {number[]} image
 * @param {Window} window
 */
function countPlaces(reader, image, { size, step, isPadded }) {
  return [0, 1].map((axis) => {
    const room = isPadded ? image[axis] : image[axis] - size[axis] + 1;
    if (room < 1)
      reader.refuse((told, name) => told.windowSize(name, size.join("×"), image.join("×")));
    return Math.ceil(room / step[axis]);
  });
}
