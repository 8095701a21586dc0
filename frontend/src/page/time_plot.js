// Time plot: a line for each label over the points drawn; the moment's own line is thick.

/** @import { Wording } from "../reading/wording.js" */
/** @import { PageTimeline } from "./page_timeline.js" */

import { LABELS } from "../reading/prediction.js";
import { colorOf, MUTED } from "./digit_colors.js";
import { makeSvg } from "./svg.js";

// Height of the whole, and of 100 % above its bottom, in CSS pixels; room beside and below.
const HEIGHT = 164;
const FULL = 108;
const BOTTOM = 38;
export const LEFT = 48;
export const RIGHT = 12;
const SHARES = [0, 0.5, 1];

export class TimePlot {
  /** @param {Wording} wording */
  constructor(wording) {
    this.texts = wording.texts.page;
    this.element = makeSvg("svg", { class: "time-plot", role: "img", height: HEIGHT });
    /** @type {PageTimeline | null} */
    this.timeline = null;
    this.moment = 0;
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.element);
  }

  /** @param {PageTimeline | null} timeline */
  show(timeline) {
    this.timeline = timeline;
    this.moment = (timeline?.moments.length ?? 1) - 1;
    this.draw();
  }

  /** @param {number} moment - number from 0 */
  look(moment) {
    this.moment = moment;
    this.draw();
  }

  draw() {
    const { timeline, element } = this;
    element.setAttribute("aria-label", this.texts.lines);
    this.width = Math.max(element.clientWidth - LEFT - RIGHT, 1);
    this.last = Math.max(timeline?.moments.at(-1)?.count ?? 0, 2);
    element.replaceChildren(...this.axes(), ...(timeline ? this.content(timeline) : []));
  }

  /** @param {number} count - of points */
  across(count) {
    return LEFT + ((count - 1) / ((this.last ?? 2) - 1)) * (this.width ?? 1);
  }

  /** @param {number} share */
  up(share) {
    return HEIGHT - BOTTOM - share * FULL;
  }

  *axes() {
    const right = LEFT + (this.width ?? 1);
    for (const share of SHARES) {
      const y = this.up(share);
      yield makeSvg("line", { class: "grid", x1: LEFT, x2: right, y1: y, y2: y });
      const place = { x: LEFT - 8, y: y + 4, "text-anchor": "end" };
      yield makeSvg("text", place, this.texts.axisPercent(share));
    }
    const middle = (LEFT + right) / 2;
    const below = { x: middle, y: HEIGHT - 4, "text-anchor": "middle", class: "title" };
    yield makeSvg("text", below, this.texts.pointsDrawn);
    if (!this.timeline) return;
    for (const count of roundTicks(this.last ?? 2)) {
      const place = { x: this.across(count), y: HEIGHT - BOTTOM + 16, "text-anchor": "middle" };
      yield makeSvg("text", place, String(count));
    }
  }

  /** @param {PageTimeline} timeline */
  *content(timeline) {
    const { moments, stretches, strokeEnds } = timeline;
    const [bottom, top] = [this.up(0), this.up(1)];
    for (const { first, last, prediction } of stretches) {
      if (prediction.label !== null || prediction.reason === "blank") continue;
      const start = this.across(moments[first].count);
      const end = this.across(moments[Math.min(last + 1, moments.length - 1)].count);
      const box = { x: start, width: end - start, y: 2, height: bottom - 2, fill: MUTED };
      yield makeSvg("rect", { ...box, "fill-opacity": 0.22 });
    }
    const leader = moments[this.moment]?.prediction.label;
    for (const [at, label] of LABELS.entries()) {
      const points = moments.map(
        ({ count, prediction }) => `${this.across(count)},${this.up(prediction.probabilities[at])}`,
      );
      const width = label === leader ? 3 : 1.4;
      const line = { points: points.join(" "), stroke: colorOf(at), "stroke-width": width };
      yield makeSvg("polyline", { ...line, fill: "none" });
    }
    for (const count of strokeEnds.slice(0, -1))
      yield this.upright(count, "stroke-end", bottom, top);
    const now = moments[this.moment];
    if (now) yield this.upright(now.count, "now", bottom, top);
  }

  /**
   * @param {number} count
   * @param {string} name - class
   * @param {number} y1
   * @param {number} y2
   */
  upright(count, name, y1, y2) {
    const x = this.across(count);
    return makeSvg("line", { class: name, x1: x, x2: x, y1, y2 });
  }
}

/**
 * Return round numbers of points up to the last, at most five.
 * @param {number} last
 */
function roundTicks(last) {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((each) => last / each <= 5) ?? 1000;
  return Array.from({ length: Math.floor(last / step) }, (_, i) => (i + 1) * step);
}
