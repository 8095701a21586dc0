// Vector module: WebAssembly functions of a layer's sums of products and greatest values, four at a
// time, which is several times as fast as JavaScript. They are written here instruction by
// instruction, so that they need no other language and no build:
// https://webassembly.github.io/spec/core/binary/

/**
 * Fills a result from a list, beginning with a start, and keeps it in a range. Lists and their ends,
 * starts and results are places in a memory, in bytes; so is the length, a multiple of `LANES`
 * float32.
 * @typedef {(list: number, end: number, start: number, result: number, length: number,
 *   least: number, most: number) => void} Fill
 */

/**
 * @typedef {object} Vectors
 * @property {Fill} sumProducts - adds the weights' rows of some inputs, each times its value. The
 *   list has runs of three integers: where a run's entries begin, where they end, and where its
 *   weights begin. An entry is an input's value, float32, and where the input's row begins among
 *   the run's weights, an integer
 * @property {Fill} findGreatest - keeps the greater of each value and those that the list names, by
 *   integers: where each of them begins
 */

/** Number of results that are computed at a time: six vectors of four. */
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

const [I32, F32, V128, VOID, END] = [0x7f, 0x7d, 0x7b, 0x40, 0x0b];
const [BLOCK, LOOP, JUMP, JUMP_IF] = [0x02, 0x03, 0x0c, 0x0d];
const [ADD, LESS, AT_LEAST] = [0x6a, 0x49, 0x4f];
/** @type {(offset: number) => number[]} */
const load = (offset) => [0x28, 2, offset];
const [LOAD_VECTOR, LOAD_SPLAT, STORE_VECTOR] = [0x00, 0x09, 0x0b];
/** @type {(code: number) => number[]} */
const vector = (code) => [0xfd, ...leb(code)];
const [SPLAT, ADD_VECTORS, MULTIPLY_VECTORS, LESSER, GREATER] = [0x13, 0xe4, 0xe6, 0xe8, 0xe9].map(
  vector,
);

/** The functions' parameters, and their variables: the first vector is followed by the others. */
const [LIST, LIST_END, START, RESULT, LENGTH, LEAST, MOST, LANE, ITEM, AT, STOP, WEIGHTS, ROW] = [
  ...Array(13).keys(),
];
const [VALUE, LOWEST, HIGHEST, FIRST] = [13, 14, 15, 16];
const vectors = [...Array(VECTORS).keys()];

/** @type {(pointer: number, end: number, step: number, content: number[]) => number[]} */
const repeat = (pointer, end, step, content) => [
  ...[BLOCK, VOID, LOOP, VOID],
  ...[...get(pointer), ...get(end), AT_LEAST, JUMP_IF, 1],
  ...content,
  ...[...get(pointer), ...constant(step), ADD, ...set(pointer), JUMP, 0, END, END],
];
/** @type {(place: number) => number[]} */
const ofLane = (place) => [...get(place), ...get(LANE), ADD];

const addRuns = repeat(ITEM, LIST_END, 12, [
  ...[...get(ITEM), ...load(0), ...set(AT), ...get(ITEM), ...load(4), ...set(STOP)],
  ...[...get(ITEM), ...load(8), ...get(LANE), ADD, ...set(WEIGHTS)],
  ...repeat(AT, STOP, 8, [
    ...[...get(AT), ...access(LOAD_SPLAT, 0), ...set(VALUE)],
    ...[...get(AT), ...load(4), ...get(WEIGHTS), ADD, ...set(ROW)],
    ...vectors.flatMap((n) => [
      ...[...get(FIRST + n), ...get(VALUE), ...get(ROW), ...access(LOAD_VECTOR, n)],
      ...[...MULTIPLY_VECTORS, ...ADD_VECTORS, ...set(FIRST + n)],
    ]),
  ]),
]);
const keepGreater = repeat(ITEM, LIST_END, 4, [
  ...[...get(ITEM), ...load(0), ...get(LANE), ADD, ...set(AT)],
  ...vectors.flatMap((n) => [
    ...[...get(FIRST + n), ...get(AT), ...access(LOAD_VECTOR, n), ...GREATER, ...set(FIRST + n)],
  ]),
]);

/** @type {(followList: number[]) => number[]} */
const makeFunction = (followList) => [
  ...list([ROW - MOST, I32], [FIRST - VALUE + VECTORS, V128]),
  ...[...get(LEAST), ...SPLAT, ...set(LOWEST), ...get(MOST), ...SPLAT, ...set(HIGHEST)],
  ...[LOOP, VOID], // lanes
  ...vectors.flatMap((n) => [...ofLane(START), ...access(LOAD_VECTOR, n), ...set(FIRST + n)]),
  ...[...get(LIST), ...set(ITEM)],
  ...followList,
  ...vectors.flatMap((n) => [
    ...[...ofLane(RESULT), ...get(FIRST + n), ...get(LOWEST), ...GREATER],
    ...[...get(HIGHEST), ...LESSER, ...access(STORE_VECTOR, n)],
  ]),
  ...[...get(LANE), ...constant(4 * LANES), ADD, ...set(LANE)],
  ...[...get(LANE), ...get(LENGTH), LESS, JUMP_IF, 0, END, END],
];
const parameters = list(...Array(5).fill([I32]), [F32], [F32]);

const bytes = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, ...sized(list([0x60, ...parameters, 0]))], // types
  ...[2, ...sized(list([...name("page"), ...name("memory"), 0x02, 0, 0]))], // imports
  ...[3, ...sized(list([0], [0]))], // functions
  ...[7, ...sized(list([...name("sumProducts"), 0, 0], [...name("findGreatest"), 0, 1]))], // exports
  ...[10, ...sized(list(...[addRuns, keepGreater].map((each) => sized(makeFunction(each)))))], // code
]);

/**
 * Return the functions and a new memory for them; null where the browser, or a page's rules, do not let them run.
 * @param {number} size - of the memory, in bytes
 * @returns {(Vectors & { memory: WebAssembly.Memory }) | null}
 */
export function compileVectors(size) {
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(size / PAGE) });
    const module = new WebAssembly.Module(bytes);
    const { exports } = new WebAssembly.Instance(module, { page: { memory } });
    const { sumProducts, findGreatest } = /** @type {any} */ (exports);
    return { memory, sumProducts, findGreatest };
  } catch {
    return null;
  }
}
