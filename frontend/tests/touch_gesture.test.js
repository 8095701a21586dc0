import assert from "node:assert/strict";
import { test } from "node:test";
import { TouchGesture } from "../src/input/touch_gesture.js";

/** @type {(id: number, x: number, y: number, time?: number) => any} */
const at = (pointerId, clientX, clientY, timeStamp = 0) => {
  return { pointerId, clientX, clientY, timeStamp };
};

/** @param {[number, number]} to - where the finger goes from (0, 0) */
function moved(to) {
  const touch = new TouchGesture(/** @type {any} */ (null), () => false);
  touch.add(at(1, 0, 0));
  touch.move(at(1, ...to));
  return touch;
}

test("a finger that rests has barely begun, however long", () => {
  assert.equal(moved([12, 0]).hasBarelyBegun(1, 60_000), true);
});

test("a finger that has moved a little has barely begun for a quarter of a second", () => {
  assert.equal(moved([0, 32]).hasBarelyBegun(1, 250), true);
  assert.equal(moved([0, 32]).hasBarelyBegun(1, 251), false);
});

test("a finger that has moved far draws", () => {
  assert.equal(moved([33, 0]).hasBarelyBegun(1, 10), false);
});

test("who comes back has still been far", () => {
  const touch = moved([100, 0]);
  touch.move(at(1, 0, 0));
  assert.equal(touch.hasBarelyBegun(1, 10), false);
});

test("a gesture goes on until all fingers are lifted", () => {
  const touch = moved([0, 0]);
  touch.onCount(2);
  touch.add(at(2, 50, 50));
  touch.begin();
  touch.remove(at(1, 0, 0));
  touch.onCount(1);
  assert.equal(touch.isGesture, true);
  touch.remove(at(2, 50, 50));
  touch.onCount(0);
  assert.equal(touch.isGesture, false);
});
