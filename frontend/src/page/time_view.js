// Time view: what was read after every point of a drawing, as a strip to drag through, lines, and
// the drawing in the same colours. It is read a moment at a time, so that the pen never waits.

/** @import { Stroke } from "../ink/stroke.js" */
/** @import { Recognizer } from "../reading/recognizer.js" */
/** @import { Wording } from "../reading/wording.js" */
/** @import { PageTimeline } from "./page_timeline.js" */

import answerStrip from "../answer_strip.js";
import { make } from "../elements.js";
import { findPoint, prefixLengths } from "../ink/playback.js";
import { LocalModel } from "../local/model.js";
import { LABELS, unread } from "../reading/prediction.js";
import { countChanges, isRead, readTimeline } from "../reading/timeline.js";
import { describeTimeline, stretchText } from "../reading/timeline_wording.js";
import { colorOf, MUTED } from "./digit_colors.js";
import { Headline } from "./headline.js";
import { makeTimeline } from "./page_timeline.js";
import { PixelView } from "./pixel_view.js";
import { Sketch } from "./sketch.js";
import { TimePlot } from "./time_plot.js";

// Most moments of a drawing that are read, and milliseconds after which the page gets its turn.
const MOMENTS = 120;
const TURN = 8;
// Milliseconds per moment in playback.
const INTERVAL = 80;

export class TimeView {
  /**
   * @param {Recognizer} recognizer
   * @param {Wording} wording
   * @param {number} side - of the surface
   */
  constructor(recognizer, wording, side) {
    this.recognizer = recognizer;
    this.wording = wording;
    this.texts = wording.texts.page;
    /** @type {PageTimeline | null} */
    this.timeline = null;
    this.newest = 0; // number of the newest drawing to read: an older one is given up
    this.element = make("section", "digit-widgets-timeline", { "aria-label": this.texts.overTime });
    this.sketch = new Sketch(side, side);
    this.image = new PixelView(this.texts.whatItSees);
    this.headline = new Headline(wording, recognizer.threshold, this.texts.nothingYet);
    this.plot = new TimePlot(wording);
    this.model = new LocalModel({ parts: [], places: [], moment: 1 });
    this.model.on("change:moment", () => this.look());
    this.slider = make("input", "", { type: "range", min: "1", "aria-label": this.texts.time });
    this.slider.addEventListener("input", () => {
      this.model.set("moment", this.slider.valueAsNumber);
    });
    this.player = make("button", "jupyter-button", { type: "button" });
    this.player.addEventListener("click", () => this.play());
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.clock = undefined;
    this.where = make("span", "");
    this.told = make("p", "", { role: "status" });
    this.table = make("div", "digit-widgets-spoken");
    this.build();
    this.show(null);
  }

  build() {
    const sketch = make("div", "digit-widgets-sketch");
    sketch.append(this.sketch.element);
    const seen = make("div", "seen-row");
    seen.append(sketch, this.image.element, this.headline.element);
    const heading = make("p", "");
    heading.textContent = this.texts.timeHeading;
    const strip = make("div", "");
    answerStrip.render({ model: this.model, el: strip });
    const lines = make("div", "lines");
    lines.append(strip, this.plot.element);
    const controls = make("div", "controls");
    controls.append(this.player, this.where);
    this.element.append(seen, heading, lines, this.slider, controls, this.told, this.table);
  }

