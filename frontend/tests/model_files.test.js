import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ModelFileError } from "../src/reading/model_error.js";
import { openNetwork } from "../src/reading/network.js";
import { compileVectors } from "../src/reading/vector_module.js";

const file = readFileSync(new URL("../../models/digit_ann.tflite", import.meta.url));
const image = Float32Array.from({ length: 784 }, (_, i) => (i % 28 > 12 && i % 28 < 16 ? 1 : 0));

// A generator of numbers from 0 to 1, always the same for a seed: mulberry32, by T. Ettinger.
function makeRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

// Change a file as a bad disc, a broken download or an attacker would.
function mutate(bytes, random) {
  const changed = Uint8Array.from(bytes);
  const view = new DataView(changed.buffer);
  const kind = Math.floor(random() * 4);
  // The tables are at the file's beginning and its end; its weights are between them.
  const place = () => {
    const near = Math.floor(random() ** 2 * 12_000);
    return random() < 0.3 ? 4 * Math.floor(near / 40) : changed.length - 8 - near;
  };
  if (kind === 0) return changed.subarray(0, Math.floor(random() * changed.length));
  for (let i = Math.ceil(random() * 4); i > 0; i -= 1) {
    if (kind === 1) changed[place()] = Math.floor(random() * 256);
    if (kind === 2) view.setUint32(place() & ~3, Math.floor(random() * 4294967296), true);
    if (kind === 3) view.setInt32(place() & ~3, Math.floor(random() * 64) - 8, true);
  }
  return changed;
}

test("a damaged file is refused in words, or read in time", () => {
  const random = makeRandom(7);
  let refused = 0;
  for (let i = 0; i < 200; i += 1) {
    const changed = mutate(file, random);
    try {
      openNetwork(changed).run(image);
    } catch (error) {
      assert.ok(error instanceof ModelFileError, `${error.stack}`);
      assert.match(error.message, /^[A-Z].*[a-z].*\.$/);
      refused += 1;
    }
  }
  assert.ok(refused > 100 && refused < 200, `${refused} were refused`);
});

test("what is no model is refused", () => {
  for (const bytes of [
    new Uint8Array(),
    new Uint8Array(8),
    file.subarray(8),
    file.subarray(0, 8),
  ]) {
    assert.throws(() => openNetwork(bytes), ModelFileError);
  }
});

test("a file may begin anywhere in a buffer", () => {
  const longer = new Uint8Array(file.length + 3);
  longer.set(file, 3);
  const { probabilities, score } = openNetwork(longer.subarray(3)).run(image);
  assert.equal(probabilities.indexOf(Math.max(...probabilities)), 1);
  assert.ok(score > 0.9);
});

test("a network tells its size, and keeps no image from reading to reading", () => {
  const network = openNetwork(file);
  assert.deepEqual(network.facts, { parameters: 386_107, kilobytes: 1553 });
  const first = network.run(image);
  network.run(new Float32Array(784));
  assert.deepEqual(network.run(image), first);
});

test("without WebAssembly, a network gives the same", () => {
  assert.ok(compileVectors(4), "it does not run here");
  const { WebAssembly } = globalThis;
  for (const name of ["ann", "reader"]) {
    const bytes = readFileSync(new URL(`../../models/digit_${name}.tflite`, import.meta.url));
    const fast = openNetwork(bytes);
    globalThis.WebAssembly = undefined;
    const plain = openNetwork(bytes);
    globalThis.WebAssembly = WebAssembly;
    const random = makeRandom(3);
    for (let i = 0; i < 5; i += 1) {
      const strange = image.map((value) => value * random());
      const [one, other] = [fast.run(strange), plain.run(strange)];
      one.probabilities.forEach((share, k) => {
        assert.ok(Math.abs(share - other.probabilities[k]) < 1e-5);
      });
      assert.ok(Math.abs(one.score - other.score) < 1e-5);
    }
  }
});
