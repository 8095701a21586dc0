// Steps in a grid: where the arrow keys, Home and End lead from one place, row by row.

/**
 * Return the place to go to, which may be beyond the ends; undefined for other keys.
 * @param {string} key
 * @param {number} at - the place now, from 0
 * @param {number} columns - places in a row
 * @param {number} count - all places
 */
export function stepInGrid(key, at, columns, count) {
  /** @type {Record<string, number>} */
  const places = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    Home: 0,
    End: count - 1,
  };
  return places[key];
}
