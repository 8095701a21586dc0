import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CanvasLink } from "../src/connection/canvas_link.js";
import { Outbox } from "../src/connection/outbox.js";
import { LocalCanvas } from "../src/local/canvas.js";
import { inkFromJson } from "../src/local/ink_json.js";
import { InkError } from "../src/local/strokes.js";

/** @type {LocalCanvas} */
let canvas;
/** @type {any[]} */
let answers;

beforeEach(() => {
  canvas = new LocalCanvas();
  answers = [];
  canvas.on("msg:custom", (answer, buffers) => answers.push({ ...answer, buffers }));
});

/** @param {object} changes */
const ink = (changes) =>
  canvas.send({
    ...{ kind: "ink", view: 1, stroke: 0, tool: "pen", first: 0, end: false, time: 5 },
    ...changes,
  });

/** @param {object} message */
async function send(message) {
  canvas.send({ view: 1, ...message });
  await null;
}

test("a view's link finds the canvas connected and hears its answers until it is closed", async () => {
  const link = new CanvasLink(canvas);
  assert.equal(link.connection.now(), "connected");
  /** @type {any[]} */
  const heard = [];
  link.on("msg:custom", (answer) => heard.push(answer));
  link.send({ kind: "ping", number: 3 });
  await null;
  link.close();
  await send({ kind: "ping", number: 4 });
  assert.deepEqual(heard, [{ kind: "repaint" }, { kind: "pong", view: link.view, number: 3 }]);
});

test("an outbox has no batch in flight once the canvas has answered", async () => {
  const outbox = new Outbox(
    (message) => canvas.send({ view: 1, ...message }),
    () => {},
  );
  canvas.on("msg:custom", ({ kind, stroke, points, end }) => {
    if (kind === "ack") outbox.onAck(stroke, points, end);
  });
  outbox.begin("pen", 16);
  for (const [x, y] of [
    [10, 20],
    [30, 40],
  ]) {
    outbox.add(x, y, 0);
    outbox.flush();
    await null;
    assert.equal(outbox.inFlight.length, 0);
  }
  outbox.end();
  await null;
  assert.deepEqual(canvas.ink.strokes, [{ points: [10, 20, 30, 40], width: 16 }]);
  outbox.close();
});

test("each change of the ink is told once, and a pen that is lifted after it", async () => {
  /** @type {any[]} */
  const seen = [];
  canvas.onInk = (each) => seen.push(each.strokes.length);
  canvas.on("change:pen_is_down", () => seen.push(canvas.get("pen_is_down")));
  ink({ points: [10, 10] });
  ink({ points: [], first: 1, end: true });
  await null;
  assert.deepEqual(seen, [true, 1, false]);
});

test("an observer that throws leaves no pen down", () => {
  canvas.onInk = () => {
    throw new Error("mine");
  };
  const message = { kind: "ink", view: 1, stroke: 0, tool: "pen", first: 0, points: [1, 1] };
  assert.throws(() => canvas.messages.take({ ...message, end: true, time: 0 }), /mine/);
  assert.equal(canvas.get("pen_is_down"), false);
});

test("a canvas that is disabled keeps its drawing and ends the stroke", async () => {
  ink({ points: [10, 10] });
  await null;
  canvas.set("disabled", true);
  assert.equal(canvas.get("pen_is_down"), false);
  await send({ kind: "command", what: "undo" });
  await send({ kind: "tool", tool: "eraser" });
  assert.equal(canvas.ink.strokes.length, 1);
  assert.equal(canvas.get("tool"), "pen");
});

test("a drawing that was kept comes back, unless something newer is there", async () => {
  ink({ points: [10, 10, 50, 60.5], end: true });
  await null;
  const kept = canvas.get("_backup");
  assert.deepEqual(inkFromJson(kept), canvas.ink);
  canvas.clear();
  assert.equal(canvas.get("_backup"), "");
  await send({ kind: "backup", ink: kept });
  assert.equal(canvas.ink.strokes.length, 0);
  await send({ kind: "restore", ink: kept });
  assert.equal(canvas.ink.strokes.length, 1);
});

