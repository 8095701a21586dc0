// The connection to the kernel behind a widget, as reported by the host's own connection:
//   connected  the kernel is there, though it may be busy;
//   lost       the connection is broken, and may come back by itself;
//   gone       the kernel has ended, or another one has replaced it: this one never comes back;
//   saved      there was no kernel in this page: a saved notebook is shown.
// On a host that reports nothing, the widget counts as connected.

/** @import { Kernel, KernelMessage, LayoutModel, Model } from "../types.js" */
/** @import { Drawing } from "../ink/saved_drawing.js" */

/** @typedef {"connected" | "lost" | "gone" | "saved"} ConnectionState */
/** @typedef {{ drawing: Drawing, cell: Element, index: number }} LeftDrawing - a drawing and its former place */

// Milliseconds between two checks; for which a connection must have been broken before it is
// reported, or every page would do so while loading; and after which the server is asked about a
// silent kernel: sooner if the connection is broken, later if the server itself has not answered.
const LOOK = 300;
const BROKEN = 900;
const SOON = 1000;
const LATER = 5000;
const SHARED = Symbol.for("digit-widgets.connection.1");

// One kernel's connection. Voila's does not notice by itself that its kernel was culled.
class KernelWatch {
  /** @param {Kernel} kernel */
  constructor(kernel) {
    this.kernel = kernel;
    this.isEnded = false;
    this.isAnswered = true;
    this.asked = performance.now();
    this.heard = this.asked;
    /** @type {number | null} */
    this.brokenSince = null;
    kernel.anyMessage?.connect((_, message) => this.onMessage(message));
  }

  /** @param {KernelMessage} message */
  onMessage({ msg, direction }) {
    if (direction !== "recv") return;
    this.heard = performance.now();
    // A kernel's last message, to all pages; even if it restarts, it will not be the same kernel.
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
    const headers = token ? { Authorization: `token ${token}` } : undefined;
    try {
      const url = `${baseUrl}api/kernels/${encodeURIComponent(this.kernel.id)}?no_track_activity=1`;
      const answer = await fetch(url, { ...init, headers, cache: "no-store" });
      this.isAnswered = true;
      const isBroken = this.kernel.connectionStatus === "disconnected";
      // A proxy's own 404 page would not mention a kernel.
      if (answer.status === 404) this.isEnded = /kernel/i.test(await answer.text());
      else if (answer.ok && isBroken) await this.kernel.reconnect();
    } catch {
      this.isAnswered = false; // which says nothing about the kernel
    }
  }
}

// State shared by all scripts of this package in one page, whichever of them loads first.
class Shared {
  constructor() {
    /** @type {Set<Connection>} */
    this.connections = new Set();
    /** @type {WeakMap<Kernel, KernelWatch>} */
    this.watches = new WeakMap();
    /** @type {WeakSet<LayoutModel>} */
    this.ended = new WeakSet(); // models whose kernel has ended
    /** @type {LeftDrawing[]} */
    this.drawings = []; // of pads whose kernel is gone, for the pads that replace them
    /** @type {Map<string, { take(): void, dismiss(): void }>} */
    this.offers = new Map(); // by a canvas's identifier: the drawing that can be restored on it
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
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
    this.timer = undefined;
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
}

const page = /** @type {{ [SHARED]?: Shared }} */ (globalThis);
page[SHARED] ??= new Shared();
export const shared = /** @type {Shared} */ (page[SHARED]);

/** The connection of one view of a widget. */
export class Connection {
  /**
   * @param {Model} model
   * @param {(state: ConnectionState, before: ConnectionState) => void} onLook - called at each check
   */
  constructor(model, onLook = () => {}) {
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
    if (kernel === undefined) return "connected";
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
}

/**
 * Name the page's host: the advice on how to go on depends on it.
 * @param {Model} model
 * @returns {"Voila" | "JupyterLab" | ""}
 */
export function hostName(model) {
  if (document.body.dataset.voila) return "Voila";
  return model.widget_manager?.context ? "JupyterLab" : "";
}

/**
 * Describe the state of the connection and what to do, in a line; "" if it is connected.
 * @param {ConnectionState} state
 * @param {string} host
 */
export function describeConnection(state, host) {
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
