// English texts of the readings: words in place of a label in the form they have within a sentence.

/** @import { LeftOut } from "../reading/prediction.js" */

import { enProblems } from "./en_problems.js";
import { formatNumber } from "./numbers.js";

/**
 * @typedef {[name: string, tooltip: string]} Tool
 * @typedef {object} Tools - the toolbar's texts
 * @property {string} bar
 * @property {string} surface - what the drawing surface is, for screen readers
 * @property {Tool} pen
 * @property {Tool} eraser
 * @property {Tool} strokeEraser
 * @property {Tool} undo
 * @property {Tool} redo
 * @property {Tool} reset
 * @property {Tool} image
 * @property {Tool} camera
 * @property {Tool} download
 * @property {Tool} copy
 * @property {Record<string, string>} formats
 * @property {string} copied
 * @property {string} notCopied
 * @property {string} penWidth
 * @property {string} eraserWidth
 * @property {(tool: string) => string} down
 * @property {(tool: string) => string} up
 * @property {string} drop
 * @property {string} noImages
 */

/** @type {Tools} */
export const enTools = {
  bar: "Drawing tools",
  surface: "drawing pad",
  pen: ["Pen", "Pen: draw"],
  eraser: ["Eraser", "Eraser: wipe parts of strokes"],
  strokeEraser: ["Stroke eraser", "Stroke eraser: wipe whole strokes"],
  undo: ["Undo", "Undo (Ctrl+Z)"],
  redo: ["Redo", "Redo (Shift+Ctrl+Z)"],
  reset: ["Reset", "Reset: wipe the drawing (Delete). Undo brings it back"],
  image: ["Image", "Image: read a PNG or JPEG file; or drop it on the drawing, or paste it"],
  camera: ["Camera", "Camera: read a photograph"],
  download: ["Download", "Download the drawing"],
  copy: ["Copy 28×28", "Copy the 28×28 image"],
  formats: { png: "Image (PNG)", svg: "Vectors (SVG)", json: "Strokes (JSON)" },
  copied: "Copied",
  notCopied: "The browser does not let this page copy: the image is downloaded instead",
  penWidth: "Pen width",
  eraserWidth: "Eraser width",
  down: (tool) => `${tool} down`,
  up: (tool) => `${tool} up`,
  drop: "Drop the image to read it",
  noImages: "This page does not read image files: draw the digit.",
};

/** The texts of a sweep's leader board. */
export const enLeaders = {
  name: "Leader board",
  rank: "Rank",
  compare: "Compare",
  /** @param {string} title */
  sort: (title) => `Sort by ${title.toLowerCase()}; press again to turn the order around`,
  /** @type {(rank: number, name: string) => string} */
  putOnPad: (rank, name) => `${rank}, put on the pad: ${name}`,
  /** @type {(rank: number, name: string) => string} */
  compareWith: (rank, name) => `Compare with ${rank}: ${name}`,
};

/**
 * A cell of a feature map and its sum, numbers in words.
 * @typedef {object} PlaceInWords
 * @property {number} map
 * @property {number} row
 * @property {number} column
 * @property {number} count
 * @property {number} channel
 * @property {number} channels
 * @property {string} channelSum
 * @property {string} total
 * @property {string} bias
 * @property {string} sum
 * @property {string} value
 * @property {string} activation - "" for none
 */

/** @typedef {typeof en.page} PageTexts */

