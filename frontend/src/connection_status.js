// Connection status: the line in a widget that reports that its kernel is gone, and what to do. It
// also marks the widget, which the style rules grey out, and disables controls that need the kernel.

/** @import { Initialize, Model, Render } from "./types.js" */
/** @import { ConnectionState } from "./connection/connection.js" */

import { Connection, describeConnection, hostName, shared } from "./connection/connection.js";
import { make } from "./elements.js";
import { hearKernel } from "./late_scripts.js";
import { keepStyles } from "./style_keeping.js";

// Controls that are useless without a kernel. The pen is not: it draws in the page.
const NEEDS_KERNEL = `.digit-widgets-toolbar, .widget-button, .widget-toggle-buttons, .widget-dropdown,
  .widget-slider, .widget-play, .digit-widgets-matrix, .digit-widgets-tabs`;
/** @type {Record<string, string>} */
const SAVED = {
  all: "Saved drawing and reading",
  blank: "Saved with nothing drawn",
  none: "The drawing was too large to be saved",
};

class ConnectionStatus {
  /**
   * @param {Model} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.el = el;
    el.classList.add("digit-widgets-life");
    this.words = make("span", "", { role: "status" });
    el.append(this.words);
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    this.shown = "";
    this.connection = new Connection(model, () => this.show());
    this.show();
  }

  show() {
    const root = this.el.closest(".digit-widgets-live");
    if (!root) return; // the host inserts it some time after creating it
    const { state } = this.connection;
    /** @type {HTMLElement | null} */
    const ink = root.querySelector(".digit-widgets-ink");
    const isOver = state === "gone" || state === "saved";
    const isLive = state === "connected" && !ink?.hasAttribute("data-behind");
    const isUnsaved = state === "saved" && ink?.dataset.saved === "none";
    root.classList.toggle("digit-widgets-ended", state === "gone" || (!isOver && !isLive));
    root.classList.toggle("digit-widgets-unsaved", isUnsaved);
    root.classList.toggle("digit-widgets-over", isOver);
    for (const each of root.querySelectorAll(NEEDS_KERNEL)) {
      /** @type {HTMLElement} */ (each).inert = isOver;
    }
    this.say(state, ink?.dataset.saved ?? "");
  }

  /**
   * @param {ConnectionState} state
   * @param {string} saved - the part of the drawing that was saved
   */
  say(state, saved) {
    const host = hostName(this.model);
    const offer =
      state === "connected" ? shared.offers.get(this.model.get("canvas_id")) : undefined;
    let words = describeConnection(state, host);
    if (state === "saved") {
      const place = host === "JupyterLab" ? "cell" : "notebook";
      words = `${SAVED[saved] ?? "Saved"}: run the ${place} to go on.`;
    }
    const reloads = host === "Voila" && this.connection.isBroken;
    const shown = `${words} ${reloads} ${Boolean(offer)}`;
    if (shown === this.shown) return;
    this.shown = shown;
    this.words.textContent = words;
    for (const button of this.buttons) button.remove();
    this.buttons = [];
    if (reloads) this.addButton("Reload the page", (button) => this.reload(button));
    if (!offer) return;
    const drawn = "Drawn before the kernel stopped";
    this.addButton("Bring back the drawing", () => this.answer(offer.take), drawn);
    this.addButton("Dismiss", () => this.answer(offer.dismiss), "Discard that drawing");
  }

  /**
   * @param {string} name
   * @param {(button: HTMLButtonElement) => void} onClick
   * @param {string} tooltip
   */
  addButton(name, onClick, tooltip = "") {
    const button = make("button", "jupyter-button", { type: "button", title: tooltip });
    button.textContent = name;
    button.addEventListener("click", () => onClick(button));
    this.el.append(button);
    this.buttons.push(button);
  }

  /** @param {() => void} act */
  answer(act) {
    act();
    this.show();
  }

  /**
   * Reload the page if the server answers: otherwise the browser's error page would replace it.
   * @param {HTMLButtonElement} button
   */
  async reload(button) {
    // Ask for one of the page's scripts: asking for the page itself would start a kernel.
    const scripts = /** @type {HTMLScriptElement[]} */ ([...document.scripts]);
    const known = scripts.find((each) => each.src.startsWith(location.origin));
    try {
      await fetch(known?.src ?? location.href, { method: "HEAD", cache: "no-store" });
      location.reload();
    } catch {
      button.textContent = "The server does not answer: try again";
    }
  }

  close() {
    this.connection.close();
  }
}

/** @type {{ initialize: Initialize, render: Render }} */
export default {
  initialize({ model }) {
    hearKernel({ model });
    keepStyles(model.get("_anywidget_id"));
  },
  render({ model, el }) {
    const status = new ConnectionStatus(model, el);
    // The kernel sends again what has changed while this page was loading its widgets.
    model.send({ shown: true });
    return () => status.close();
  },
};
