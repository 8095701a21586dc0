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
function hostName(model) {
  if (document.body.dataset.voila) return "Voila";
  return model.widget_manager?.context ? "JupyterLab" : "";
}
function describeConnection(state, host) {
  if (state === "gone") {
    const place = host === "JupyterLab" ? "cell" : "notebook";
    const advice = host === "Voila" ? "" : ` Run the ${place} again to go on.`;
    return `Not connected to a kernel: nothing here is live.${advice}`;
  }
  if (state === "lost") {
    return "The connection to the kernel is lost: nothing here is live until it is back.";
  }
  return "";
}

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

// src/style_keeping.js
function keepStyles(id) {
  const style = document.getElementById(id);
  if (!style || Object.hasOwn(style, "textContent")) return;
  let rules = style.textContent;
  Object.defineProperty(style, "textContent", {
    configurable: true,
    get: () => rules,
    /** @param {string} given */
    set(given) {
      if (given === rules) return;
      rules = given;
      style.replaceChildren(given);
    }
  });
}

// src/connection_status.js
var NEEDS_KERNEL = `.digit-widgets-toolbar, .widget-button, .widget-toggle-buttons, .widget-dropdown,
  .widget-slider, .widget-play, .digit-widgets-matrix, .digit-widgets-tabs`;
var SAVED = {
  all: "Saved drawing and reading",
  blank: "Saved with nothing drawn",
  none: "The drawing was too large to be saved"
};
var ConnectionStatus = class {
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
    this.buttons = [];
    this.shown = "";
    this.connection = new Connection(model, () => this.show());
    this.show();
  }
  show() {
    const root = this.el.closest(".digit-widgets-live");
    if (!root) return;
    const { state } = this.connection;
    const ink = root.querySelector(".digit-widgets-ink");
    const isOver = state === "gone" || state === "saved";
    const isLive = state === "connected" && !ink?.hasAttribute("data-behind");
    const isUnsaved = state === "saved" && ink?.dataset.saved === "none";
    root.classList.toggle("digit-widgets-ended", state === "gone" || !isOver && !isLive);
    root.classList.toggle("digit-widgets-unsaved", isUnsaved);
    root.classList.toggle("digit-widgets-over", isOver);
    for (const each of root.querySelectorAll(NEEDS_KERNEL)) {
      each.inert = isOver;
    }
    this.say(state, ink?.dataset.saved ?? "");
  }
  /**
   * @param {ConnectionState} state
   * @param {string} saved - the part of the drawing that was saved
   */
  say(state, saved) {
    const host = hostName(this.model);
    const offer = state === "connected" ? shared.offers.get(this.model.get("canvas_id")) : void 0;
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
    const scripts = (
      /** @type {HTMLScriptElement[]} */
      [...document.scripts]
    );
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
};
var connection_status_default = {
  initialize({ model }) {
    hearKernel({ model });
    keepStyles(model.get("_anywidget_id"));
  },
  render({ model, el }) {
    const status = new ConnectionStatus(model, el);
    model.send({ shown: true });
    return () => status.close();
  }
};
export {
  connection_status_default as default
};
