// Toolbar: a drawing surface's buttons, icons with a name for screen readers and a tooltip.

/** @import { Command, FileAnswer, KernelMessage } from "./connection/protocol.js" */
/** @import { CanvasModel, Render, Tool } from "./types.js" */

import { CanvasLink, findCanvas } from "./connection/canvas_link.js";
import { make } from "./elements.js";

const ICONS = {
  pen: "M3 17.2V21h3.8L17.8 10l-3.8-3.8L3 17.2zM20.7 7a1 1 0 0 0 0-1.4l-2.3-2.3a1 1 0 0 0-1.4 0l-1.8 1.8 3.8 3.8L20.7 7z",
  eraser:
    "M15.1 3.5 3.5 15.1a2 2 0 0 0 0 2.8L6.6 21H12l9-9a2 2 0 0 0 0-2.8l-4.3-4.3a1.2 1.2 0 0 0-1.6-1.4zM7.4 19l-2.5-2.5 5-5 4.3 4.3L11 19H7.4zM14 21h7v-2h-5l-2 2z",
  "stroke eraser":
    "M2 15c3-7 5-8 6-6s-1 6 1 6 3-4 5-4l-.6 2c-1.4 0-2 4-4.4 4-4 0-2-6-3-6s-2 3-2.6 4.8L2 15zm13.2-1.8 1.4-1.4 2.4 2.4 2.4-2.4 1.4 1.4-2.4 2.4 2.4 2.4-1.4 1.4-2.4-2.4-2.4 2.4-1.4-1.4 2.4-2.4-2.4-2.4z",
  undo: "M12.5 8c-2.6 0-5 1-6.9 2.6L2 7v9h9l-3.6-3.6A8 8 0 0 1 20.1 16l2.3-.8A10.5 10.5 0 0 0 12.5 8z",
  redo: "M11.5 8c2.6 0 5 1 6.9 2.6L22 7v9h-9l3.6-3.6A8 8 0 0 0 3.9 16l-2.3-.8A10.5 10.5 0 0 1 11.5 8z",
  clear:
    "M6 19c0 1.1.9 2 2 2h8a2 2 0 0 0 2-2V7H6v12zm2-10h8v10H8V9zm7.500-5-1-1h-5l-1 1H5v2h14V4h-3.500z",
  download: "M5 20h14v-2H5v2zM19 9h-4V3H9v6H5l7 7 7-7z",
  copy: "M16 1H4a2 2 0 0 0-2 2v14h2V3h12V1zm3 4H8a2 2 0 0 0-2 2v14c0 1.1.9 2 2 2h11a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2zm0 16H8V7h11v14z",
};
const FORMATS = { png: "Image (PNG)", svg: "Vectors (SVG)", json: "Strokes (JSON)" };
// Milliseconds for which the bar shows the result of copying.
const SAID = 4000;
// Milliseconds after which a browser has surely started a download.
const DOWNLOADED = 10_000;

/** @typedef {keyof typeof ICONS} Icon */

class Toolbar {
  /**
   * @param {CanvasModel} canvas
   * @param {string[]} names - of the buttons to show
   * @param {HTMLElement} el
   */
  constructor(canvas, names, el) {
    this.link = new CanvasLink(canvas);
    /** @type {Map<string, (file: Blob) => void>} */
    this.waiting = new Map(); // by format, the function that waits for the file
    this.buttons = new Map(names.map((name) => [name, this.makeButton(name)]));
    this.said = make("div", "said", { role: "status" });
    const bar = make("div", "bar", { role: "toolbar", "aria-label": "Drawing tools" });
    bar.append(...this.buttons.values());
    el.classList.add("digit-widgets-tools");
    el.append(bar, this.said);
    this.link.on("msg:custom", (message, buffers) => this.onMessage(message, buffers));
    for (const name of ["tool", "can_undo", "can_redo", "disabled"]) {
      this.link.on(`change:${name}`, () => this.show());
    }
    this.show();
  }

  close() {
    this.link.close();
  }

  /** @param {string} name */
  makeButton(name) {
    switch (name) {
      case "pen":
        return this.toolButton(name, "Pen", "Pen: draw");
      case "eraser":
        return this.toolButton(name, "Eraser", "Eraser: wipe parts of strokes");
      case "stroke eraser":
        return this.toolButton(name, "Stroke eraser", "Stroke eraser: wipe whole strokes");
      case "undo":
        return this.commandButton(name, "Undo", "Undo (Ctrl+Z)");
      case "redo":
        return this.commandButton(name, "Redo", "Redo (Shift+Ctrl+Z)");
      case "reset": {
        const tooltip = "Reset: wipe the drawing (Delete). Undo brings it back";
        return this.commandButton("clear", "Reset", tooltip);
      }
      case "download":
        return this.downloadList();
      default:
        return this.button("copy", "Copy 28×28", "Copy the 28×28 image", () => this.copy());
    }
  }

