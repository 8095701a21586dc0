// Read the drawings that tests/frontend/test_reading_parity.py has written, as a page does:
// node read_inks.js FOLDER. The test compares what it writes with what Python reads.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { prefixLengths } from "../../src/ink/playback.js";
import { normalizeInk } from "../../src/reading/ink_normalizer.js";
import { openNetwork } from "../../src/reading/network.js";
import { describeNumber, numberAnswer, speakNumber } from "../../src/reading/number_wording.js";
import {
  isSeveralDigits,
  NumberReader,
  numberConfidence,
  numberText,
} from "../../src/reading/numbers.js";
import { Recognizer } from "../../src/reading/recognizer.js";
import { findStretches, readNumberTimeline, readTimeline } from "../../src/reading/timeline.js";
import { describeTimeline } from "../../src/reading/timeline_wording.js";
import { Wording } from "../../src/reading/wording.js";
import { en } from "../../src/texts/en.js";

const PIXELS = 784;
const VALUES = 11; // ten probabilities and a score, NaN if there is none

const folder = process.argv[2];
const wording = new Wording(en);

const readJson = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));

function readFloats(name) {
  const bytes = readFileSync(join(folder, name));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

const writeFloats = (name, rows) =>
  writeFileSync(join(folder, name), new Uint8Array(Float32Array.from(rows.flat()).buffer));

// A network that gives what Python's gave for the same image: so both judge the same numbers.
class RecordedNetwork {
  constructor() {
    this.images = readFloats("recorded_images.f32");
    this.outputs = readFloats("recorded_outputs.f32");
    this.span = [0, 0];
  }

  run(image) {
    for (let i = this.span[0]; i < this.span[1]; i += 1) {
      const recorded = this.images.subarray(PIXELS * i, PIXELS * (i + 1));
      if (image.every((value, k) => Math.abs(value - recorded[k]) < 1e-5)) {
        const values = this.outputs.subarray(VALUES * i, VALUES * (i + 1));
        const score = Number.isNaN(values[10]) ? null : values[10];
        return { probabilities: values.slice(0, 10), score };
      }
    }
    throw new Error("Python's network was never asked for this image.");
  }
}

const recorded = new RecordedNetwork();
const readers = {
  ink(strokes, recognizer) {
    const prediction = recognizer.readInk(strokes);
    const { label, reason, dot, leftOut, score } = prediction;
    const meter = score === null ? null : wording.meter(score, recognizer.threshold);
    return {
      ...{ label, reason, dot, leftOut },
      described: wording.describe(prediction),
      spoken: wording.speak(prediction),
      headline: wording.headline(prediction).map((line) => line.words),
      meter: meter && [meter.heading, meter.words, meter.spoken, meter.title],
      chart: wording.speakChart(prediction),
    };
  },
  number(strokes, recognizer) {
    const reading = new NumberReader(recognizer).read(strokes);
    return {
      glyphs: reading.glyphs.map(({ strokes, row, sign, prediction: { label, reason } }) => ({
        ...{ strokes, row, sign, label, reason },
      })),
      dots: reading.dots,
      leftOut: reading.leftOut,
      several: isSeveralDigits(reading),
      text: numberText(reading),
      answer: numberAnswer(wording, reading),
      described: describeNumber(wording, reading),
      spoken: speakNumber(wording, reading),
      confidence: numberConfidence(reading),
      bounds: reading.glyphs.map(({ bounds: b }) => [b.left, b.top, b.right, b.bottom]),
    };
  },
  timeline(strokes, recognizer) {
    const counts = prefixLengths(strokes, 12);
    const moments = readTimeline(recognizer, strokes, counts);
    return {
      counts,
      described: describeTimeline(wording, strokes, moments, findStretches(moments)),
    };
  },
  numberTimeline(strokes, recognizer) {
    const counts = prefixLengths(strokes, 6);
    const moments = readNumberTimeline(new NumberReader(recognizer), strokes, counts);
    return {
      counts,
      numbers: moments.map((moment) => moment.number),
      described: describeTimeline(wording, strokes, moments, findStretches(moments)),
    };
  },
};

const { drawings, networks, cases, comparisons } = readJson("inks.json");
const images = drawings.map(normalizeInk);
writeFloats(
  "images.f32",
  images.map((image) => [...image]),
);
const layers = {};
for (const [name, { path, count }] of Object.entries(networks)) {
  const network = openNetwork(readFileSync(path));
  const outputs = images.slice(0, count).map((image) => {
    const { probabilities, score } = network.run(image);
    return [...probabilities, score];
  });
  writeFloats(`${name}.f32`, outputs);
  const seen = network.see(images[0]).map(({ inputs, maps }) => [...inputs.values, ...maps.values]);
  writeFloats(`${name}_maps.f32`, seen);
  const found = network.layers();
  writeFloats(
    `${name}_layers.f32`,
    found.map(({ weights, bias }) => [...weights, ...bias]),
  );
  layers[name] = found.map(({ shape, step, isPadded, activation }) => ({
    ...{ shape, step, isPadded, activation },
  }));
}
const results = cases.map(({ kind, strokes, threshold, span }) => {
  recorded.span = span;
  return readers[kind](strokes, new Recognizer(recorded, { threshold }));
});
const agreements = comparisons.map((predictions) => [
  wording.agreement(predictions),
  wording.speakComparison(predictions),
]);
writeFileSync(join(folder, "results.json"), JSON.stringify({ results, agreements, layers }));
