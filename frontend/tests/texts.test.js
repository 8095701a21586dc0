import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import grouping from "../../models/number_grouping.json" with { type: "json" };
import { ModelFileError } from "../src/reading/model_error.js";
import { speakNumber } from "../src/reading/number_wording.js";
import { judge, unread } from "../src/reading/prediction.js";
import { findStretches } from "../src/reading/timeline.js";
import { describeTimeline } from "../src/reading/timeline_wording.js";
import { Wording } from "../src/reading/wording.js";
import { de } from "../src/texts/de.js";
import { en } from "../src/texts/en.js";
import { tellError } from "../src/texts/told_error.js";

const german = new Wording(de);
const shares = Float32Array.from([0, 0.03, 0, 0, 0, 0, 0, 0.962, 0.008, 0]);
const seven = judge({ probabilities: shares, score: 0.98 }, 0.5);
const rejected = judge({ probabilities: shares, score: 0.2 }, 0.5);

/** Texts that are the same in both languages. */
const SAME = ["filter"];

/**
 * Yield the texts in both languages, each with its key.
 * @param {object} english
 * @param {object} other
 * @returns {Generator<[key: string, english: unknown, other: unknown]>}
 */
function* pairs(english, other) {
  assert.deepEqual(Object.keys(other).sort(), Object.keys(english).sort());
  for (const [key, text] of Object.entries(english)) {
    assert.equal(typeof other[key], typeof text, key);
    if (typeof text === "object") yield* pairs(text, other[key]);
    else yield [key, text, other[key]];
  }
}

test("a language has all texts, and none is as in English by mistake", () => {
  for (const [key, english, other] of pairs(en, de)) {
    // Of a function, what it makes of its parameters' names.
    const [one, two] = [english, other].map((text) =>
      typeof text === "function" ? fill(text) : String(text),
    );
    const isSame = one === two && /[a-z]{3}/i.test(one) && !SAME.includes(one.toLowerCase());
    assert.ok(!isSame, `${key}: ${one}`);
  }
});

/**
 * Return what a text is with numbers for all values; "" for a text that takes others.
 * @param {(...values: any[]) => string} text
 */
function fill(text) {
  try {
    return String(text(...Array.from({ length: text.length }, (_, i) => i + 2)));
  } catch {
    return "";
  }
}

// Only where a kernel has been.
const OF_KERNELS = /^src\/(connection\/|surface\.js)/;
// Names of weights, as in Python.
const NAMES = Object.keys(grouping.weights);
// Words of a sentence, or its beginning.
const PROSE = /[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}|^[A-Z][a-z]+ [a-z]{2,}/;

test("all that a person can read in the page comes from the texts", async () => {
  const absWorkingDir = fileURLToPath(new URL("..", import.meta.url));
  const { metafile } = await build({
    absWorkingDir,
    entryPoints: ["src/page/page.js", "src/page/live_pads.js"],
    bundle: true,
    write: false,
    metafile: true,
    outdir: "unused",
  });
  const modules = Object.keys(metafile.inputs).filter(
    (path) => path.endsWith(".js") && !path.startsWith("src/texts/") && !OF_KERNELS.test(path),
  );
  assert.ok(modules.length > 60);
  for (const path of modules) {
    const source = readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
    const { code } = await transform(source, { minifyWhitespace: true }); // without comments
    // An error of other kinds than those that are told is for whoever looks into it.
    const shown = code.replaceAll(/new Error\([^)]*\)/g, "");
    for (const [, one, other] of shown.matchAll(/"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)) {
      const text = (one ?? other).replaceAll(/\$\{[^}]*\}/g, "0");
      if (!NAMES.includes(text)) assert.doesNotMatch(text, PROSE, path);
    }
  }
});

test("what is wrong is told in the page's language", (context) => {
  const error = new ModelFileError((told) => told.quantised("INT8"));
  assert.equal(
    error.message,
    "The model is quantised (INT8): only models of float32 are read here.",
  );
  assert.equal(tellError(error, en.problems), error.message);
  assert.match(tellError(error, de.problems), /^Das Modell ist quantisiert \(INT8\)/);
  const reported = context.mock.method(console, "error", () => {});
  assert.match(tellError(new TypeError("?"), de.problems), /^Die Seite ist beschädigt/);
  assert.equal(reported.mock.callCount(), 1);
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
