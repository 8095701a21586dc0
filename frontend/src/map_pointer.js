// What lies on a grid of feature maps: it tells the kernel which cell the pointer is on, or which
// map the arrow keys choose, and marks the cell that the kernel explains.

/** @import { CanvasModel, Initialize, Render } from "./types.js" */

import { make } from "./elements.js";
import { stepInGrid } from "./grid_steps.js";
import { hearKernel } from "./late_scripts.js";

class MapPointer {
  /**
   * @param {CanvasModel} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    /** @type {number[]} */
    this.asked = [];
    this.frame = 0;
    // A slider's value is read out whenever it changes, and arrow keys reach it.
    this.grid = make("div", "pointer", { role: "slider", tabindex: "0", "aria-valuemin": "0" });
    this.map = make("i", "map");
    this.cell = make("i", "cell");
    this.grid.append(this.map, this.cell);
    this.grid.addEventListener("pointermove", (event) => this.onPointer(event));
    this.grid.addEventListener("pointerdown", (event) => this.onPointer(event));
    this.grid.addEventListener("keydown", (event) => this.onKey(event));
    el.classList.add("digit-widgets-map-pointer");
    el.append(this.grid);
    this.onChange = () => this.show();
    model.on("change", this.onChange);
    this.show();
  }

  /** @param {PointerEvent} event */
  onPointer(event) {
    /** @type {[number, number, number]} */
    const [count, high, wide] = this.model.get("shape");
    const columns = this.model.get("columns");
    const box = this.grid.getBoundingClientRect();
    const rows = Math.ceil(count / columns);
    // Lines of one pixel are around each map.
    const x = ((event.clientX - box.left) / box.width) * (columns * (wide + 1) + 1) - 1;
    const y = ((event.clientY - box.top) / box.height) * (rows * (high + 1) + 1) - 1;
    const [across, down] = [Math.floor(x / (wide + 1)), Math.floor(y / (high + 1))];
    const [column, row] = [Math.floor(x - across * (wide + 1)), Math.floor(y - down * (high + 1))];
    const map = down * columns + across;
    const isInside = x >= 0 && y >= 0 && across < columns && map < count;
    if (isInside && column < wide && row < high) this.ask([map, row, column]);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const [count] = this.model.get("shape");
    const at = Number(this.asked[0] ?? this.model.get("marked")[0]);
    const next = stepInGrid(event.key, at, this.model.get("columns"), count);
    if (next === undefined) return;
    event.preventDefault();
    // JupyterLab would move to another cell.
    event.stopPropagation();
    if (next >= 0 && next < count) this.ask([next]);
  }

  /**
   * Ask once a frame: a pointer may move more often than a page is painted.
   * @param {number[]} place
   */
  ask(place) {
    if (String(place) === String(this.asked)) return;
    this.asked = place;
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.model.send({ place: this.asked });
    });
  }

  show() {
    const [count, high, wide] = this.model.get("shape");
    const [map, row, column] = this.model.get("marked");
    const columns = this.model.get("columns");
    const rows = Math.ceil(count / columns);
    const [width, height] = [columns * (wide + 1) + 1, rows * (high + 1) + 1];
    const left = (map % columns) * (wide + 1);
    const top = Math.floor(map / columns) * (high + 1);
    Object.assign(this.map.style, {
      left: `${(100 * left) / width}%`,
      top: `${(100 * top) / height}%`,
      width: `${(100 * (wide + 2)) / width}%`,
      height: `${(100 * (high + 2)) / height}%`,
    });
    Object.assign(this.cell.style, {
      left: `${(100 * (left + 1.5 + column)) / width}%`,
      top: `${(100 * (top + 1.5 + row)) / height}%`,
    });
    this.grid.setAttribute("aria-label", this.model.get("name"));
    this.grid.setAttribute("aria-valuemax", String(count - 1));
    this.grid.setAttribute("aria-valuenow", String(map));
    this.grid.setAttribute("aria-valuetext", this.model.get("words"));
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.model.off("change", this.onChange);
  }
}

/** @type {{ initialize: Initialize, render: Render }} */
export default {
  initialize: hearKernel,
  render({ model, el }) {
    const pointer = new MapPointer(/** @type {CanvasModel} */ (model), el);
    return () => pointer.close();
  },
};
