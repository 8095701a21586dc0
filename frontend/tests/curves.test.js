import assert from "node:assert/strict";
import { test } from "node:test";
import { controlPoints } from "../src/ink/curves.js";

test("points on a line make a line", () => {
  const points = [0, 0, 30, 60, 60, 120, 90, 180];
  for (let i = 0; i < 3; i += 1) {
    for (const [x, y] of controlPoints(points, i, 16)) {
      assert.ok(Math.abs(y - 2 * x) < 1e-9);
      assert.ok(x >= 30 * i && x <= 30 * (i + 1));
    }
  }
});

test("two points make a line", () => {
  for (const [x, y] of controlPoints([0, 0, 3, 6], 0, 16)) {
    assert.ok(Math.abs(y - 2 * x) < 1e-9 && x >= 0 && x <= 3);
  }
});

test("a control point on the straight line stays in its place", () => {
  assert.deepEqual(controlPoints([0, 0, 3, 6], 0, 16), [
    [1, 2],
    [2, 4],
  ]);
});

test("a sharp corner stays one", () => {
  const [, inner] = controlPoints([0, 0, 30, 0, 0, 0], 0, 16);
  assert.equal(inner[1], 0);
  assert.ok(inner[0] <= 30);
});

test("a curve leaves its chord by two thirds of the pen at most", () => {
  const points = [0, 0, 100, 5, 0, 10, 100, 15, 200, 300];
  for (const width of [1, 16]) {
    for (let i = 0; i < 4; i += 1) {
      const [x, y] = [points[2 * i], points[2 * i + 1]];
      const [dx, dy] = [points[2 * i + 2] - x, points[2 * i + 3] - y];
      for (const [a, b] of controlPoints(points, i, width)) {
        const distance = Math.abs(dx * (b - y) - dy * (a - x)) / Math.hypot(dx, dy);
        assert.ok(distance <= (2 * width) / 3 + 1e-9);
      }
    }
  }
});

test("a pointer that stands still makes no curve without a place", () => {
  for (const point of controlPoints([5, 5, 5, 5, 9, 9], 0, 16)) {
    assert.ok(point.every(Number.isFinite));
  }
});
