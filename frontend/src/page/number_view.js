// Number view: a sheet for a whole number, a box around each of its digits, and what was read.

/** @import { MountOptions } from "../local/mount.js" */
/** @import { Point } from "../types.js" */
/** @import { Stroke } from "../ink/stroke.js" */
/** @import { Ink } from "../local/strokes.js" */
/** @import { Glyph, NumberReading } from "../reading/numbers.js" */
/** @import { Recognizer } from "../reading/recognizer.js" */
/** @import { Wording } from "../reading/wording.js" */

import { make, makeLine } from "../elements.js";
import { fitToSurface } from "../ink/saved_drawing.js";
import { inkFromJson } from "../local/ink_json.js";
import { mountCanvas } from "../local/mount.js";
import { numberAnswer, speakNumber } from "../reading/number_wording.js";
import { glyphText, NumberReader } from "../reading/numbers.js";
import { confidence, LABELS } from "../reading/prediction.js";
import { sentence } from "../reading/wording.js";

// Size of the sheet, and width of the pen: thinner than for a single digit.
const SHEET = { width: 800, height: 314, penWidth: 14, eraserWidth: 28 };
// CSS pixels that a label needs above or below its box, however small the sheet is shown.
const LABEL = 24;

export class NumberView {
  /**
   * @param {Recognizer} recognizer
   * @param {Wording} wording
   * @param {{ told?: string, ink?: Ink, canvas?: MountOptions & typeof SHEET }} [options] - words above
   *   the sheet, the drawing to begin with, and the sheet itself
   */
  constructor(recognizer, wording, { told = "", ink, canvas = SHEET } = {}) {
    this.reader = new NumberReader(recognizer);
    this.wording = wording;
    this.texts = wording.texts.page;
    this.element = make("section", "digit-widgets-number-pad digit-widgets-drawing");
    this.size = canvas;
    const sheet = make("div", "");
    const number = make("div", "digit-widgets-number");
    this.line = make("div", "widget-html-content");
    number.append(this.line);
    if (told) {
      const line = make("p", "");
      line.textContent = told;
      this.element.append(line);
    }
    this.element.append(sheet, number);
    this.canvas = mountCanvas(sheet, {
      ...canvas,
      label: this.texts.numberPad,
      texts: wording.texts,
      onInk: ({ strokes }) => {
        this.read();
        if (!strokes.length) this.speak();
      },
    });
    this.boxes = make("div", "digit-widgets-cover", { "aria-hidden": "true" });
    this.boxes.style.width = `${canvas.width}px`;
    const surface = sheet.querySelector(".digit-widgets-surface");
    surface?.insertBefore(this.boxes, surface.lastElementChild);
    this.canvas.on("change:pen_is_down", () => this.speak());
    new ResizeObserver(() => this.showBoxes(this.reading?.glyphs ?? [])).observe(this.boxes);
    if (ink) this.canvas.begin(ink);
    else this.read();
  }

  /**
   * Take a drawing from another surface, as large as the sheet can show that surface, in its middle.
   * The drawing before it comes back by Undo.
   * @param {Stroke[]} strokes
   * @param {{ width: number, height: number }} surface
   */
  take(strokes, surface) {
    const drawing = strokes.map(({ points, width }) => {
      /** @type {Point[]} */
      const pairs = [];
      for (let i = 0; i < points.length; i += 2) pairs.push([points[i], points[i + 1]]);
      return { width, points: pairs };
    });
    this.canvas.ink = inkFromJson(fitToSurface({ ...surface, strokes: drawing }, this.size));
    this.speak();
  }

  read() {
    const { strokes } = this.canvas.ink;
    this.reading = this.reader.read(strokes);
    this.pen = Math.max(...strokes.map(({ width }) => width), 0);
    this.showBoxes(this.reading.glyphs);
    this.line.replaceChildren(...this.lines(this.reading));
  }

  speak() {
    if (this.canvas.get("pen_is_down")) return;
    if (this.reading) this.canvas.say(speakNumber(this.wording, this.reading));
  }

  /** @param {Glyph[]} glyphs */
  showBoxes(glyphs) {
    const { width, height } = this.size;
    const last = Math.max(...glyphs.map(({ row }) => row), 0);
    const room = (LABEL * width) / (this.boxes.clientWidth || width);
    const boxes = make("div", "boxes");
    boxes.style.aspectRatio = `${width} / ${height}`;
    for (const glyph of glyphs) boxes.append(this.makeBox(glyph, glyph.row === last, room));
    this.boxes.replaceChildren(boxes);
  }

