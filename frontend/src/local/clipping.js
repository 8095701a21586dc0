// Clipping: finds the parts of a path on the surface, by the method of Liang and Barsky, as
// digit_widgets/ink/clipping.py does: to the same bit.

/**
 * Cut off a path at the edges of the rectangle from (0, 0) to (width, height).
 * @param {number[]} path - x, y, x, y ... of one point or more
 * @param {number} width - above 0
 * @param {number} height - above 0
 * @returns {number[][]} the visible parts in order, of one point or more each; a part begins and
 *   ends at points of the path or on an edge
 */
export function clipPath(path, width, height) {
  const size = [width, height];
  const count = path.length / 2;
  /** @type {(i: number) => boolean} */
  const isInside = (i) => [0, 1].every((axis) => isWithin(path[2 * i + axis], size[axis]));
  if (Array.from({ length: count }, (_, i) => i).every(isInside)) return [path];
  /** @type {number[][]} */
  const parts = [];
  let part = count > 1 && isInside(0) ? path.slice(0, 2) : [];
  for (let i = 0; i + 1 < count; i += 1) {
    const start = path.slice(2 * i, 2 * i + 2);
    const end = path.slice(2 * i + 2, 2 * i + 4);
    const step = [end[0] - start[0], end[1] - start[1]];
    const [enter, leave] = sharesWithin(start, step, size);
    if (!(enter <= leave)) continue;
    /** @type {(share: number) => number[]} */
    const onEdge = (share) =>
      start.map((value, axis) => Math.min(Math.max(value + share * step[axis], 0), size[axis]));
    const endsInside = isInside(i + 1);
    // A point exactly on the edge is not a cut.
    if (!isInside(i)) part = enter === 1 && endsInside ? [] : onEdge(enter);
    if (endsInside) {
      part.push(...end);
      continue;
    }
    if (leave > enter) part.push(...onEdge(leave));
    parts.push(part);
    part = [];
  }
  if (part.length) parts.push(part);
  return parts;
}

/** @type {(value: number, size: number) => boolean} */
const isWithin = (value, size) => value >= 0 && value <= size;

/**
 * Return where, in 0..1, a segment enters and leaves; if it never enters, the first is larger.
 * @param {number[]} start
 * @param {number[]} step
 * @param {number[]} size
 */
function sharesWithin(start, step, size) {
  let [enter, leave] = [0, 1];
  for (const axis of [0, 1]) {
    if (step[axis] === 0) {
      if (!isWithin(start[axis], size[axis])) return [Infinity, -Infinity];
      continue;
    }
    const crossings = [-start[axis] / step[axis], (size[axis] - start[axis]) / step[axis]];
    enter = Math.max(enter, Math.min(...crossings));
    leave = Math.min(leave, Math.max(...crossings));
  }
  return [enter, leave];
}