  /**
   * Read a drawing as it was after each of its points, a few milliseconds at a time.
   * @param {Stroke[]} strokes
   */
  async read(strokes) {
    this.newest += 1;
    const { newest } = this;
    const moments = [];
    let began = performance.now();
    for (const count of strokes.length ? prefixLengths(strokes, MOMENTS) : []) {
      if (performance.now() - began > TURN) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        if (newest !== this.newest) return;
        began = performance.now();
      }
      moments.push(...readTimeline(this.recognizer, strokes, [count]));
    }
    this.show(moments.length ? makeTimeline(strokes, moments) : null);
  }

  /** Give up what is being read: the pen is down again. */
  interrupt() {
    this.newest += 1;
    this.pause();
  }

  /** @param {PageTimeline | null} timeline */
  show(timeline) {
    this.pause();
    this.timeline = timeline;
    this.plot.show(timeline);
    const places = timeline ? findPlaces(timeline) : [];
    this.model.set("places", places);
    this.model.set("parts", timeline ? this.makeParts(timeline, places) : []);
    const count = Math.max(places.length, 1);
    this.slider.max = String(count);
    this.slider.disabled = this.player.disabled = !timeline;
    this.told.textContent = timeline ? this.tell(timeline) : this.texts.timeEmpty;
    this.table.replaceChildren(...(timeline ? [this.makeTable(timeline)] : []));
    this.model.set("moment", count);
    this.look();
  }

  /** Show the moment that is chosen. */
  look() {
    const { timeline, texts } = this;
    const number = this.model.get("moment");
    this.slider.value = String(number);
    const moment = timeline?.moments[number - 1];
    if (!timeline || !moment) {
      this.sketch.show(null, 0, texts.noTimeline);
      this.image.show(new Float32Array(28 * 28));
      this.headline.show(unread("blank"));
      this.where.textContent = "";
      return;
    }
    const [stroke, point] = findPoint(timeline.strokes, moment.count);
    const where = texts.point(point, stroke, moment.count, timeline.total);
    this.slider.setAttribute("aria-valuetext", where);
    this.sketch.show(timeline, moment.count, texts.drawingSoFar(where));
    this.image.show(moment.image);
    this.headline.show(moment.prediction);
    this.plot.look(number - 1);
    this.where.textContent = where;
  }

  /** Play from the moment shown, or from the beginning; or pause. */
  play() {
    const count = this.timeline?.moments.length ?? 0;
    if (this.clock !== undefined) {
      this.pause();
      return;
    }
    if (this.model.get("moment") >= count) this.model.set("moment", 1);
    this.clock = setInterval(() => {
      const next = this.model.get("moment") + 1;
      if (next <= count) this.model.set("moment", next);
      if (next >= count) this.pause();
    }, INTERVAL);
    this.player.textContent = this.texts.pause;
  }

  pause() {
    clearInterval(this.clock);
    this.clock = undefined;
    this.player.textContent = this.texts.play;
  }

  /**
   * Return the strip's parts. Between two moments, an answer reaches half-way to the next.
   * @param {PageTimeline} timeline
   * @param {number[]} places
   */
  makeParts({ stretches }, places) {
    const middles = places.slice(1).map((place, i) => (place + places[i]) / 2);
    const edges = [0, ...middles, 1];
    return stretches.map(({ first, last, prediction: { label } }) => {
      const color = label === null ? MUTED : colorOf(LABELS.indexOf(label));
      return [edges[first], edges[last + 1], label ?? "", color];
    });
  }

  /**
   * Return how often the answer changed; of a dot, that it is one.
   * @param {PageTimeline} timeline
   */
  tell({ strokes, moments, stretches }) {
    if (!stretches.some(isRead)) return describeTimeline(this.wording, strokes, moments, stretches);
    return `${this.wording.texts.changes(countChanges(stretches))}.`;
  }

  /**
   * Return a table that is heard and not seen: the strip is seen.
   * @param {PageTimeline} timeline
   */
  makeTable({ strokes, moments, stretches }) {
    const table = make("table", "");
    table.createCaption().textContent = this.texts.timeTable;
    const head = table.insertRow();
    head.append(...[this.texts.from, this.texts.read].map((words) => makeHeader("col", words)));
    for (const stretch of stretches) {
      const [stroke, point] = findPoint(strokes, moments[stretch.first].count);
      const row = table.insertRow();
      row.append(makeHeader("row", this.texts.pointOfStroke(point, stroke)));
      row.insertCell().textContent = stretchText(this.wording, stretch);
    }
    return table;
  }
}

/**
 * @param {"col" | "row"} scope
 * @param {string} words
 */
function makeHeader(scope, words) {
  const cell = make("th", "", { scope });
  cell.textContent = words;
  return cell;
}

/**
 * Return the place of each moment, in 0..1.
 * @param {PageTimeline} timeline
 */
function findPlaces({ moments, total }) {
  const last = Math.max(total, 2);
  return moments.map(({ count }) => (count - 1) / (last - 1));
}
