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

// src/width_slider.js
var WidthSlider = class {
  /**
   * @param {CanvasModel} canvas
   * @param {number} widest
   * @param {HTMLElement} el
   */
  constructor(canvas, widest, el) {
    this.link = new CanvasLink(canvas);
    this.texts = this.link.get("_texts") ?? enTools;
    this.name = document.createElement("span");
    const range = { type: "range", min: "2", max: String(widest), step: "1" };
    this.slider = make("input", "", range);
    this.figure = document.createElement("output");
    const label = document.createElement("label");
    label.append(this.name, this.slider, this.figure);
    el.classList.add("digit-widgets-width");
    el.append(label);
    this.slider.addEventListener("input", () => this.choose(Number(this.slider.value)));
    for (const name of ["tool", "pen_width", "eraser_width", "disabled"]) {
      this.link.on(`change:${name}`, () => this.show());
    }
    this.show();
  }
  close() {
    this.link.close();
  }
  // The name of the trait with the tool's width.
  get trait() {
    return this.link.get("tool") === "pen" ? "pen_width" : "eraser_width";
  }
  /** @param {number} width */
  choose(width) {
    this.figure.textContent = String(width);
    this.link.flush();
    this.link.set(this.trait, width);
    this.link.send({ kind: "width", tool: this.link.get("tool"), width });
  }
  show() {
    this.slider.disabled = this.link.get("disabled");
    const { penWidth, eraserWidth } = this.texts;
    this.name.textContent = this.link.get("tool") === "pen" ? penWidth : eraserWidth;
    if (this.slider.matches(":active")) return;
    const width = this.link.get(this.trait);
    this.slider.value = String(width);
    this.figure.textContent = String(Math.round(width));
  }
};
var width_slider_default = {
  initialize: hearKernel,
  async render({ model, el }) {
    const slider = new WidthSlider(await findCanvas(model), model.get("widest"), el);
    return () => slider.close();
  }
};
export {
  width_slider_default as default
};
