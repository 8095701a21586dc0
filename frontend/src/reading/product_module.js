// Product module: a WebAssembly function that sums up products of float32, four at a time, which is
// several times as fast as JavaScript. It is written here instruction by instruction, so that it
// needs no other language and no build: https://webassembly.github.io/spec/core/binary/

/**
 * Adds to biases the weights' rows of some inputs, each times its value. All are places in a memory,
 * in bytes: values, where their rows begin among the weights, the end of the values counted from
 * their beginning, weights, biases, and results; and the length of the results.
 * @typedef {(values: number, rows: number, count: number, weights: number, bias: number,
 *   sums: number, length: number) => void} Multiply
 */

/** Number of results that are summed up at a time: six vectors of four. */
export const LANES = 24;
const VECTORS = LANES / 4;
/** Size of a memory's pages, in bytes. */
const PAGE = 65_536;

/** @type {(number: number) => number[]} */
const leb = (number) => (number < 128 ? [number] : [(number % 128) + 128, ...leb(number >> 7)]);
/** @type {(...parts: number[][]) => number[]} */
const list = (...parts) => [...leb(parts.length), ...parts.flat()];
/** @type {(content: number[]) => number[]} */
const sized = (content) => [...leb(content.length), ...content];
/** @type {(text: string) => number[]} */
const name = (text) => sized([...text].map((letter) => letter.charCodeAt(0)));
/** @type {(number: number) => number[]} */
const get = (number) => [0x20, number];
/** @type {(number: number) => number[]} */
const set = (number) => [0x21, number];
/** @type {(number: number) => number[]} */
const constant = (number) => [0x41, ...signed(number)];
/** @type {(number: number) => number[]} */
const signed = (number) =>
  number < 64 ? [number] : [(number % 128) + 128, ...signed(number >> 7)];
/** @type {(code: number, vector: number) => number[]} */
const access = (code, vector) => [0xfd, code, 2, ...leb(16 * vector)]; // aligned to 4 bytes

const [I32, V128, VOID, END] = [0x7f, 0x7b, 0x40, 0x0b];
const [BLOCK, LOOP, JUMP, JUMP_IF] = [0x02, 0x03, 0x0c, 0x0d];
const [ADD, LESS, AT_LEAST] = [0x6a, 0x49, 0x4f];
const LOAD = [0x28, 2, 0];
const [LOAD_VECTOR, LOAD_SPLAT, STORE_VECTOR] = [0x00, 0x09, 0x0b];
const [MULTIPLY_VECTORS, ADD_VECTORS] = [
  [0xfd, 0xe6, 0x01],
  [0xfd, 0xe4, 0x01],
];

/** The function's parameters, and its variables: the vector of sums is followed by the others. */
const [VALUES, ROWS, COUNT, WEIGHTS, BIAS, SUMS, LENGTH, LANE, AT, ROW, VALUE, SUM] = [
  ...Array(12).keys(),
];
const vectors = [...Array(VECTORS).keys()];

const body = [
  ...[LOOP, VOID], // lanes
  ...vectors.flatMap((n) => [
    ...get(BIAS),
    ...get(LANE),
    ADD,
    ...access(LOAD_VECTOR, n),
    ...set(SUM + n),
  ]),
  ...[...constant(0), ...set(AT)],
  ...[BLOCK, VOID, LOOP, VOID], // inputs
  ...[...get(AT), ...get(COUNT), AT_LEAST, JUMP_IF, 1],
  ...[...get(VALUES), ...get(AT), ADD, ...access(LOAD_SPLAT, 0), ...set(VALUE)],
  ...[...get(ROWS), ...get(AT), ADD, ...LOAD, ...get(WEIGHTS), ADD, ...get(LANE), ADD, ...set(ROW)],
  ...vectors.flatMap((n) => [
    ...[...get(SUM + n), ...get(VALUE), ...get(ROW), ...access(LOAD_VECTOR, n)],
    ...[...MULTIPLY_VECTORS, ...ADD_VECTORS, ...set(SUM + n)],
  ]),
  ...[...get(AT), ...constant(4), ADD, ...set(AT), JUMP, 0, END, END],
  ...vectors.flatMap((n) => [
    ...get(SUMS),
    ...get(LANE),
    ADD,
    ...get(SUM + n),
    ...access(STORE_VECTOR, n),
  ]),
  ...[...get(LANE), ...constant(4 * LANES), ADD, ...set(LANE)],
  ...[...get(LANE), ...get(LENGTH), LESS, JUMP_IF, 0, END, END],
];
const locals = list([3, I32], [1 + VECTORS, V128]);
const parameters = list(...Array(7).fill([I32]));

const bytes = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, ...sized(list([0x60, ...parameters, 0]))], // types
  ...[2, ...sized(list([...name("page"), ...name("memory"), 0x02, 0, 0]))], // imports
  ...[3, ...sized(list([0]))], // functions
  ...[7, ...sized(list([...name("multiply"), 0, 0]))], // exports
  ...[10, ...sized(list(sized([...locals, ...body])))], // code
]);

/**
 * Return the function and a new memory for it; null where the browser, or a page's rules, do not let it run.
 * @param {number} size - of the memory, in bytes
 * @returns {{ memory: WebAssembly.Memory, multiply: Multiply } | null}
 */
export function compileProduct(size) {
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(size / PAGE) });
    const module = new WebAssembly.Module(bytes);
    const { exports } = new WebAssembly.Instance(module, { page: { memory } });
    return { memory, multiply: /** @type {Multiply} */ (exports.multiply) };
  } catch {
    return null;
  }
}
