// What a page knows of the kernel behind a widget, told apart by what the host's own connection says:
//   connected  it is there, though it may be busy;
//   lost       the way to it is broken, and may come back by itself;
//   gone       it has ended, or it is another one than made the widget: that never comes back;
//   saved      there never was one in this page: a notebook that was saved is shown.
// Where a host tells nothing, the widget counts as connected.

// Milliseconds between two looks; for which the way to a kernel must have been broken, or each page
// would say so while it loads; and after which the server is asked for a kernel that is not heard of:
// sooner where the way is broken, later where the server itself has not answered.
const LOOK = 300;
const BROKEN = 900;
const SOON = 1000;
const LATER = 5000;
const HERE = Symbol.for("digit-widgets.connection.1");

// One kernel's connection. That of Voila does not notice by itself that its kernel was culled.
class Watch {
  constructor(kernel) {
    this.kernel = kernel;
    this.isEnded = false;
    this.isAnswered = true;
    this.heard = this.asked = performance.now();
    this.broken = null;
    kernel.anyMessage?.connect((_, { msg, direction }) => {
      if (direction !== "recv") return;
      this.heard = performance.now();
      // What it says last, to all pages; if it is to start again, it is not the same any more.
      if (msg.header.msg_type === "shutdown_reply" && msg.channel === "iopub") {
        shared.end(kernel);
        this.isEnded ||= !msg.content.restart;
      }
    });
  }

  look(now) {
    if (this.kernel.connectionStatus === "connected") this.broken = null;
    else this.broken ??= now;
    const since = now - Math.max(this.heard, this.asked);
    const patience = this.broken !== null && this.isAnswered ? SOON : LATER;
    if (!this.isEnded && !document.hidden && since > patience) this.ask(now);
  }

  get isLost() {
    return this.broken !== null && performance.now() - this.broken > BROKEN;
  }

  // Ask the server whether it still has the kernel.
  async ask(now) {
    this.asked = now;
    const { baseUrl, token, init } = this.kernel.serverSettings ?? {};
    if (!baseUrl) return;
    const headers = token ? { Authorization: `token ${token}` } : {};
    try {
      const url = `${baseUrl}api/kernels/${encodeURIComponent(this.kernel.id)}?no_track_activity=1`;
      const answer = await fetch(url, { ...init, headers, cache: "no-store" });
      this.isAnswered = true;
      // A proxy's 404 would not name a kernel.
      if (answer.status === 404) this.isEnded = /kernel/i.test(await answer.text());
      else if (answer.ok && this.kernel.connectionStatus === "disconnected") await this.kernel.reconnect();
    } catch {
      this.isAnswered = false; // which tells nothing of the kernel
    }
  }
}

// What all scripts of ours share in one page, whichever of them comes first.
class Shared {
  constructor() {
    this.parts = new Set();
    this.watches = new WeakMap();
    this.ended = new WeakSet(); // models whose kernel has ended
    this.drawings = []; // of pads whose kernel is gone, for those that come in their places
    this.offers = new Map(); // surface to what may be brought back to it
  }

  add(part) {
    this.parts.add(part);
    this.timer ??= setInterval(() => this.look(), LOOK);
  }

  remove(part) {
    this.parts.delete(part);
    if (this.parts.size) return;
    clearInterval(this.timer);
    this.timer = null;
  }

  look() {
    const now = performance.now();
    const kernels = new Set([...this.parts].map((part) => part.kernel).filter(Boolean));
    for (const kernel of kernels) this.watch(kernel).look(now);
    for (const part of [...this.parts]) part.look();
  }

  watch(kernel) {
    if (!this.watches.has(kernel)) this.watches.set(kernel, new Watch(kernel));
    return this.watches.get(kernel);
  }

  end(kernel) {
    for (const part of this.parts) if (part.kernel === kernel) this.ended.add(part.anchor);
  }
}
const shared = (globalThis[HERE] ??= new Shared());

// The connection of one part of a widget. `changed` is called with each new state, and each look.
class Connection {
  constructor(model, changed = () => {}) {
    this.model = model;
    this.changed = changed;
    shared.add(this);
    this.state = this.now();
  }

  // A model of the same kernel's of which all is seen: anywidget shows little of its own.
  get anchor() {
    return this.model.get("layout");
  }

  get kernel() {
    return this.anchor?.comm && this.anchor.widget_manager?.kernel;
  }

  now() {
    const { anchor } = this;
    if (!anchor?.widget_manager) return "connected";
    if (!anchor.comm) return "saved";
    if (!anchor.comm_live || anchor.comm.jsServicesComm?.isDisposed || shared.ended.has(anchor)) return "gone";
    const { kernel } = this;
    if (kernel === undefined) return "connected";
    if (!kernel || kernel.isDisposed || /dead|restarting|terminating/.test(kernel.status)) return "gone";
    const watch = shared.watch(kernel);
    if (watch.isEnded) return "gone";
    return watch.isLost ? "lost" : "connected";
  }

  look() {
    const before = this.state;
    this.state = this.now();
    this.changed(this.state, before);
  }

  // Whether there is a kernel that messages may reach, sooner or later. Asked for each: one that is
  // sent to a kernel that is gone is an exception.
  get isOpen() {
    this.state = this.now();
    return this.state === "connected" || this.state === "lost";
  }

  close() {
    shared.remove(this);
  }
}

// Where the page is: each host says otherwise how to go on.
function host(model) {
  if (document.body.dataset.voila) return "Voila";
  return model.widget_manager?.context ? "JupyterLab" : "";
}

// What is so, and what to do, in a line.
function connectionWords(state, where) {
  const run = where === "JupyterLab" ? "Run the cell again to go on." : "Run the notebook again to go on.";
  if (state === "gone") {
    const go = where === "Voila" ? "" : ` ${run}`;
    return `Not connected to a kernel: nothing here is live.${go}`;
  }
  if (state === "lost") return "The connection to the kernel is lost: nothing here is live until it is back.";
  return "";
}
