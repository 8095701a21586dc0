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

// src/answer_strip.js
var AnswerStrip = class {
  /**
   * @param {Model} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.strip = make("div", "strip", { "aria-hidden": "true" });
    this.cursor = make("div", "cursor");
    this.reach = make("div", "reach");
    el.classList.add("digit-widgets-strip");
    el.append(this.strip, this.reach);
    this.reach.addEventListener("pointerdown", (event) => this.onDown(event));
    this.reach.addEventListener("pointermove", (event) => {
      if (this.reach.hasPointerCapture(event.pointerId)) this.choose(event.clientX);
    });
    this.onParts = () => this.show();
    this.onMoment = () => this.place();
    model.on("change:parts", this.onParts);
    model.on("change:moment", this.onMoment);
    this.connection = new Connection(model, () => this.grey());
    this.show();
  }
  /** @param {PointerEvent} event */
  onDown(event) {
    if (event.button !== 0 || this.connection.isBroken) return;
    this.reach.setPointerCapture(event.pointerId);
    this.choose(event.clientX);
  }
  /** @param {number} x */
  choose(x) {
    const { left, width } = this.strip.getBoundingClientRect();
    const share = (x - left) / width;
    const places = this.model.get("places");
    let nearest = 0;
    for (const [at, place] of places.entries()) {
      if (Math.abs(place - share) < Math.abs((places[nearest] ?? 0) - share)) nearest = at;
    }
    if (places.length) this.model.set("moment", nearest + 1);
  }
  show() {
    const parts = this.model.get("parts");
    const shown = parts.map(([start, end, text, color]) => {
      const part = make("div", "part");
      part.append(make("b", ""));
      part.firstElementChild?.append(text);
      Object.assign(part.style, {
        left: `${100 * start}%`,
        width: `${100 * (end - start)}%`,
        background: color
      });
      return part;
    });
    this.strip.replaceChildren(...shown, this.cursor);
    this.cursor.hidden = !parts.length;
    this.reach.hidden = !parts.length;
    this.place();
  }
  place() {
    const place = this.model.get("places")[this.model.get("moment") - 1] ?? 1;
    this.cursor.style.left = `${100 * place}%`;
  }
  grey() {
    this.strip.classList.toggle("digit-widgets-ended-part", this.connection.isBroken);
  }
  close() {
    this.model.off("change:parts", this.onParts);
    this.model.off("change:moment", this.onMoment);
    this.connection.close();
  }
};
var answer_strip_default = {
  initialize: hearKernel,
  render({ model, el }) {
    const strip = new AnswerStrip(model, el);
    return () => strip.close();
  }
};
export {
  answer_strip_default as default
};