export const en = {
  language: "en",
  tools: enTools,
  problems: enProblems,
  invitation: "Draw a digit",
  nothing: "nothing drawn",
  oneDot: "only a dot",
  onlyDots: "only dots",
  rejected: "not a digit",
  failed: "no reading",
  sign: "a sign",
  unclear: "unclear",
  likeness: "looks like a digit",
  /** @param {number} share - in whole percent */
  percent: (share) => `${share}%`,
  underOne: "<1%",
  overMost: ">99%",
  /** @param {number} share */
  spokenPercent: (share) => `${share} percent`,
  spokenUnderOne: "under 1 percent",
  spokenOverMost: "over 99 percent",
  /** @type {(label: string, share: string) => string} */
  runnerUp: (label, share) => `then ${label}, ${share}`,
  /** @param {string} label */
  nearest: (label) => `the nearest is ${label}`,
  /** @param {string} share */
  thresholdMark: (share) => `The mark: below ${share} it is not a digit`,
  /** @param {string} share */
  threshold: (share) => `below ${share} it is not a digit`,
  /** @type {(kind: LeftOut, count: number) => string} */
  part: (kind, count) => `${count} ${kind}${count > 1 ? "s" : ""}`,
  /** @param {string} parts */
  leftOut: (parts) => `left out: ${parts}`,
  probabilities: "Probabilities",
  probabilitiesIfDigit: "Probabilities of what is not a digit",
  noProbabilities: "Probabilities: none yet",
  othersLess: "the others less",
  /** @param {number} count */
  shapes: (count) => `${count} shapes, none of them a digit`,
  /** @param {number} count */
  digits: (count) => (count > 1 ? `${count} digits` : "1 digit"),
  /** @param {number} count */
  rejectedGlyphs: (count) => `${count} not a digit`,
  /** @param {number} count */
  unclearGlyphs: (count) => `${count} unclear`,
  signs: { ".": "a point", ",": "a comma", "-": "a minus", "/": "a slash" },
  /** @param {number} count */
  rows: (count) => `in ${count} rows`,
  above: " above ",
  /** @param {string} share */
  leastSure: (share) => `the least sure ${share}`,
  /** @param {string} likeness */
  least: (likeness) => `the least ${likeness}`,
  /** @param {number} times */
  changes: (times) =>
    `The answer ${["never changed", "changed once", "changed twice"][times] ?? `changed ${times} times`}`,
  /** @type {(answer: string, point: number, stroke: number | null) => string} */
  until: (answer, point, stroke) =>
    `${answer} until point ${point}${stroke === null ? "" : ` of stroke ${stroke}`}`,
  thereafter: ", then ",
  /** @param {string} label */
  allRead: (label) => `All read ${label}`,
  allRejected: "All: not a digit",
  /** @param {string} answers */
  disagree: (answers) => `They disagree: ${answers}`,
  /** @type {(name: string, label: string) => string} */
  reads: (name, label) => `${name} reads ${label}`,
  page: {
    heading: "Draw a digit. Watch it being read.",
    viewList: "Views",
    views: { read: "Read", compare: "Compare", inside: "Look inside", number: "A whole number" },
    light: "Light",
    dark: "Dark",
    switchTheme: "Switch between light and dark",
    pad: "Drawing pad. Arrow keys move the pen, Space lowers and lifts it, Delete clears.",
    whatItSees: "What the network sees: 28×28 pixels",
    private: "Nothing leaves this page: it reads by itself, without a server.",
    /** @type {(name: string, problem: string) => string} */
    refused: (name, problem) => `${name} cannot be used. ${problem}`,
    overTime: "Over time",
    nothingYet: "Nothing to read yet",
    timeHeading: "What was read after every point: press or drag to go back to it",
    timeEmpty: "Draw a digit: its time line appears here.",
    timeTable: "What was read after every point",
    noTimeline: "No time line",
    from: "From",
    read: "Read",
    time: "Time",
    play: "Play",
    pause: "Pause",
    lines: "Probabilities over time, as lines",
    pointsDrawn: "points drawn",
    /** @type {(point: number, stroke: number, count: number, total: number) => string} */
    point: (point, stroke, count, total) =>
      `Point ${point} of stroke ${stroke}, ${count} of ${total} in all`,
    /** @type {(point: number, stroke: number) => string} */
    pointOfStroke: (point, stroke) => `point ${point} of stroke ${stroke}`,
    /** @param {string} where */
    drawingSoFar: (where) => `The drawing so far: ${where}`,
    /** @param {number} share */
    axisPercent: (share) => `${100 * share}%`,
    /** @param {number} value */
    number: (value) => formatNumber(value),
    maps: "Feature maps",
    /** @param {string} name */
    inside: (name) =>
      `Inside the network ${name}, for this drawing. Point at a map, or use the arrow keys.`,
    noMaps: "This network has no convolutional layer, so that there is nothing to look into.",
    /** @type {(number: number, count: number, height: number, width: number, activation: string) => string} */
    layer: (number, count, height, width, activation) =>
      `Convolutional layer ${number}: ${count} maps of ${height} × ${width}` +
      (activation ? `, after ${activation}` : ""),
    /** @param {number} number */
    mapsOf: (number) => `Maps of layer ${number}: arrow keys choose one`,
    /** @type {(brightest: string, silent: number) => string} */
    scale: (brightest, silent) =>
      brightest
        ? `Black is 0 or less; white is ${brightest}, this layer's strongest response to this image.` +
          (silent ? ` Shown small: ${silent} silent maps, below 5% of that.` : "")
        : "All black: no map responds to this image.",
    lensInput: "input",
    lensWindow: "window",
    lensFilter: "filter",
    lensProducts: "products",
    /** @type {(place: PlaceInWords) => string} */
    place: ({
      map,
      row,
      column,
      count,
      channel,
      channels,
      channelSum,
      total,
      bias,
      sum,
      value,
      activation,
    }) =>
      `Map ${map}, row ${row}, column ${column}, counted from 0: the ${count} products ` +
      (channels === 1
        ? `add up to ${total}`
        : `of channel ${channel}, which adds most of ${channels}, add up to ${channelSum}, those of ` +
          `all to ${total}`) +
      `; with a bias of ${bias}, ${sum}` +
      (activation ? `; after ${activation}, ${value}.` : "."),
    /** @type {(parameters: number, kilobytes: number) => string} */
    facts: (parameters, kilobytes) =>
      `${Math.round(parameters / 1000)} k parameters · ${(kilobytes / 1000).toFixed(1)} MB`,
    /** @param {number} share */
    accuracy: (share) => ` · reads ${(100 * share).toFixed(1)}% of MNIST's test images`,
    numberPad:
      "Drawing pad for a number. Arrow keys move the pen, Space lowers and lifts it, Delete clears.",
    drawNumber: "Draw a number",
    sheet:
      "A number is wider than a digit and has a sheet of its own. Your digit stays on its pad.",
    severalDigits: "This looks like several digits.",
    asNumber: "Read it as a whole number",
    underEach: "Under each: how sure the network is, and how much it looks like a digit.",
    rejectedSign: "? is not a digit.",
    unclearSign: "? may be a sign or a digit.",
    hint: "Point at a digit, or go to it with the Tab key: its ten bars appear here.",
  },
};