  /**
   * @param {Glyph} glyph
   * @param {boolean} isLast - true in the last row
   * @param {number} room - that a label needs, on the sheet
   */
  makeBox(glyph, isLast, room) {
    const { bounds, row, sign, prediction } = glyph;
    const { width, height } = this.size;
    const edge = (this.pen ?? 0) / 2 + 3;
    const left = Math.max(bounds.left - edge, 1);
    const top = Math.max(bounds.top - edge, 1);
    const right = Math.min(bounds.right + edge, width - 1);
    const bottom = Math.min(bounds.bottom + edge, height - 1);
    // Between two rows there is room for the labels of one: the lower one's, if they need it.
    const under = isLast && height - bottom >= room;
    const over = top >= room && !(row > 0 && under);
    const isUnread = !sign && prediction.label === null;
    const place = over ? "over" : under ? "under" : "within";
    const box = make("div", isUnread ? `${place} rejected` : place);
    Object.assign(box.style, {
      left: `${(100 * left) / width}%`,
      top: `${(100 * top) / height}%`,
      width: `${(100 * (right - left)) / width}%`,
      height: `${(100 * (bottom - top)) / height}%`,
    });
    const label = make("b", "");
    label.textContent = glyphText(glyph);
    box.append(label);
    return box;
  }

  /**
   * @param {NumberReading} reading
   * @returns {HTMLElement[]}
   */
  lines(reading) {
    const { wording, texts } = this;
    const { glyphs, dots, leftOut } = reading;
    if (!glyphs.length) {
      const told = [makeLine(texts.drawNumber, "rest")];
      return dots
        ? [...told, makeLine(sentence(numberAnswer(wording, reading)), "rest dot")]
        : told;
    }
    /** @type {HTMLElement[]} */
    const rows = [];
    for (const glyph of glyphs) {
      rows[glyph.row] ??= make("div", "glyphs");
      rows[glyph.row].append(this.makeCell(glyph));
    }
    const reasons = new Set(glyphs.map(({ prediction }) => prediction.reason));
    const captions = [
      glyphs.some(({ prediction }) => prediction.score !== null) ? texts.underEach : "",
      reasons.has("not a digit") ? texts.rejectedSign : "",
      reasons.has("unclear") ? texts.unclearSign : "",
      leftOut.length ? `${sentence(wording.leftOut(leftOut))}.` : "",
    ];
    const hint = makeLine(texts.hint, "rest hint");
    hint.setAttribute("aria-hidden", "true");
    return [...rows, makeLine(captions.filter(Boolean).join(" "), "rest"), hint];
  }

  /**
   * Make the cell of a glyph: what it is, how sure that is, and its bars for who points at it.
   * @param {Glyph} glyph
   */
  makeCell(glyph) {
    const { prediction } = glyph;
    const { label, score, probabilities } = prediction;
    const { wording } = this;
    const cell = make("div", "glyph");
    cell.append(makeLine(glyphText(glyph), "label"));
    // An empty line keeps the score in the scores' row.
    cell.append(
      makeLine(label === null ? "\u00a0" : wording.percent(confidence(prediction)), "rest"),
    );
    if (score !== null) cell.append(makeLine(wording.percent(score), "rest"));
    if (glyph.sign) return cell;
    const likeness = score === null ? "" : `; ${wording.spokenLikeness(score)}`;
    const name = `${glyphText(glyph)}. ${wording.speakChart(prediction)}${likeness}`;
    for (const [key, value] of [
      ["tabindex", "0"],
      ["role", "img"],
      ["aria-label", name],
    ]) {
      cell.setAttribute(key, value);
    }
    const bars = make("div", label === null ? "bars faint" : "bars", { "aria-hidden": "true" });
    for (const [at, share] of probabilities.entries()) {
      const column = make("div", LABELS[at] === label ? "winner" : "");
      const track = make("span", "");
      const bar = make("i", "");
      bar.style.height = `${100 * share}%`;
      track.append(bar);
      const name = make("b", "");
      name.textContent = LABELS[at];
      column.append(track, name);
      bars.append(column);
    }
    cell.append(bars);
    return cell;
  }
}
