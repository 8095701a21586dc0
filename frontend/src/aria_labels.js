// Names for what stands beside it and cannot be named from the kernel: other libraries' charts,
// sliders and buttons. They are given again where a library draws anew.

/** @import { Model, Render } from "./types.js" */

import { Connection } from "./connection/connection.js";

const SVG = "http://www.w3.org/2000/svg";
// Milliseconds between two looks for the host to put it beside the others.
const LOOK = 100;

class AriaLabels {
  /**
   * @param {Model} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.el = el;
    el.style.display = "none";
    this.onChange = () => this.label();
    this.redrawn = new MutationObserver(this.onChange);
    model.on("change:names", this.onChange);
    model.on("change:titles", this.onChange);
    // A chart may stand anywhere: where no line of a pad's says so, its bars are greyed all the same.
    this.connection = new Connection(model, () => this.grey());
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.begin();
  }

  // The host puts this beside the others some time after it has made it.
  begin() {
    const around = this.el.parentElement;
    if (!around) {
      this.timer = setTimeout(() => this.begin(), LOOK);
      return;
    }
    this.redrawn.observe(around, { subtree: true, childList: true, attributeFilter: ["class"] });
    this.label();
  }

  grey() {
    const around = this.el.parentElement;
    around?.classList.toggle("digit-widgets-ended-part", this.connection.isBroken);
  }

  /**
   * @param {string} selector
   * @returns {Element[]}
   */
  select(selector) {
    return [...(this.el.parentElement?.querySelectorAll(selector) ?? [])];
  }

  label() {
    /** @type {Record<string, Record<string, string>>} */
    const names = this.model.get("names");
    for (const [selector, attributes] of Object.entries(names)) {
      for (const element of this.select(selector)) {
        for (const [key, value] of Object.entries(attributes)) {
          if (element.getAttribute(key) !== value) element.setAttribute(key, value);
        }
      }
    }
    /** @type {Record<string, Record<string, string>>} */
    const titles = this.model.get("titles");
    for (const [selector, words] of Object.entries(titles)) {
      for (const element of this.select(selector)) setTitle(element, words[keyOf(element)] ?? "");
    }
  }

  close() {
    clearTimeout(this.timer);
    this.redrawn.disconnect();
    this.connection.close();
    this.model.off("change:names", this.onChange);
    this.model.off("change:titles", this.onChange);
  }
}

/**
 * What D3 has bound to an element: of an axis one of its keys.
 * @param {Element & { __data__?: string }} element
 */
function keyOf(element) {
  return element.__data__ ?? "";
}

/**
 * Give an element of SVG a tooltip: there it is an element of its own.
 * @param {Element} element
 * @param {string} words
 */
function setTitle(element, words) {
  let title = element.querySelector(":scope > title");
  if (!title) {
    title = document.createElementNS(SVG, "title");
    element.append(title);
  }
  if (title.textContent !== words) title.textContent = words;
}

/** @type {{ render: Render }} */
export default {
  render({ model, el }) {
    const labels = new AriaLabels(model, el);
    return () => labels.close();
  },
};
