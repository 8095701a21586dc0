// Built from frontend/ by `make frontend`.

// src/connection/connection.js
var LOOK = 300;
var BROKEN = 900;
var SOON = 1e3;
var LATER = 5e3;
var SHARED = /* @__PURE__ */ Symbol.for("digit-widgets.connection.1");
var KernelWatch = class {
  /** @param {Kernel} kernel */
  constructor(kernel) {
    this.kernel = kernel;
    this.isEnded = false;
    this.isAnswered = true;
    this.asked = performance.now();
    this.heard = this.asked;
    this.brokenSince = null;
    kernel.anyMessage?.connect((_, message) => this.onMessage(message));
  }
  /** @param {KernelMessage} message */
  onMessage({ msg, direction }) {
    if (direction !== "recv") return;
    this.heard = performance.now();
    if (msg.header.msg_type === "shutdown_reply" && msg.channel === "iopub") {
      shared.end(this.kernel);
      this.isEnded ||= !msg.content.restart;
    }
  }
  /** @param {number} now */
  look(now) {
    if (this.kernel.connectionStatus === "connected") this.brokenSince = null;
    else this.brokenSince ??= now;
    const since = now - Math.max(this.heard, this.asked);
    const patience = this.brokenSince !== null && this.isAnswered ? SOON : LATER;
    if (!this.isEnded && !document.hidden && since > patience) this.ask(now);
  }
  get isLost() {
    return this.brokenSince !== null && performance.now() - this.brokenSince > BROKEN;
  }
  /**
   * Ask the server whether it still has the kernel.
   * @param {number} now
   */
  async ask(now) {
    this.asked = now;
    const { baseUrl, token, init } = this.kernel.serverSettings ?? {};
    if (!baseUrl) return;
    const headers = token ? { Authorization: `token ${token}` } : void 0;
    try {
      const url = `${baseUrl}api/kernels/${encodeURIComponent(this.kernel.id)}?no_track_activity=1`;
      const answer = await fetch(url, { ...init, headers, cache: "no-store" });
      this.isAnswered = true;
      const isBroken = this.kernel.connectionStatus === "disconnected";
      if (answer.status === 404) this.isEnded = /kernel/i.test(await answer.text());
      else if (answer.ok && isBroken) await this.kernel.reconnect();
    } catch {
      this.isAnswered = false;
    }
  }
};
var Shared = class {
  constructor() {
    this.connections = /* @__PURE__ */ new Set();
    this.watches = /* @__PURE__ */ new WeakMap();
    this.ended = /* @__PURE__ */ new WeakSet();
    this.drawings = [];
    this.offers = /* @__PURE__ */ new Map();
    this.timer = void 0;
  }
  /** @param {Connection} connection */
  add(connection) {
    this.connections.add(connection);
    this.timer ??= setInterval(() => this.look(), LOOK);
  }
  /** @param {Connection} connection */
  remove(connection) {
    this.connections.delete(connection);
    if (this.connections.size) return;
    clearInterval(this.timer);
    this.timer = void 0;
  }
  look() {
    const now = performance.now();
    const kernels = new Set([...this.connections].map((each) => each.kernel));
    for (const kernel of kernels) if (kernel) this.watch(kernel).look(now);
    for (const connection of [...this.connections]) connection.look();
  }
  /** @param {Kernel} kernel */
  watch(kernel) {
    const watch = this.watches.get(kernel) ?? new KernelWatch(kernel);
    this.watches.set(kernel, watch);
    return watch;
  }
  /** @param {Kernel} kernel */
  end(kernel) {
    for (const each of this.connections) {
      if (each.anchor && each.kernel === kernel) this.ended.add(each.anchor);
    }
  }
};
var page = (
  /** @type {{ [SHARED]?: Shared }} */
  globalThis
);
page[SHARED] ??= new Shared();
var shared = (
  /** @type {Shared} */
  page[SHARED]
);
var Connection = class {
  /**
   * @param {Model} model
   * @param {(state: ConnectionState, before: ConnectionState) => void} onLook - called at each check
   */
  constructor(model, onLook = () => {
  }) {
    this.model = model;
    this.onLook = onLook;
    shared.add(this);
    this.state = this.now();
  }
  // A model of the same kernel that exposes its comm: anywidget's models hide theirs.
  /** @returns {LayoutModel | undefined} */
  get anchor() {
    return this.model.get("layout");
  }
  get kernel() {
    return this.anchor?.comm && this.anchor.widget_manager?.kernel;
  }
  /** @returns {ConnectionState} */
  now() {
    const { anchor, kernel } = this;
    if (!anchor?.widget_manager) return "connected";
    if (!anchor.comm) return "saved";
    const isDisposed = anchor.comm.jsServicesComm?.isDisposed;
    if (!anchor.comm_live || isDisposed || shared.ended.has(anchor)) return "gone";
    if (kernel === void 0) return "connected";
    const hasEnded = /dead|restarting|terminating/;
    if (!kernel || kernel.isDisposed || hasEnded.test(kernel.status)) return "gone";
    const watch = shared.watch(kernel);
    if (watch.isEnded) return "gone";
    return watch.isLost ? "lost" : "connected";
  }
  look() {
    const before = this.state;
    this.state = this.now();
    this.onLook(this.state, before);
  }
  // True if messages can reach the kernel, sooner or later. Checked for each message: sending one
  // to a kernel that is gone throws an exception.
  get isOpen() {
    this.state = this.now();
    return this.state === "connected" || this.state === "lost";
  }
  // True if the page may no longer show the kernel's state.
  get isBroken() {
    return this.state === "gone" || this.state === "lost";
  }
  close() {
    shared.remove(this);
  }
};

