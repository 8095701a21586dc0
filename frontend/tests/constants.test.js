import assert from "node:assert/strict";
import { test } from "node:test";
import { Constants } from "../src/reading/constants.js";
import { ModelFileError } from "../src/reading/model_error.js";

const bytes = (array) => new Uint8Array(array.buffer);
const floats = (...values) => bytes(new Float32Array(values));
const integers = (...values) => bytes(new Int32Array(values));

const TENSORS = [
  { type: "FLOAT32", shape: [2, 3], size: 6, data: floats(1, 2, 3, 4, 5, 6) },
  { type: "FLOAT32", shape: [1], size: 1, data: floats(0.5) },
  { type: "INT32", shape: [2], size: 2, data: integers(7, -1) },
  { type: "FLOAT32", shape: [2], size: 2, data: floats(1, Number.NaN) },
  { type: "FLOAT32", shape: [2], size: 2, data: floats(1) },
  { type: "FLOAT32", shape: [2], size: 2, data: null },
  { type: "INT32", shape: [2], size: 2, data: null },
];

function makeConstants() {
  return new Constants(TENSORS, (tell) => {
    throw new ModelFileError((told) => tell(told, "CONV_2D"));
  });
}

test("weights are read once, and only they are parameters", () => {
  const constants = makeConstants();
  const values = constants.takeWeights(0, 2);
  assert.deepEqual([...values], [1, 2, 3, 4, 5, 6]);
  assert.equal(constants.takeWeights(0, 2), values);
  assert.equal(constants.takeFactor(1), 0.5);
  assert.deepEqual(constants.takeIntegers(2), [7, -1]);
  assert.equal(constants.count(), 6);
});

test("integers that an operator has given are taken by those after it", () => {
  const constants = makeConstants();
  assert.throws(() => constants.takeIntegers(6), /depends on what is read/);
  constants.keepIntegers(6, [1, 28]);
  assert.deepEqual(constants.takeIntegers(6), [1, 28]);
  assert.throws(() => constants.keepIntegers(6, [1]), /another result/);
});

for (const [take, words] of [
  [(constants) => constants.takeWeights(0, 4), /weights of shape/],
  [(constants) => constants.takeFactor(0), /factors of shape .*, not one/],
  [(constants) => constants.takeWeights(3, 1), /no finite numbers/],
  [(constants) => constants.takeWeights(4, 1), /4 bytes for a shape of/],
  [(constants) => constants.takeWeights(5, 1), /not in the file/],
  [(constants) => constants.takeWeights(2, 1), /type INT32 and not FLOAT32/],
  [(constants) => constants.takeWeights(-1, 1), /not in the file/],
  [(constants) => constants.takeIntegers(undefined), /depends on what is read/],
]) {
  test(`what is no such constant is refused: ${words.source}`, () => {
    assert.throws(() => take(makeConstants()), ModelFileError);
    assert.throws(() => take(makeConstants()), words);
  });
}