  /**
   * @param {Icon} icon
   * @param {string} name
   * @param {string} tooltip
   * @param {() => void} onClick
   */
  button(icon, name, tooltip, onClick) {
    const attributes = { type: "button", title: tooltip, "aria-label": name };
    const button = make("button", "jupyter-button", attributes);
    button.innerHTML = svg(icon);
    button.addEventListener("click", onClick);
    return button;
  }

  /**
   * @param {Tool} tool
   * @param {string} name
   * @param {string} tooltip
   */
  toolButton(tool, name, tooltip) {
    return this.button(tool, name, tooltip, () => {
      if (this.link.get("disabled")) return;
      this.link.flush();
      this.link.set("tool", tool);
      this.link.send({ kind: "tool", tool });
    });
  }

  /**
   * @param {Command} what
   * @param {string} name
   * @param {string} tooltip
   */
  commandButton(what, name, tooltip) {
    return this.button(what, name, tooltip, () => {
      if (this.link.get("disabled")) return;
      this.link.flush();
      this.link.send({ kind: "command", what });
    });
  }

  // A native list of formats under an icon: it opens and closes like the system's lists.
  downloadList() {
    const place = make("span", "jupyter-button saving", { title: "Download the drawing" });
    place.innerHTML = svg("download");
    const list = make("select", "", { "aria-label": "Download" });
    list.append(new Option("Download …", "", true));
    for (const [format, name] of Object.entries(FORMATS)) list.append(new Option(name, format));
    list.addEventListener("change", async () => {
      const format = list.value;
      list.value = "";
      if (format) download(await this.requestFile(format), `drawing.${format}`);
    });
    place.append(list);
    return place;
  }

  show() {
    const { link } = this;
    const isDisabled = link.get("disabled");
    const isIdle = new Map([
      ["undo", !link.get("can_undo")],
      ["redo", !link.get("can_redo")],
    ]);
    for (const [name, button] of this.buttons) {
      if (name === "download" || name === "copy") continue; // they do not change the drawing
      if (!isIdle.has(name) && name !== "reset") {
        button.setAttribute("aria-pressed", String(name === link.get("tool")));
      }
      // Not `disabled`: a focused button would lose the focus.
      button.setAttribute("aria-disabled", String(isDisabled || Boolean(isIdle.get(name))));
    }
  }

  // Files -----------------------------------------------------------------------------------

  /**
   * Ask the kernel for the drawing in a format.
   * @param {string} format
   * @returns {Promise<Blob>}
   */
  requestFile(format) {
    return new Promise((resolve) => {
      this.waiting.set(format, resolve);
      this.link.send({ kind: "file", format });
    });
  }

  /**
   * @param {KernelMessage} message
   * @param {DataView<ArrayBuffer>[]} buffers
   */
  onMessage(message, buffers) {
    if (message.kind === "file" && message.view === this.link.view) this.onFile(message, buffers);
  }

  /**
   * @param {FileAnswer} answer
   * @param {DataView<ArrayBuffer>[]} buffers
   */
  onFile({ format, type }, [content]) {
    this.waiting.get(format)?.(new Blob([content], { type }));
    this.waiting.delete(format);
  }

  async copy() {
    const format = "28x28";
    try {
      const file = this.requestFile(format);
      await navigator.clipboard.write([new ClipboardItem({ "image/png": file })]);
      this.say("Copied");
    } catch {
      download(await this.requestFile(format), `${format}.png`);
      this.say("The browser does not let this page copy: the image is downloaded instead");
    }
  }

  /** @param {string} words */
  say(words) {
    this.said.textContent = words;
    setTimeout(() => {
      this.said.textContent = "";
    }, SAID);
  }
}

/** @param {Icon} icon */
function svg(icon) {
  return `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;
}

/**
 * Make the browser save a file.
 * @param {Blob} file
 * @param {string} name
 */
function download(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOADED);
}

/** @type {{ render: Render }} */
export default {
  async render({ model, el }) {
    const toolbar = new Toolbar(await findCanvas(model), model.get("buttons"), el);
    return () => toolbar.close();
  },
};
