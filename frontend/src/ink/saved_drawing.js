// Saved drawing: the format of a drawing kept for another kernel, strokes on the surface as JSON.

/** @import { Point } from "../types.js" */

/** @typedef {{ width: number, points: Point[] }} SavedStroke */
/** @typedef {{ width: number, height: number, strokes: SavedStroke[] }} Drawing - on a surface of this size */

/**
 * Cut a stroke at the surface's edges: only the points on the surface stay.
 * @param {{ size: number, points: number[] }} stroke
 * @param {number} width
 * @param {number} height
 * @returns {SavedStroke[]}
 */
export function cutAtEdges({ size, points }, width, height) {
  /** @type {Point[][]} */
  const runs = [[]];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i], points[i + 1]];
    const run = runs[runs.length - 1];
    if (x >= 0 && y >= 0 && x <= width && y <= height) run.push([x, y]);
    else if (run.length) runs.push([]);
  }
  return runs.filter((run) => run.length).map((run) => ({ width: size, points: run }));
}

/**
 * Return a drawing as JSON, scaled to fit completely into a surface and centred.
 * @param {Drawing} drawing
 * @param {{ width: number, height: number }} surface
 */
export function fitToSurface({ width, height, strokes }, surface) {
  const scale = Math.min(surface.width / width, surface.height / height);
  const left = (surface.width - scale * width) / 2;
  const top = (surface.height - scale * height) / 2;
  /** @type {(value: number, most: number) => number} */
  const clamp = (value, most) => Math.min(Math.max(value, 0), most);
  const moved = strokes.map((stroke) => ({
    width: scale * stroke.width,
    points: stroke.points.map(([x, y]) => [
      clamp(left + scale * x, surface.width),
      clamp(top + scale * y, surface.height),
    ]),
  }));
  return JSON.stringify({ format: "digit-widgets-ink", version: 1, strokes: moved });
}
