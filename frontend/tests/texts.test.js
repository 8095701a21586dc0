import assert from "node:assert/strict";
import { test } from "node:test";
import { speakNumber } from "../src/reading/number_wording.js";
import { judge, unread } from "../src/reading/prediction.js";
import { findStretches } from "../src/reading/timeline.js";
import { describeTimeline } from "../src/reading/timeline_wording.js";
import { Wording } from "../src/reading/wording.js";
import { de } from "../src/texts/de.js";
import { en } from "../src/texts/en.js";

const german = new Wording(de);
const shares = Float32Array.from([0, 0.03, 0, 0, 0, 0, 0, 0.962, 0.008, 0]);
const seven = judge({ probabilities: shares, score: 0.98 }, 0.5);
const rejected = judge({ probabilities: shares, score: 0.2 }, 0.5);

test("a language has all texts, and none is as in English by mistake", () => {
  assert.deepEqual(Object.keys(de), Object.keys(en));
  for (const [key, text] of Object.entries(de)) {
    if (typeof text === "string") assert.notEqual(text, en[key], key);
  }
});

test("a reading in German has German percents and plurals", () => {
  assert.equal(german.percent(0.9996), ">\u00a099\u00a0%");
  assert.equal(german.percent(0.001), "<\u00a01\u00a0%");
  assert.equal(
    german.describe(seven),
    "7, 96\u00a0% (danach 1, 3\u00a0%); sieht wie eine Ziffer aus: 98\u00a0%",
  );
  assert.equal(
    german.speak({ ...rejected, leftOut: ["dot", "dot"] }),
    "Keine Ziffer; am nächsten kommt 7; sieht wie eine Ziffer aus, 20 Prozent; " +
      "weggelassen: 2 Punkte",
  );
  assert.deepEqual(
    german.headline(unread("blank", true)).map((line) => line.words),
    ["Zeichne eine Ziffer", "Nur ein Punkt"],
  );
});

test("a number in German is spoken in German", () => {
  const glyph = { prediction: seven, bounds: {}, strokes: [0], row: 0, sign: null };
  const point = { ...glyph, prediction: unread("sign"), sign: "." };
  const below = { ...glyph, prediction: rejected, row: 1 };
  const reading = { glyphs: [glyph, point, glyph, below], dots: 0, leftOut: ["line"] };
  assert.equal(
    speakNumber(german, reading),
    "7.7, darunter ?; 2 Ziffern, 1 Form, die keine Ziffer ist, ein Punkt, in 2 Zeilen, " +
      "am wenigsten sicher: 96 Prozent; am schwächsten: sieht wie eine Ziffer aus, 20 Prozent; " +
      "weggelassen: 1 Linie",
  );
});

test("a time line in German tells how often the answer changed", () => {
  const strokes = [{ width: 1, points: [0, 0, 1, 1, 2, 2] }];
  const image = new Float32Array(784);
  const moments = [unread("blank", true), rejected, seven].map((prediction, i) => ({
    ...{ count: i + 1, image, prediction, number: null },
  }));
  assert.equal(
    describeTimeline(german, strokes, moments, findStretches(moments)),
    "Die Antwort hat sich einmal geändert: nur ein Punkt bis Punkt 1 von Strich 1, " +
      "dann keine Ziffer bis Punkt 2, dann 7.",
  );
});
