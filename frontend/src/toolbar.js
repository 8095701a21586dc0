// Toolbar: a drawing surface's buttons, icons with a name for screen readers and a tooltip.

/** @import { Command, FileAnswer, KernelMessage } from "./connection/protocol.js" */
/** @import { Tools } from "./texts/en.js" */
/** @import { CanvasModel, Initialize, Render, Tool } from "./types.js" */
/** @import { Icon } from "./icons.js" */

import { CanvasLink, findCanvas } from "./connection/canvas_link.js";
import { make } from "./elements.js";
import { svg } from "./icons.js";
import { askForImage } from "./input/image_files.js";
import { hearKernel } from "./late_scripts.js";
import { enTools } from "./texts/en.js";

const TOOLS = ["pen", "eraser", "stroke eraser"];
// Milliseconds for which the bar shows the result of copying.
const SAID = 4000;
// Milliseconds after which a browser has surely started a download.
const DOWNLOADED = 10_000;

class Toolbar {
  /**
   * @param {CanvasModel} canvas
   * @param {string[]} names - of the buttons to show
   * @param {HTMLElement} el
   */
  constructor(canvas, names, el) {
    this.link = new CanvasLink(canvas);
    /** @type {Tools} */
    this.texts = this.link.get("_texts") ?? enTools; // a kernel's widgets are in English
    /** @type {Map<string, (file: Blob) => void>} */
    this.waiting = new Map(); // by format, the function that waits for the file
    // A phone's own dialog for images need not offer its camera: a second button does.
    const all = names.flatMap((name) => (name === "image" ? [name, "camera"] : [name]));
    this.buttons = new Map(all.map((name) => [name, this.makeButton(name)]));
    this.said = make("div", "said", { role: "status" });
    const bar = make("div", "bar", { role: "toolbar", "aria-label": this.texts.bar });
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
    const { texts } = this;
    switch (name) {
      case "pen":
        return this.toolButton(name, texts.pen);
      case "eraser":
        return this.toolButton(name, texts.eraser);
      case "stroke eraser":
        return this.toolButton(name, texts.strokeEraser);
      case "undo":
        return this.commandButton(name, texts.undo);
      case "redo":
        return this.commandButton(name, texts.redo);
      case "reset":
        return this.commandButton("clear", texts.reset);
      case "image":
        return this.button(name, texts.image, () => askForImage(this.link, false));
      case "camera": {
        const button = this.button(name, texts.camera, () => askForImage(this.link, true));
        button.classList.add("camera");
        return button;
      }
      case "download":
        return this.downloadList();
      default:
        return this.button("copy", texts.copy, () => this.copy());
    }
  }

  /**
   * @param {Icon} icon
   * @param {readonly [name: string, tooltip: string]} texts
   * @param {() => void} onClick
   */
  button(icon, [name, tooltip], onClick) {
    const attributes = { type: "button", title: tooltip, "aria-label": name };
    const button = make("button", "jupyter-button", attributes);
    button.innerHTML = svg(icon);
    button.addEventListener("click", onClick);
    return button;
  }

  /**
   * @param {Tool} tool
   * @param {readonly [name: string, tooltip: string]} texts
   */
  toolButton(tool, texts) {
    return this.button(tool, texts, () => {
      if (this.link.get("disabled")) return;
      this.link.flush();
      this.link.set("tool", tool);
      this.link.send({ kind: "tool", tool });
    });
  }

  /**
   * @param {Command} what
   * @param {readonly [name: string, tooltip: string]} texts
   */
  commandButton(what, texts) {
    return this.button(what, texts, () => {
      if (this.link.get("disabled")) return;
      this.link.flush();
      this.link.send({ kind: "command", what });
    });
  }

  // A native list of formats under an icon: it opens and closes like the system's lists.
  downloadList() {
    const { texts } = this;
    const place = make("span", "jupyter-button saving", { title: texts.download[1] });
    place.innerHTML = svg("download");
    const list = make("select", "", { "aria-label": texts.download[0] });
    list.append(new Option(`${texts.download[0]} …`, "", true));
    for (const [format, name] of Object.entries(texts.formats))
      list.append(new Option(name, format));
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
      if (TOOLS.includes(name)) {
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
    if (message.kind === "focus") this.onFocus();
  }

  // The kernel has hidden the button that was pressed last, and with it the focus.
  onFocus() {
    const focused = document.activeElement;
    const isLost = !focused || focused === document.body || !focused.checkVisibility();
    if (isLost) this.buttons.get("image")?.focus();
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
      this.say(this.texts.copied);
    } catch {
      download(await this.requestFile(format), `${format}.png`);
      this.say(this.texts.notCopied);
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

/** @type {{ initialize: Initialize, render: Render }} */
export default {
  initialize: hearKernel,
  async render({ model, el }) {
    const toolbar = new Toolbar(await findCanvas(model), model.get("buttons"), el);
    return () => toolbar.close();
  },
};
