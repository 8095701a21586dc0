// View tabs: a row of tabs as WAI-ARIA's authoring practices have them. The kernel says which one is
// shown; the page asks for another by a click, or by the arrow keys, Home and End.

/** @import { CanvasModel, Initialize, Render } from "./types.js" */

import { make } from "./elements.js";
import { hearKernel } from "./late_scripts.js";

/** @type {Record<string, (at: number, count: number) => number>} */
const STEPS = {
  ArrowLeft: (at, count) => (at + count - 1) % count,
  ArrowRight: (at, count) => (at + 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

class ViewTabs {
  /**
   * @param {CanvasModel} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    /** @type {string[]} */
    const names = model.get("names");
    this.tabs = names.map((name, at) => this.makeTab(name, at));
    const list = make("div", "list", {
      role: "tablist",
      "aria-label": model.get("title") ?? "Views",
    });
    list.append(...this.tabs);
    el.classList.add("digit-widgets-tabs");
    el.append(list);
    this.onChange = () => this.show();
    model.on("change:chosen", this.onChange);
    this.show();
    this.tellShown();
  }

  /**
   * @param {string} name
   * @param {number} at
   */
  makeTab(name, at) {
    const tab = make("button", "tab", { type: "button", role: "tab", "data-name": name });
    tab.textContent = name;
    tab.addEventListener("click", () => this.choose(at));
    tab.addEventListener("keydown", (event) => this.onKey(event, at));
    return tab;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} at
   */
  onKey(event, at) {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = step(at, this.tabs.length);
    event.preventDefault();
    // JupyterLab would move to another cell.
    event.stopPropagation();
    this.tabs[next]?.focus();
    this.choose(next);
  }

  /** @param {number} at */
  choose(at) {
    // Even the one that is shown: the kernel may not have answered to the key before.
    this.model.send({ choose: at });
  }

  show() {
    for (const [at, tab] of this.tabs.entries()) {
      const isChosen = at === this.model.get("chosen");
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      if (isChosen) this.reveal(tab);
    }
  }

  /**
   * Scroll a row that is wider than the page, and nothing around it.
   * @param {HTMLElement} tab
   */
  reveal(tab) {
    const list = tab.parentElement;
    if (list) list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
  }

  /** Tell the kernel once the page has painted this: what is seen later is built from then on. */
  tellShown() {
    const tell = () => this.model.send({ shown: true });
    requestAnimationFrame(() => setTimeout(tell, 0));
  }

  close() {
    this.model.off("change:chosen", this.onChange);
  }
}

/** @type {{ initialize: Initialize, render: Render }} */
export default {
  initialize: hearKernel,
  render({ model, el }) {
    const tabs = new ViewTabs(/** @type {CanvasModel} */ (model), el);
    return () => tabs.close();
  },
};
