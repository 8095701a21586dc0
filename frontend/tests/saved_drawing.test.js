import assert from "node:assert/strict";
import { test } from "node:test";
import { cutAtEdges, fitToSurface } from "../src/ink/saved_drawing.js";

test("a stroke is cut where it leaves the surface", () => {
  const points = [-5, 10, 10, 10, 20, 10, 300, 10, 40, 10, 50, 10];
  assert.deepEqual(cutAtEdges({ size: 16, points }, 280, 280), [
    {
      width: 16,
      points: [
        [10, 10],
        [20, 10],
      ],
    },
    {
      width: 16,
      points: [
        [40, 10],
        [50, 10],
      ],
    },
  ]);
  assert.deepEqual(cutAtEdges({ size: 16, points: [-1, 0] }, 280, 280), []);
});

test("a drawing is as large as a surface shows it whole, in its middle", () => {
  /** @type {any} */
  const drawing = {
    width: 280,
    height: 280,
    strokes: [
      {
        width: 14,
        points: [
          [0, 0],
          [280, 280],
        ],
      },
    ],
  };
  const { format, version, strokes } = JSON.parse(
    fitToSurface(drawing, { width: 560, height: 140 }),
  );
  assert.deepEqual([format, version], ["digit-widgets-ink", 1]);
  assert.deepEqual(strokes, [
    {
      width: 7,
      points: [
        [210, 0],
        [350, 140],
      ],
    },
  ]);
});
