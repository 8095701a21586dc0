// Editing without a kernel: sends a local canvas the messages that tests/frontend compares with a
// kernel's. Reads cases as JSON from its input, each the sides of a surface and a list of steps, and
// writes for each case what every step has led to.

import { LocalCanvas } from "../../src/local/canvas.js";
import { inkToJson } from "../../src/local/ink_json.js";
import { inkToSvg } from "../../src/local/ink_svg.js";

const STATE = ["can_undo", "can_redo", "pen_is_down", "tool", "pen_width", "eraser_width", "error"];

/** @param {{ width: number, height: number, steps: any[] }} given */
async function follow({ width, height, steps }) {
  const canvas = new LocalCanvas({ width, height });
  /** @type {any[]} */
  let answers = [];
  canvas.on("msg:custom", (answer) => answers.push(answer));
  /** @type {any[]} */
  const strokes = [];
  const numbers = new Map(); // of the strokes, which drawings share
  const results = [];
  for (const { set, message } of steps) {
    answers = [];
    for (const [name, value] of Object.entries(set ?? {})) canvas.set(name, value);
    if (message) canvas.send(message);
    await null; // by then the message is processed
    const drawing = canvas.ink.strokes.map((stroke) => {
      if (!numbers.has(stroke)) numbers.set(stroke, strokes.push(stroke) - 1);
      return numbers.get(stroke);
    });
    const isKept = Boolean(canvas.get("_backup"));
    const state = Object.fromEntries(STATE.map((name) => [name, canvas.get(name)]));
    const told = answers.filter(({ kind }) => kind === "ack" || kind === "pong");
    results.push({ drawing, state: { ...state, isKept }, answers: told });
  }
  const files = { json: inkToJson(canvas.ink), svg: inkToSvg(canvas.ink, width, height) };
  return { strokes, results, files };
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const cases = JSON.parse(Buffer.concat(chunks).toString());
const followed = [];
for (const each of cases) followed.push(await follow(each));
process.stdout.write(JSON.stringify(followed));
