// Sketch: a drawing's first points in the colours of what was read, over the rest in grey.

/** @import { PageTimeline } from "./page_timeline.js" */

import { controlPoints } from "../ink/curves.js";
import { LABELS } from "../reading/prediction.js";
import { colorOnBlack } from "./digit_colors.js";
import { makeSvg } from "./svg.js";

const YET = "#5a5a5a";
const NOT_READ = "#b0b0b0";

export class Sketch {
  /**
   * @param {number} width - of the surface, in the ink's unit
   * @param {number} height
   */
  constructor(width, height) {
    this.element = makeSvg("svg", {
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      fill: "none",
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    });
  }

  /**
   * @param {PageTimeline | null} timeline
   * @param {number} count - of points that are drawn
   * @param {string} words - for screen readers
   */
  show(timeline, count, words) {
    this.element.setAttribute("aria-label", words);
    const parts = timeline ? [...colorParts(timeline, count)] : [];
    const whole = timeline?.strokes.map(({ points, width }) => path(points, width, YET)) ?? [];
    const drawn = parts.map(({ points, width, color }) => path(points, width, color));
    this.element.replaceChildren(...whole, ...drawn);
    const last = parts.at(-1);
    if (!last) return;
    const [x, y] = Array.from(last.points).slice(-2);
    const pen = { cx: x, cy: y, r: 0.8 * last.width, fill: "white" };
    this.element.append(makeSvg("circle", pen));
  }
}

/**
 * Cut a drawing's first points where what was read of them changed; parts share a point.
 * @param {PageTimeline} timeline
 * @param {number} count
 */
function* colorParts(timeline, count) {
  const ends = timeline.stretches.map(({ last, prediction: { label } }) => ({
    end: timeline.moments[last].count,
    color: label === null ? NOT_READ : colorOnBlack(LABELS.indexOf(label)),
  }));
  let before = 0;
  for (const { points, width } of timeline.strokes) {
    const all = Array.from(points);
    const shown = Math.min(all.length / 2, Math.max(count - before, 0));
    let start = 0;
    for (const { end, color } of ends) {
      const stop = Math.min(end - before, shown);
      if (stop <= start) continue;
      yield { points: all.slice(2 * Math.max(start - 1, 0), 2 * stop), width, color };
      start = stop;
    }
    before += all.length / 2;
  }
}

/**
 * @param {ArrayLike<number>} points
 * @param {number} width
 * @param {string} color
 */
function path(points, width, color) {
  const all = Array.from(points, (value) => Math.round(100 * value) / 100);
  let d = `M${all[0]} ${all[1]}`;
  if (all.length === 2) d += `L${all[0]} ${all[1]}`;
  for (let i = 0; i < all.length / 2 - 1; i += 1) {
    const [a, b] = controlPoints(all, i, width);
    const place = [...a, ...b].map((value) => value.toFixed(2)).join(" ");
    d += `C${place} ${all[2 * i + 2]} ${all[2 * i + 3]}`;
  }
  return makeSvg("path", { d, stroke: color, "stroke-width": width });
}
