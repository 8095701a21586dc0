import assert from "node:assert/strict";
import { test } from "node:test";
import { Latency } from "../src/latency.js";

test("figures are the median, the 95th percentile and the readings a second", () => {
  const latency = new Latency();
  assert.equal(latency.figures(), null);
  const now = 60_000;
  for (let taken = 100; taken >= 1; taken -= 1) latency.add(now - 50 * taken, taken);
  assert.deepEqual(latency.figures(now), [51, 96, 19]);
  assert.equal(latency.figures(now), null); // nothing is new
});

test("only the newest 200 readings count", () => {
  const latency = new Latency();
  const long = 60_000;
  for (let i = 0; i < 200; i += 1) latency.add(long, 1000);
  for (let i = 0; i < 200; i += 1) latency.add(long, 20);
  assert.deepEqual(latency.figures(120_000), [20, 20, 0]);
});