// src/connection/canvas_link.js
var FLUSH = "digit-widgets:flush";
function findCanvas(model) {
  return model.widget_manager.get_model(model.get("canvas").replace("IPY_MODEL_", ""));
}
var CanvasLink = class {
  /**
   * @param {CanvasModel} canvas
   * @param {(state: ConnectionState, before: ConnectionState) => void} [onLook]
   */
  constructor(canvas, onLook) {
    this.canvas = canvas;
    this.view = Math.floor(Math.random() * 2 ** 31);
    this.connection = new Connection(canvas, onLook);
    this.handlers = [];
  }
  /**
   * @param {string} name
   * @returns {any}
   */
  get(name) {
    return this.canvas.get(name);
  }
  /**
   * Set a value in all views of the canvas at once. A separate message must tell the kernel.
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) {
    this.canvas.set(name, value);
  }
  /**
   * Listen to the model until the link is closed.
   * @param {string} name
   * @param {(...args: any[]) => void} handler
   */
  on(name, handler) {
    this.canvas.on(name, handler);
    this.handlers.push([name, handler]);
  }
  /** @param {() => void} handler */
  onFlush(handler) {
    this.on(FLUSH, handler);
  }
  // Make all views send their ink before the next message.
  flush() {
    this.canvas.trigger(FLUSH);
  }
  /**
   * @param {PageMessage} message
   * @param {ArrayBuffer[]} [buffers]
   */
  send(message, buffers = []) {
    if (!this.connection.isOpen) return;
    this.canvas.send({ view: this.view, ...message }, void 0, buffers);
  }
  close() {
    this.connection.close();
    for (const [name, handler] of this.handlers) this.canvas.off(name, handler);
  }
};

