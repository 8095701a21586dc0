// Names for elements in the same box that cannot be named from the kernel: charts, sliders and
// buttons of other libraries. The names are set again whenever a library redraws.

/** @import { Initialize, Model, Render } from "./types.js" */

import { Connection } from "./connection/connection.js";
import { hearKernel } from "./late_scripts.js";

const SVG = "http://www.w3.org/2000/svg";
// Milliseconds between two checks that the host has inserted this element.
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
    // Charts may be used outside a pad, which reports the connection: grey them out here.
    this.connection = new Connection(model, () => this.grey());
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.begin();
  }

  // The host inserts this element some time after creating it.
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
 * Return the datum that D3 has bound to an element, such as the key of an axis.
 * @param {Element & { __data__?: string }} element
 */
function keyOf(element) {
  return element.__data__ ?? "";
}

/**
 * Give an SVG element a tooltip, which SVG represents as a child element.
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

/** @type {{ initialize: Initialize, render: Render }} */
export default {
  initialize: hearKernel,
  render({ model, el }) {
    const labels = new AriaLabels(model, el);
    return () => labels.close();
  },
};
