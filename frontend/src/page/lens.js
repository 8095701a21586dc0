// Lens: how one cell of a feature map comes about, in numbers and colours, after CNN Explainer
// (Z. J. Wang et al., IEEE TVCG 2021): the input with a window, the window times the filter, and
// the products.

/** @import { Place } from "./convolution_place.js" */
/** @import { Maps } from "../reading/network.js" */
/** @import { PageTexts } from "../texts/en.js" */

import { make } from "../elements.js";
import { paintGrey } from "./grey_canvas.js";

// Blue for what is above 0, orange below, as red, green and blue.
const UP = [86, 180, 233];
const DOWN = [230, 159, 0];
// Sides of the largest filter whose numbers are legible.
const LEGIBLE = 3;
// Relative luminance from which black has more contrast than white (WCAG 2.2).
const LIGHT = 0.179;

/**
 * @param {Place} place
 * @param {Maps} inputs
 * @param {PageTexts} texts
 * @returns {HTMLElement}
 */
export function drawLens(place, inputs, texts) {
  const brightest =
    Math.max(
      inputs.values.reduce((most, each) => Math.max(most, each), 0),
      0,
    ) || 1;
  const grey = place.window.map((value) => greyColor(value / brightest));
  const largest = Math.max(...place.products.map(Math.abs)) || 1;
  const strongest = Math.max(...place.filter.map(Math.abs)) || 1;
  /** @type {(values: number[], colors: number[][]) => HTMLElement} */
  const numbers = (values, colors) => drawNumbers(place.size, values.map(texts.number), colors);
  const parts = [
    part("", texts.lensInput, drawInput(place, inputs, brightest)),
    part("", texts.lensWindow, numbers(place.window, grey)),
    part("×", texts.lensFilter, numbers(place.filter, signed(place.filter, strongest))),
    part("=", texts.lensProducts, numbers(place.products, signed(place.products, largest))),
  ];
  const figures = make("div", "figures", { "aria-hidden": "true" });
  for (const start of [0, 2]) {
    const pair = make("div", "pair");
    pair.append(...parts.slice(start, start + 2).flat());
    figures.append(pair);
  }
  return figures;
}

/**
 * Return what people call an activation; "" for none.
 * @param {string} name - as a layer has it
 */
export function nameActivation(name) {
  return name === "linear" ? "" : name.replace("relu", "ReLU");
}

/**
 * Say which cell it is, and what its products add up to.
 * @param {Place} place
 * @param {string} activation - as `nameActivation` has it
 * @param {PageTexts} texts
 */
export function describePlace(place, activation, texts) {
  return texts.place({
    map: place.map,
    row: place.row,
    column: place.column,
    count: place.products.length,
    channel: place.channel,
    channels: place.channels,
    channelSum: texts.number(place.channelSum),
    total: texts.number(place.total),
    bias: texts.number(place.bias),
    sum: texts.number(place.total + place.bias),
    value: texts.number(place.value),
    activation,
  });
}

/**
 * @param {string} sign - before it
 * @param {string} name
 * @param {HTMLElement} drawing
 */
function part(sign, name, drawing) {
  const before = make("span", "sign");
  before.textContent = sign;
  const element = make("div", "");
  const words = make("small", "");
  words.textContent = name;
  element.append(drawing, words);
  return [before, element];
}

/**
 * @param {Place} place
 * @param {Maps} inputs
 * @param {number} brightest
 */
function drawInput({ channel, origin, size }, { values, height, width, channels }, brightest) {
  const element = make("div", "seen");
  const canvas = make("canvas", "");
  const shares = Array.from(
    { length: height * width },
    (_, i) => values[i * channels + channel] / brightest,
  );
  paintGrey(canvas, shares, width);
  const frame = make("i", "");
  Object.assign(frame.style, {
    left: `${(100 * origin[1]) / width}%`,
    top: `${(100 * origin[0]) / height}%`,
    width: `${(100 * size[1]) / width}%`,
    height: `${(100 * size[0]) / height}%`,
  });
  element.append(canvas, frame);
  return element;
}

/**
 * @param {[number, number]} size
 * @param {string[]} written
 * @param {number[][]} colors
 */
function drawNumbers([high, wide], written, colors) {
  const element = make("div", "numbers");
  element.style.setProperty("--columns", String(wide));
  element.style.setProperty("--rows", String(high));
  for (const [at, words] of written.entries()) {
    const cell = make("span", "");
    cell.style.background = `rgb(${colors[at].map(Math.round).join(", ")})`;
    if (luminance(colors[at]) > LIGHT) cell.style.color = "black";
    if (Math.max(high, wide) <= LEGIBLE) cell.textContent = words;
    element.append(cell);
  }
  return element;
}

/** @type {(share: number) => number[]} */
const greyColor = (share) => Array(3).fill(255 * Math.min(Math.max(share, 0), 1));

/** @type {(values: number[], largest: number) => number[][]} */
const signed = (values, largest) =>
  values.map((value) => (value > 0 ? UP : DOWN).map((part) => (Math.abs(value) / largest) * part));

/** @param {number[]} color - red, green and blue in 0..255 */
function luminance(color) {
  const [red, green, blue] = color
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
