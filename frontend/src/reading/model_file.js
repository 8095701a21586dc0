// Model file: the tensors and operators that a .tflite file lists, before it is known what they do.
// Numbers are those of the format's schema, version 3, in tensorflow/lite/schema/schema.fbs.

import { FlatTable } from "./flatbuffer.js";
import { ModelFileError } from "./model_error.js";

/**
 * @typedef {object} Tensor
 * @property {string} type - "FLOAT32", "INT8" ...
 * @property {number[]} shape - each side 1 or more
 * @property {number} size - number of its values
 * @property {Uint8Array | null} data - the values of a constant, as bytes
 */

/**
 * @typedef {object} Operator
 * @property {number} code
 * @property {number} version
 * @property {number[]} inputs - tensors by number, -1 for none
 * @property {number[]} outputs
 * @property {FlatTable | null} options
 * @property {number} optionsType
 */

/**
 * @typedef {object} ModelFile
 * @property {Tensor[]} tensors
 * @property {Operator[]} operators - in the order in which they run
 * @property {number[]} inputs
 * @property {number[]} outputs
 */

/** The schema's names of the types of values. */
const TYPES = [
  ..."FLOAT32 FLOAT16 INT32 UINT8 INT64 STRING BOOL INT16 COMPLEX64 INT8 FLOAT64".split(" "),
  ..."COMPLEX128 UINT64 RESOURCE VARIANT UINT32 UINT16 INT4 BFLOAT16".split(" "),
];
const VERSION = 3;
/** Longer lists are refused; the bundled networks have 62 tensors in 34 operators. */
const MOST_PARTS = 2_000;
/** The most values of a tensor: what a page can well keep. */
const MOST_VALUES = 16_000_000;

/**
 * Read a file's lists.
 * @param {Uint8Array} bytes
 * @returns {ModelFile}
 * @throws {ModelFileError} It is no such file, is damaged, or is of a kind that is not read.
 */
export function readModelFile(bytes) {
  const root = FlatTable.root(bytes, "TFL3");
  const version = root.int32(0);
  if (version !== VERSION) {
    throw new ModelFileError((told) => told.formatVersion(version, VERSION));
  }
  const graphs = root.tables(2, MOST_PARTS);
  if (graphs.length !== 1) {
    throw new ModelFileError((told) => told.graphs(graphs.length));
  }
  const buffers = root.tables(4, 2 * MOST_PARTS);
  const codes = root.tables(1, MOST_PARTS);
  const tensors = graphs[0].tables(0, MOST_PARTS).map((each) => readTensor(each, buffers));
  const inputs = graphs[0].int32s(1, MOST_PARTS);
  const outputs = graphs[0].int32s(2, MOST_PARTS);
  const operators = graphs[0].tables(3, MOST_PARTS).map((each) => readOperator(each, codes));
  for (const number of [...inputs, ...outputs, ...operators.flatMap((each) => each.outputs)]) {
    if (!tensors[number]) throw new ModelFileError((told) => told.noTensor(number));
  }
  return { tensors, operators, inputs, outputs };
}

/**
 * @param {FlatTable} table
 * @param {FlatTable[]} buffers
 * @returns {Tensor}
 */
function readTensor(table, buffers) {
  const shape = table.int32s(0, 8);
  const code = table.uint8(1);
  const type = TYPES[code] ?? `number ${code}`;
  const size = shape.reduce((product, side) => product * side, 1);
  if (shape.some((side) => side < 1) || size > MOST_VALUES) {
    throw new ModelFileError((told) => told.tensorShape(formatShape(shape)));
  }
  if (table.uint8(5) || table.has(6)) {
    throw new ModelFileError((told) => told.variable());
  }
  const quantization = table.table(4);
  if (quantization?.vector(2, 4, Infinity).length) {
    throw new ModelFileError((told) => told.quantised(type));
  }
  const number = table.int32(2);
  const buffer = buffers[number];
  if (!buffer) throw new ModelFileError((told) => told.noBuffer(number));
  if (buffer.has(1) || table.int32(10)) {
    throw new ModelFileError((told) => told.outside());
  }
  const data = buffer.bytes(0);
  return { type, shape, size, data: data.length ? data : null };
}

/**
 * @param {FlatTable} table
 * @param {FlatTable[]} codes
 * @returns {Operator}
 */
function readOperator(table, codes) {
  const number = table.int32(0);
  const code = codes[number];
  if (!code) throw new ModelFileError((told) => told.noOperator(number));
  return {
    // Files of old converters keep the code in the first field, those of new ones in the last.
    code: Math.max(code.uint8(0), code.int32(3)),
    version: code.int32(2, 1),
    inputs: table.int32s(1, 64),
    outputs: table.int32s(2, 64),
    optionsType: table.uint8(3),
    options: table.table(4),
  };
}

/** @type {(shape: number[]) => string} */
export const formatShape = (shape) => `(${shape.join(", ")})`;