// src/elements.js
function make(tag, className, attributes = {}) {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

// src/icons.js
var ICONS = {
  pen: "M3 17.2V21h3.8L17.8 10l-3.8-3.8L3 17.2zM20.7 7a1 1 0 0 0 0-1.4l-2.3-2.3a1 1 0 0 0-1.4 0l-1.8 1.8 3.8 3.8L20.7 7z",
  eraser: "M15.1 3.5 3.5 15.1a2 2 0 0 0 0 2.8L6.6 21H12l9-9a2 2 0 0 0 0-2.8l-4.3-4.3a1.2 1.2 0 0 0-1.6-1.4zM7.4 19l-2.5-2.5 5-5 4.3 4.3L11 19H7.4zM14 21h7v-2h-5l-2 2z",
  "stroke eraser": "M2 15c3-7 5-8 6-6s-1 6 1 6 3-4 5-4l-.6 2c-1.4 0-2 4-4.4 4-4 0-2-6-3-6s-2 3-2.6 4.8L2 15zm13.2-1.8 1.4-1.4 2.4 2.4 2.4-2.4 1.4 1.4-2.4 2.4 2.4 2.4-1.4 1.4-2.4-2.4-2.4 2.4-1.4-1.4 2.4-2.4-2.4-2.4z",
  undo: "M12.5 8c-2.6 0-5 1-6.9 2.6L2 7v9h9l-3.6-3.6A8 8 0 0 1 20.1 16l2.3-.8A10.5 10.5 0 0 0 12.5 8z",
  redo: "M11.5 8c2.6 0 5 1 6.9 2.6L22 7v9h-9l3.6-3.6A8 8 0 0 0 3.9 16l-2.3-.8A10.5 10.5 0 0 1 11.5 8z",
  clear: "M6 19c0 1.1.9 2 2 2h8a2 2 0 0 0 2-2V7H6v12zm2-10h8v10H8V9zm7.500-5-1-1h-5l-1 1H5v2h14V4h-3.500z",
  download: "M5 20h14v-2H5v2zM19 9h-4V3H9v6H5l7 7 7-7z",
  image: "M19 5v14H5V5h14m0-2H5a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2V5a2 2 0 0 0-2-2zm-5 9-3 4-2-2.5L6 17h12z",
  camera: "M9 3 7.2 5H4a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2h-3.2L15 3H9zm3 15a5 5 0 1 1 0-10 5 5 0 0 1 0 10zm0-2a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  copy: "M16 1H4a2 2 0 0 0-2 2v14h2V3h12V1zm3 4H8a2 2 0 0 0-2 2v14c0 1.1.9 2 2 2h11a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2zm0 16H8V7h11v14z"
};
function svg(icon) {
  return `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;
}

// src/input/image_files.js
var PART = 2 ** 20;
var readsImages = (link) => link.get("_largest_image") > 0 && !link.get("disabled") && link.connection.isOpen;
async function sendImage(link, files) {
  if (!readsImages(link)) return;
  const [file, ...others] = files;
  const refuse = (why) => link.send({ kind: "no_image", name: file?.name ?? "", why });
  if (!file) return refuse("none");
  if (others.length) return refuse("several");
  if (file.size > link.get("_largest_image")) return refuse("large");
  const content = await file.arrayBuffer().catch(() => null);
  if (!content) return refuse("unreadable");
  const size = content.byteLength;
  link.flush();
  for (let first = 0; first === 0 || first < size; first += PART) {
    const part = content.slice(first, first + PART);
    link.send({ kind: "image", name: file.name, size, first }, [part]);
  }
}
function askForImage(link, isPhotograph) {
  if (!readsImages(link)) return;
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = "image/*";
  if (isPhotograph) chooser.setAttribute("capture", "environment");
  chooser.addEventListener("change", () => sendImage(link, chooser.files ?? []));
  chooser.click();
}

// src/late_scripts.js
var PROBE = "_digit_widgets_probe";
var NOTHING = { content: { data: { method: "none" } } };
function findHostModel(model) {
  let found;
  const note = (each) => {
    found = each;
  };
  model.on(`change:${PROBE}`, note);
  model.set(PROBE, true);
  model.set(PROBE, void 0, { unset: true });
  model.off(`change:${PROBE}`, note);
  return found;
}
function hearKernel({ model }) {
  const host = findHostModel(model);
  if (!host?.comm) return;
  host._handle_comm_msg(NOTHING).catch(() => model.send({ late: true }));
  const { _handle_comm_msg: handle } = Object.getPrototypeOf(Object.getPrototypeOf(host));
  host.comm.on_msg((message) => handle.call(host, message));
}

// src/texts/en.js
var enTools = {
  bar: "Drawing tools",
  surface: "drawing pad",
  pen: ["Pen", "Pen: draw"],
  eraser: ["Eraser", "Eraser: wipe parts of strokes"],
  strokeEraser: ["Stroke eraser", "Stroke eraser: wipe whole strokes"],
  undo: ["Undo", "Undo (Ctrl+Z)"],
  redo: ["Redo", "Redo (Shift+Ctrl+Z)"],
  reset: ["Reset", "Reset: wipe the drawing (Delete). Undo brings it back"],
  image: ["Image", "Image: read a PNG or JPEG file; or drop it on the drawing, or paste it"],
  camera: ["Camera", "Camera: read a photograph"],
  download: ["Download", "Download the drawing"],
  copy: ["Copy 28×28", "Copy the 28×28 image"],
  formats: { png: "Image (PNG)", svg: "Vectors (SVG)", json: "Strokes (JSON)" },
  copied: "Copied",
  notCopied: "The browser does not let this page copy: the image is downloaded instead",
  penWidth: "Pen width",
  eraserWidth: "Eraser width",
  down: (tool) => `${tool} down`,
  up: (tool) => `${tool} up`,
  drop: "Drop the image to read it",
  noImages: "This page does not read image files: draw the digit."
};

// src/toolbar.js
var TOOLS = ["pen", "eraser", "stroke eraser"];
var SAID = 4e3;
var DOWNLOADED = 1e4;
var Toolbar = class {
  /**
   * @param {CanvasModel} canvas
   * @param {string[]} names - of the buttons to show
   * @param {HTMLElement} el
   */
  constructor(canvas, names, el) {
    this.link = new CanvasLink(canvas);
    this.texts = this.link.get("_texts") ?? enTools;
    this.waiting = /* @__PURE__ */ new Map();
    const all = names.flatMap((name) => name === "image" ? [name, "camera"] : [name]);
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
    const isIdle = /* @__PURE__ */ new Map([
      ["undo", !link.get("can_undo")],
      ["redo", !link.get("can_redo")]
    ]);
    for (const [name, button] of this.buttons) {
      if (name === "download" || name === "copy") continue;
      if (TOOLS.includes(name)) {
        button.setAttribute("aria-pressed", String(name === link.get("tool")));
      }
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
};
function download(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOADED);
}
var toolbar_default = {
  initialize: hearKernel,
  async render({ model, el }) {
    const toolbar = new Toolbar(await findCanvas(model), model.get("buttons"), el);
    return () => toolbar.close();
  }
};
export {
  toolbar_default as default
};
