// Leader board: a sweep's models in a table. A press on a row asks the kernel to choose it, its
// second button to compare it; the kernel says which rows are marked. One number is in the Tab
// order, arrow keys, Home and End walk from row to row. A press on a heading sorts the rows, which
// keep their ranks.

/** @import { CanvasModel, Initialize, Render } from "./types.js" */

import { Connection } from "./connection/connection.js";
import { make } from "./elements.js";
import { SortHeadings } from "./sort_headings.js";
import { enLeaders } from "./texts/en.js"; // a kernel's widgets are in English

/**
 * @typedef {object} Row
 * @property {string} key
 * @property {string} name - for screen readers
 * @property {"finished" | "pruned" | "diverged" | "failed"} ended
 * @property {string[]} cells
 * @property {(number | null)[]} places - where each cell's value lies in its column, null for none
 */

/** @type {Record<string, (at: number, count: number) => number>} */
const STEPS = {
  ArrowUp: (at) => at - 1,
  ArrowDown: (at) => at + 1,
  PageUp: (at) => Math.max(0, at - 10),
  PageDown: (at, count) => Math.min(count - 1, at + 10),
  Home: () => 0,
  End: (_, count) => count - 1,
};

import { hearKernel } from "./late_scripts.js";

class LeaderBoard {
  /**
   * @param {CanvasModel} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    /** @type {Map<string, HTMLTableRowElement>} */
    this.rows = new Map();
    this.head = make("tr", "");
    this.headings = new SortHeadings(enLeaders.rank, enLeaders.sort, () => {
      this.show();
      el.scrollTop = 0;
    });
    this.compareHeading = make("th", "", { scope: "col" });
    this.compareHeading.textContent = enLeaders.compare;
    this.body = make("tbody", "");
    this.table = make("table", "digit-widgets-table");
    const head = make("thead", "");
    head.append(this.head);
    this.table.append(head, this.body);
    el.classList.add("digit-widgets-leaders");
    el.setAttribute("role", "region");
    el.setAttribute("aria-label", enLeaders.name);
    el.append(this.table);
    this.body.addEventListener("click", (event) => this.onClick(event));
    this.body.addEventListener("keydown", (event) => this.onKey(event));
    this.onRows = () => this.show();
    this.onMarks = () => this.mark();
    model.on("change:rows", this.onRows);
    model.on("change:chosen", this.onMarks);
    model.on("change:compared", this.onMarks);
    this.connection = new Connection(model, () => this.mark());
    this.show();
  }

  show() {
    const [rank, ...columns] = this.headings.show(this.model.get("columns"));
    const focused = /** @type {HTMLElement | null} */ (
      this.table.contains(document.activeElement) ? document.activeElement : null
    );
    this.head.replaceChildren(rank, this.compareHeading, ...columns);
    /** @type {Row[]} */
    const rows = this.model.get("rows");
    const before = this.rows;
    this.rows = new Map();
    const ranks = new Map(rows.map((row, at) => [row, at + 1]));
    for (const row of this.headings.sort(rows)) {
      const element = before.get(row.key) ?? makeRow(row.key);
      fillRow(element, row, ranks.get(row) ?? 0);
      this.rows.set(row.key, element);
    }
    this.body.replaceChildren(...this.rows.values());
    // What has moved has lost the focus.
    if (focused && this.table.contains(focused)) focused.focus({ preventScroll: true });
    this.mark();
  }

  mark() {
    const [chosen, compared] = [this.model.get("chosen"), this.model.get("compared")];
    const active = /** @type {HTMLElement | null} */ (document.activeElement)?.closest("tr");
    const inTabOrder =
      [active, this.rows.get(chosen)].find((row) => row && this.body.contains(row)) ??
      this.body.querySelector("tr");
    for (const [key, row] of this.rows) {
      const [choose, compare] = buttonsOf(row);
      row.classList.toggle("chosen", key === chosen);
      row.classList.toggle("compared", key === compared);
      choose.setAttribute("aria-pressed", `${key === chosen}`);
      compare.setAttribute("aria-pressed", `${key === compared}`);
      for (const button of [choose, compare]) button.tabIndex = row === inTabOrder ? 0 : -1;
      const isDead = this.connection.isBroken || row.dataset.ended === "failed";
      choose.disabled = isDead;
      compare.disabled = isDead || !chosen || key === chosen;
    }
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const row = target.closest("tr");
    if (!row?.dataset.key || this.connection.isBroken) return;
    const [choose, compare] = buttonsOf(row);
    const what = target.closest("td.compare") ? "compare" : "choose";
    if ((what === "compare" ? compare : choose).disabled) return;
    this.model.send({ [what]: row.dataset.key });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    const button = /** @type {HTMLElement} */ (event.target);
    const rows = [...this.rows.values()];
    const at = rows.findIndex((row) => row.contains(button));
    const next = rows[step(at, rows.length)];
    event.preventDefault();
    // JupyterLab would move to another cell.
    event.stopPropagation();
    if (!next) return;
    const [choose, compare] = buttonsOf(next);
    const wanted = button.closest("td.compare") && !compare.disabled ? compare : choose;
    // One that cannot be pressed cannot be focused either: its row is passed.
    if (wanted.disabled) return;
    for (const row of rows) for (const each of buttonsOf(row)) each.tabIndex = -1;
    for (const each of [choose, compare]) each.tabIndex = 0;
    wanted.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.model.off("change:rows", this.onRows);
    this.model.off("change:chosen", this.onMarks);
    this.model.off("change:compared", this.onMarks);
    this.connection.close();
  }
}

/** @param {string} key */
function makeRow(key) {
  const row = /** @type {HTMLTableRowElement} */ (make("tr", ""));
  row.dataset.key = key;
  const number = make("th", "number", { scope: "row" });
  number.append(make("button", "", { type: "button" }));
  const compare = make("td", "compare");
  compare.append(make("button", "", { type: "button" }));
  row.append(number, compare);
  return row;
}

/**
 * @param {HTMLTableRowElement} row
 * @param {Row} content
 * @param {number} rank
 */
function fillRow(row, { name, ended, cells }, rank) {
  row.dataset.ended = ended;
  const [choose, compare] = buttonsOf(row);
  choose.textContent = `${rank}`;
  choose.setAttribute("aria-label", enLeaders.putOnPad(rank, name));
  compare.textContent = enLeaders.compare;
  compare.setAttribute("aria-label", enLeaders.compareWith(rank, name));
  for (const [at, text] of cells.entries()) {
    const cell = row.cells[at + 2] ?? row.insertCell();
    if (cell.textContent !== text) cell.textContent = text;
  }
  while (row.cells.length > cells.length + 2) row.deleteCell(-1);
}

/**
 * @param {HTMLTableRowElement} row
 * @returns {HTMLButtonElement[]}
 */
const buttonsOf = (row) => [...row.querySelectorAll("button")];

/** @type {{ initialize: Initialize, render: Render }} */
export default {
  initialize: hearKernel,
  render({ model, el }) {
    const board = new LeaderBoard(/** @type {CanvasModel} */ (model), el);
    return () => board.close();
  },
};
