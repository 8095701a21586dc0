import assert from "node:assert/strict";
import { test } from "node:test";
import { isForPad, keyAction } from "../src/input/keyboard_input.js";

/** @type {(key: string, ...modifiers: string[]) => any} */
const press = (key, ...modifiers) => ({
  key,
  ctrlKey: modifiers.includes("Control"),
  metaKey: modifiers.includes("Meta"),
  altKey: modifiers.includes("Alt"),
  shiftKey: modifiers.includes("Shift"),
});

test("arrows move the pen, with Shift by single pixels", () => {
  assert.deepEqual(keyAction(press("ArrowLeft")), { move: [-8, 0] });
  assert.deepEqual(keyAction(press("ArrowDown", "Shift")), { move: [0, 1] });
});

test("Space lowers and lifts the pen, and Escape lifts it", () => {
  assert.equal(keyAction(press(" ")), "toggle");
  assert.equal(keyAction(press("Escape")), "lift");
});

for (const command of ["Control", "Meta"]) {
  test(`${command} undoes and redoes`, () => {
    assert.deepEqual(keyAction(press("z", command)), { command: "undo" });
    assert.deepEqual(keyAction(press("Z", command, "Shift")), { command: "redo" });
    assert.deepEqual(keyAction(press("y", command)), { command: "redo" });
  });
}

test("Delete and Backspace clear", () => {
  assert.deepEqual(keyAction(press("Delete")), { command: "clear" });
  assert.deepEqual(keyAction(press("Backspace")), { command: "clear" });
});

test("other keys do nothing", () => {
  assert.equal(keyAction(press("a")), null);
  assert.equal(keyAction(press("z", "Control", "Alt")), null);
  assert.equal(keyAction(press("ArrowLeft", "Control")), null);
  assert.equal(keyAction(press("Delete", "Alt")), null);
});

test("the host keeps what saves and runs cells, and no lone letter", () => {
  assert.equal(isForPad(press("d")), true);
  assert.equal(isForPad(press("z", "Meta")), true);
  assert.equal(isForPad(press("v", "Control")), true); // in JupyterLab it may paste a cell
  assert.equal(isForPad(press("s", "Control")), false);
  assert.equal(isForPad(press("Enter", "Shift")), false);
});
