import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Outbox } from "../src/connection/outbox.js";

/** @type {any[]} */
let sent;
/** @type {Outbox} */
let outbox;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  sent = [];
  outbox = new Outbox(
    (message) => sent.push(message),
    () => {},
  );
});

/** @param {...number} numbers */
function draw(...numbers) {
  if (!outbox.open) outbox.begin("pen", 16);
  for (let i = 0; i < numbers.length; i += 2) outbox.add(numbers[i], numbers[i + 1], i);
}

test("a batch holds what has come since the last one", () => {
  draw(1, 2, 3, 4);
  outbox.flush();
  draw(5, 6);
  outbox.end();
  outbox.flush(true);
  assert.deepEqual(
    sent.map(({ first, points, end }) => [first, points, end]),
    [
      [0, [1, 2, 3, 4], false],
      [2, [5, 6], true],
    ],
  );
});

test("the end of a stroke is sent at once, not with the next frame", () => {
  draw(1, 2);
  outbox.end();
  assert.deepEqual(
    sent.map(({ points, end }) => [points, end]),
    [[[1, 2], true]],
  );
});

test("a pointer that stands still sends nothing", () => {
  draw(1, 2, 1, 2);
  outbox.flush();
  assert.deepEqual(sent[0].points, [1, 2]);
  outbox.flush(true);
  assert.equal(sent.length, 1);
});

test("one batch is in flight until the kernel is known to be far away", () => {
  draw(1, 2);
  outbox.flush();
  draw(3, 4);
  outbox.flush();
  assert.equal(sent.length, 1);
  outbox.onAck(0, 1, false);
  assert.deepEqual(sent[1].points, [3, 4]);
});

test("the farther the kernel, the more batches are in flight, up to four", () => {
  for (const [distance, batches] of [
    [20, 1],
    [100, 2],
    [150, 3],
    [9000, 4],
  ]) {
    outbox.roundTrips = Array(8).fill(distance);
    assert.equal(outbox.windowSize(), batches);
  }
});

test("a kernel that is slow but now and then quick is not far away", () => {
  outbox.roundTrips = Array(7).fill(9000);
  assert.equal(outbox.windowSize(), 1);
  outbox.roundTrips = [30, ...Array(150).fill(9000)];
  assert.equal(outbox.windowSize(), 1);
});

test("what the kernel has painted is dropped a little after it says so", () => {
  draw(1, 2, 3, 4);
  outbox.end();
  outbox.flush();
  outbox.onAck(0, 2, true);
  assert.equal(outbox.strokes.length, 1);
  mock.timers.tick(80);
  assert.equal(outbox.strokes.length, 0);
});

test("a repaint drops at once what is acknowledged, and nothing else", () => {
  draw(1, 2);
  outbox.end();
  draw(3, 4);
  outbox.flush(true);
  outbox.onAck(0, 1, true);
  outbox.onRepaint();
  assert.deepEqual(
    outbox.strokes.map((stroke) => stroke.id),
    [1],
  );
});

test("a pong stands for all acknowledgements that were lost", () => {
  draw(1, 2);
  outbox.end();
  outbox.flush();
  outbox.sendPing();
  draw(3, 4);
  outbox.onPong(7);
  assert.equal(sent.length, 2);
  outbox.onPong(1);
  mock.timers.tick(80);
  assert.deepEqual(
    outbox.strokes.map((stroke) => stroke.id),
    [1],
  );
  assert.deepEqual(sent.at(-1).points, [3, 4]);
});

test("a stroke that the kernel ends is over", () => {
  draw(1, 2);
  outbox.flush();
  outbox.onAck(0, 1, true);
  assert.equal(outbox.strokes[0].acknowledged, Infinity);
  outbox.end("discarded");
  mock.timers.tick(80);
  assert.equal(outbox.strokes.length, 0);
});

test("a late kernel is pinged once", () => {
  draw(1, 2);
  outbox.flush();
  assert.equal(outbox.isLate(), false);
  outbox.inFlight[0].at -= 2000;
  assert.equal(outbox.isLate(), true);
  assert.equal(outbox.isLate(), true);
  assert.equal(sent.filter(({ kind }) => kind === "ping").length, 1);
});

test("an outbox that is closed has sent all", () => {
  draw(1, 2);
  outbox.flush();
  draw(3, 4);
  outbox.close();
  assert.deepEqual([sent.at(-1).points, sent.at(-1).end], [[3, 4], true]);
});