test("what is no drawing is refused", () => {
  const stroke = { width: 1, points: [[1, 2]] };
  /** @param {object} changes */
  const text = (changes) =>
    JSON.stringify({ format: "digit-widgets-ink", version: 1, strokes: [stroke], ...changes });
  assert.equal(inkFromJson(text({})).strokes.length, 1);
  for (const wrong of [
    text({ version: 2 }),
    text({ format: "ink" }),
    text({ strokes: {} }),
    text({ strokes: [null] }),
    text({ strokes: [{ ...stroke, width: 0 }] }),
    text({ strokes: [{ ...stroke, width: "1" }] }),
    text({ strokes: [{ ...stroke, points: [] }] }),
    text({ strokes: [{ ...stroke, points: [[1, null]] }] }),
    text({ strokes: [{ ...stroke, points: [[1, 2e6]] }] }),
    text({ strokes: [{ ...stroke, points: [[1, 2, 3]] }] }),
    text({ strokes: Array(1001).fill(stroke) }),
    "null",
    "{",
  ]) {
    assert.throws(() => inkFromJson(wrong), InkError);
  }
});

test("files are the drawing's, and the model's input is grey pixels", async () => {
  canvas.getImage = () => Float32Array.from({ length: 784 }, (_, i) => (i === 29 ? 1 : 0));
  ink({ points: [10, 10], end: true });
  await null;
  for (const format of ["json", "svg", "28x28"]) canvas.send({ kind: "file", view: 1, format });
  const deadline = performance.now() + 10_000;
  let files = [];
  while (files.length < 3 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    files = answers.filter(({ kind }) => kind === "file");
  }
  assert.deepEqual(files.map(({ format, type }) => [format, type]).sort(), [
    ["28x28", "image/png"],
    ["json", "application/json"],
    ["svg", "image/svg+xml"],
  ]);
  const [png] = files.find(({ format }) => format === "28x28").buffers;
  assert.equal(new TextDecoder("latin1").decode(png).slice(1, 4), "PNG");
  assert.deepEqual([png.getUint32(16), png.getUint32(20)], [28, 28]);
});

test("a page without an image reader says so", async () => {
  await send({ kind: "no_image", name: "", why: "none" });
  assert.match(canvas.get("error"), /does not read image files/);
  assert.equal(canvas.get("_largest_image"), 0);
});

test("pings are answered, and once the drawing is read, as fresh", async () => {
  await send({ kind: "ping", number: 4 });
  ink({ points: [10, 10], end: true });
  await null;
  canvas.acknowledgeReading({ strokes: [] });
  assert.ok(!answers.some(({ kind }) => kind === "fresh"));
  canvas.acknowledgeReading(canvas.ink);
  assert.equal(answers.at(-1).kind, "fresh");
  assert.equal(answers.at(-1).number, 4);
});

test("the event behind a drawing is told once while latency is measured", async () => {
  /** @type {number[][]} */
  const told = [];
  canvas = new LocalCanvas({ onLatency: (...figures) => told.push(figures) });
  canvas.on("msg:custom", (answer) => answers.push(answer));
  ink({ points: [10, 10], end: true, time: 12 });
  await null;
  canvas.acknowledgeReading(canvas.ink);
  canvas.acknowledgeReading(canvas.ink);
  const read = answers.filter(({ kind }) => kind === "read");
  assert.deepEqual(read, [{ kind: "read", view: 1, time: 12 }]);
  await send({ kind: "latency", figures: [20, 30, 60] });
  assert.deepEqual(told, [[20, 30, 60]]);
});

test("a drawing to begin with is told, and no undo takes it away", async () => {
  /** @type {number[]} */
  const told = [];
  canvas = new LocalCanvas({ onInk: ({ strokes }) => told.push(strokes.length) });
  canvas.begin({ strokes: [{ points: [10, 10, 20, 20], width: 16 }] });
  assert.equal(canvas.get("can_undo"), false);
  await send({ kind: "command", what: "clear" });
  await send({ kind: "command", what: "undo" });
  await send({ kind: "command", what: "undo" });
  assert.deepEqual(told, [1, 0, 1]);
});
