// Views: a row of tabs, and the panels of which one is shown.

import { make } from "../elements.js";
import { LocalModel } from "../local/model.js";
import viewTabs from "../view_tabs.js";

export class Views {
  /**
   * @param {HTMLElement} stage - that holds the panels
   * @param {HTMLElement} tabs - that is to hold the tabs
   * @param {string} title - of the row of tabs, for screen readers
   * @param {Record<string, string>} titles - by the views' names
   * @param {(name: string) => void} onShow - called when a view is shown
   */
  constructor(stage, tabs, title, titles, onShow) {
    this.stage = stage;
    this.title = title;
    this.titles = titles;
    this.onShow = onShow;
    /** @type {Map<string, HTMLElement>} */
    this.panels = new Map();
    this.tabs = tabs;
    this.shown = "";
  }

  /**
   * Add a view; the first one is shown.
   * @param {string} name
   */
  add(name) {
    const panel = make("div", `digit-widgets-view digit-widgets-view-${name}`, {
      role: "tabpanel",
      id: `view-${name}`,
      "aria-label": this.titles[name],
    });
    panel.hidden = true;
    this.panels.set(name, panel);
    this.stage.append(panel);
  }

  /** Make the tabs, once all views are added, and show the first. */
  open() {
    const names = [...this.panels.keys()];
    const titles = names.map((name) => this.titles[name]);
    this.model = new LocalModel({ names: titles, chosen: 0, title: this.title }, (message) => {
      if ("choose" in message) this.show(names[message.choose]);
    });
    viewTabs.render({ model: this.model, el: this.tabs });
    this.show(names[0]);
  }

  /**
   * @param {string} name
   * @param {HTMLElement[]} content
   */
  fill(name, ...content) {
    this.panels.get(name)?.replaceChildren(...content);
  }

  // Give the focus to the tab that is shown: the pressed button is now hidden.
  focus() {
    /** @type {HTMLElement | null} */ (this.tabs.querySelector("[aria-selected=true]"))?.focus();
  }

  /** @param {string} name */
  show(name) {
    this.shown = name;
    for (const [each, panel] of this.panels) panel.hidden = each !== name;
    this.model?.set("chosen", [...this.panels.keys()].indexOf(name));
    this.onShow(name);
  }
}
