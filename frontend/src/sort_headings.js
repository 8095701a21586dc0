// Sort headings: a table's column headings as buttons that sort its rows; a second press turns the
// order around.

import { make } from "./elements.js";

/**
 * @typedef {object} SortableRow
 * @property {(number | null)[]} places - where its value lies among those of each column; null
 *   where it has none
 */

/**
 * Return the rows in the order of a column: equal ones as they came, those without a value last.
 * @template {SortableRow} Row
 * @param {Row[]} rows
 * @param {number} column - -1 for the order in which they came
 * @param {boolean} isRising
 */
export function sortRows(rows, column, isRising) {
  const numbered = rows.map((row, at) => {
    const place = column < 0 ? at : (row.places[column] ?? null);
    return { row, at, key: place === null ? Number.MAX_VALUE : isRising ? place : -place };
  });
  numbered.sort((one, other) => one.key - other.key || one.at - other.at);
  return numbered.map(({ row }) => row);
}

export class SortHeadings {
  /**
   * @param {string} rank - the heading of the order in which the rows come
   * @param {(title: string) => string} explain - returns a heading's tooltip
   * @param {() => void} changed - called when the rows are to be sorted anew
   */
  constructor(rank, explain, changed) {
    this.rank = rank;
    this.explain = explain;
    this.changed = changed;
    this.by = rank;
    this.isRising = true;
    /** @type {Map<string, HTMLTableCellElement>} */
    this.cells = new Map();
  }

  /**
   * Return the cells of all headings; those that were there stay, and keep the focus.
   * @param {string[]} columns - those after the rank
   */
  show(columns) {
    const before = this.cells;
    const titles = [this.rank, ...columns];
    this.cells = new Map(titles.map((title) => [title, before.get(title) ?? this.make(title)]));
    if (!this.cells.has(this.by)) this.order(this.rank, true);
    this.mark();
    return [...this.cells.values()];
  }

  /**
   * Return rows in the chosen order.
   * @template {SortableRow} Row
   * @param {Row[]} rows
   */
  sort(rows) {
    return sortRows(rows, [...this.cells.keys()].indexOf(this.by) - 1, this.isRising);
  }

  /** @param {string} title */
  make(title) {
    const cell = make("th", "", { scope: "col" });
    const button = make("button", "", { type: "button", title: this.explain(title) });
    button.textContent = title;
    button.addEventListener("click", () => {
      this.order(title, title !== this.by || !this.isRising);
      this.mark();
      this.changed();
    });
    button.addEventListener("keydown", (event) => {
      // JupyterLab would edit the cell.
      if (event.key === "Enter") event.stopPropagation();
    });
    cell.append(button);
    return cell;
  }

  /**
   * @param {string} by
   * @param {boolean} isRising
   */
  order(by, isRising) {
    this.by = by;
    this.isRising = isRising;
  }

  mark() {
    for (const [title, cell] of this.cells) {
      if (title !== this.by) cell.removeAttribute("aria-sort");
      else cell.setAttribute("aria-sort", this.isRising ? "ascending" : "descending");
    }
  }
}
