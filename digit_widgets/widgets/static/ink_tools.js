// The tool bar of a drawing surface: icons, each with a name for screen readers and a tooltip.

const ICONS = {
  pen: "M3 17.2V21h3.8L17.8 10l-3.8-3.8L3 17.2zM20.7 7a1 1 0 0 0 0-1.4l-2.3-2.3a1 1 0 0 0-1.4 0l-1.8 1.8 3.8 3.8L20.7 7z",
  eraser: "M15.1 3.5 3.5 15.1a2 2 0 0 0 0 2.8L6.6 21H12l9-9a2 2 0 0 0 0-2.8l-4.3-4.3a1.2 1.2 0 0 0-1.6-1.4zM7.4 19l-2.5-2.5 5-5 4.3 4.3L11 19H7.4zM14 21h7v-2h-5l-2 2z",
  "stroke eraser": "M2 15c3-7 5-8 6-6s-1 6 1 6 3-4 5-4l-.6 2c-1.4 0-2 4-4.4 4-4 0-2-6-3-6s-2 3-2.6 4.8L2 15zm13.2-1.8 1.4-1.4 2.4 2.4 2.4-2.4 1.4 1.4-2.4 2.4 2.4 2.4-1.4 1.4-2.4-2.4-2.4 2.4-1.4-1.4 2.4-2.4-2.4-2.4z",
  undo: "M12.5 8c-2.6 0-5 1-6.9 2.6L2 7v9h9l-3.6-3.6A8 8 0 0 1 20.1 16l2.3-.8A10.5 10.5 0 0 0 12.5 8z",
  redo: "M11.5 8c2.6 0 5 1 6.9 2.6L22 7v9h-9l3.6-3.6A8 8 0 0 0 3.9 16l-2.3-.8A10.5 10.5 0 0 1 11.5 8z",
  clear: "M6 19c0 1.1.9 2 2 2h8a2 2 0 0 0 2-2V7H6v12zm2-10h8v10H8V9zm7.500-5-1-1h-5l-1 1H5v2h14V4h-3.500z",
  save: "M5 20h14v-2H5v2zM19 9h-4V3H9v6H5l7 7 7-7z",
  copy: "M16 1H4a2 2 0 0 0-2 2v14h2V3h12V1zm3 4H8a2 2 0 0 0-2 2v14c0 1.1.9 2 2 2h11a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2zm0 16H8V7h11v14z",
};
const FORMATS = { png: "Picture (PNG)", svg: "Vectors (SVG)", json: "Strokes (JSON)" };

class Tools {
  constructor(model, el) {
    this.model = model;
    this.view = Math.floor(Math.random() * 2 ** 31);
    this.waiting = new Map();
    el.classList.add("digit-widgets-tools");
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", "Drawing tools");
    const make = {
      pen: () => this.tool("pen", "Pen", "Pen: draw"),
      eraser: () => this.tool("eraser", "Eraser", "Eraser: wipe parts of strokes"),
      "stroke eraser": () => this.tool("stroke eraser", "Stroke eraser", "Stroke eraser: wipe whole strokes"),
      undo: () => this.action("undo", "Undo", "Undo (Ctrl+Z)"),
      redo: () => this.action("redo", "Redo", "Redo (Shift+Ctrl+Z)"),
      reset: () => this.action("clear", "Reset", "Reset: wipe the drawing (Delete). Undo brings it back"),
      download: () => this.saving(),
      copy: () => this.button("copy", "Copy 28×28", "Copy the 28×28 picture", () => this.copy()),
    };
    this.buttons = Object.fromEntries(model.get("buttons").map((name) => [name, make[name]()]));
    bar.append(...Object.values(this.buttons));
    this.said = document.createElement("div");
    this.said.className = "said";
    this.said.setAttribute("role", "status");
    el.append(bar, this.said);
    this.connection = new Connection(model);
    this.stop = new AbortController();
    hear(model, this.stop.signal);
    this.onMessage = (message, buffers) => this.received(message, buffers);
    this.onChange = () => this.show();
    model.on("msg:custom", this.onMessage);
    model.on("change", this.onChange);
    this.show();
  }

  close() {
    this.stop.abort();
    this.connection.close();
    this.model.off("msg:custom", this.onMessage);
    this.model.off("change", this.onChange);
  }

  button(icon, name, tooltip, onClick) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "jupyter-button";
    button.title = tooltip;
    button.setAttribute("aria-label", name);
    button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;
    button.addEventListener("click", onClick);
    return button;
  }

  tool(icon, name, tooltip) {
    return this.button(icon, name, tooltip, () => {
      if (this.model.get("disabled")) return;
      announce(this.model, { tool: icon });
      this.send({ kind: "tool", tool: icon });
    });
  }

  action(what, name, tooltip) {
    return this.button(what, name, tooltip, () => {
      if (this.model.get("disabled")) return;
      announce(this.model, {});
      this.send({ kind: "press", what });
    });
  }

  // A native list of formats under an icon: it opens and closes as the system's lists do.
  saving() {
    const place = document.createElement("span");
    place.className = "jupyter-button saving";
    place.title = "Download the drawing";
    place.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS.save}"/></svg>`;
    const list = document.createElement("select");
    list.setAttribute("aria-label", "Download");
    list.append(new Option("Download …", "", true));
    for (const [format, name] of Object.entries(FORMATS)) list.append(new Option(name, format));
    list.addEventListener("change", async () => {
      const format = list.value;
      list.value = "";
      if (format) this.save(await this.file(format), format);
    });
    place.append(list);
    return place;
  }

  show() {
    const disabled = this.model.get("disabled");
    const idle = { undo: !this.model.get("can_undo"), redo: !this.model.get("can_redo") };
    for (const [name, button] of Object.entries(this.buttons)) {
      if (name === "download" || name === "copy") continue; // they leave the drawing as it is
      if (!(name in idle) && name !== "reset") {
        button.setAttribute("aria-pressed", String(name === this.model.get("tool")));
      }
      // Not `disabled`: a button that has the focus would lose it.
      button.setAttribute("aria-disabled", String(disabled || Boolean(idle[name])));
    }
  }

  send(content) {
    if (this.connection.isOpen) this.model.send({ view: this.view, ...content });
  }

  // Ask the kernel for the drawing in a format, as a Blob.
  file(format) {
    return new Promise((resolve) => {
      this.waiting.set(format, resolve);
      this.send({ kind: "file", format });
    });
  }

  received(message, buffers) {
    if (message.kind !== "file" || message.view !== this.view) return;
    this.waiting.get(message.format)?.(new Blob([buffers[0]], { type: message.type }));
    this.waiting.delete(message.format);
  }

  save(blob, format) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `drawing.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  async copy() {
    try {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": this.file("28x28") })]);
      this.say("Copied");
    } catch {
      this.save(await this.file("28x28"), "28x28.png");
      this.say("The browser does not let this page copy: the picture is downloaded instead");
    }
  }

  say(words) {
    this.said.textContent = words;
    setTimeout(() => (this.said.textContent = ""), 4000);
  }
}

export default {
  render({ model, el }) {
    const tools = new Tools(model, el);
    return () => tools.close();
  },
};
