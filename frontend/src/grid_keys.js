// Arrow keys for a grid of buttons: they walk from one to the next, and press it. The buttons are
// those of the box before this element, as many in a row as fit.

/** @import { Initialize, Render } from "./types.js" */

import { stepInGrid } from "./grid_steps.js";
import { hearKernel } from "./late_scripts.js";

// Milliseconds between two checks that the host has inserted this element.
const LOOK = 100;

class GridKeys {
  /** @param {HTMLElement} el */
  constructor(el) {
    this.el = el;
    el.style.display = "none";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @param {KeyboardEvent} event */
    this.onKey = (event) => this.walk(event);
    this.begin();
  }

  // The host inserts this element some time after creating it.
  begin() {
    this.around = this.el.parentElement;
    if (this.around) this.around.addEventListener("keydown", this.onKey);
    else this.timer = setTimeout(() => this.begin(), LOOK);
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const buttons = [...(this.around?.querySelectorAll("button") ?? [])];
    const shown = buttons.filter((button) => button.offsetParent);
    const at = shown.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const place = stepInGrid(event.key, at, countColumns(shown), shown.length);
    const next = at < 0 || place === undefined ? undefined : shown[place];
    if (!next) return;
    event.preventDefault();
    // JupyterLab would move to another cell.
    event.stopPropagation();
    next.focus();
    next.click();
  }

  close() {
    clearTimeout(this.timer);
    this.around?.removeEventListener("keydown", this.onKey);
  }
}

/**
 * Return how many of some buttons stand in the first row.
 * @param {HTMLElement[]} shown
 */
const countColumns = (shown) =>
  shown.filter((each) => each.offsetTop === shown[0]?.offsetTop).length;

/** @type {{ initialize: Initialize, render: Render }} */
export default {
  initialize: hearKernel,
  render({ el }) {
    const keys = new GridKeys(el);
    return () => keys.close();
  },
};
