import assert from "node:assert/strict";
import { test } from "node:test";
import { sortRows } from "../src/sort_headings.js";

const rows = [
  { key: "a", places: [1, null] },
  { key: "b", places: [0, 0] },
  { key: "c", places: [1, 1] },
  { key: "d", places: [2, null] },
];
const keys = (column, isRising) => sortRows(rows, column, isRising).map((row) => row.key);

test("equal rows keep their order in both directions", () => {
  assert.deepEqual(keys(0, true), ["b", "a", "c", "d"]);
  assert.deepEqual(keys(0, false), ["d", "a", "c", "b"]);
});

test("rows without a value come last in both directions", () => {
  assert.deepEqual(keys(1, true), ["b", "c", "a", "d"]);
  assert.deepEqual(keys(1, false), ["c", "b", "a", "d"]);
});

test("without a column, the rows are as they came, or the other way round", () => {
  assert.deepEqual(keys(-1, true), ["a", "b", "c", "d"]);
  assert.deepEqual(keys(-1, false), ["d", "c", "b", "a"]);
  assert.deepEqual(sortRows([], 0, true), []);
});
