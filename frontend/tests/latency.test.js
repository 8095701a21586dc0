import assert from "node:assert/strict";
import { test } from "node:test";
import { Latency } from "../src/latency.js";

test("figures are the median, the 95th percentile and the readings a second", () => {
  const latency = new Latency();
  assert.equal(latency.figures(), null);
  const now = performance.now();
  for (let taken = 100; taken >= 1; taken -= 1) latency.add(now - 50 * taken, taken);
  const [median, slow, rate] = latency.figures() ?? [];
  assert.deepEqual([median, slow], [51, 96]);
  assert.ok(rate >= 18 && rate <= 20);
  assert.equal(latency.figures(), null); // nothing is new
});

test("only the newest 200 readings count", () => {
  const latency = new Latency();
  const long = performance.now() - 60_000;
  for (let i = 0; i < 200; i += 1) latency.add(long, 1000);
  for (let i = 0; i < 200; i += 1) latency.add(long, 20);
  assert.deepEqual(latency.figures(), [20, 20, 0]);
});
