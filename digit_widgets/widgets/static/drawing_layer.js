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

// src/connection/freshness.js
var ASK_AGAIN = 3e3;
var Freshness = class {
  /**
   * @param {HTMLElement} surface - has the attribute data-behind while the prediction is out of date
   * @param {Outbox} outbox
   */
  constructor(surface, outbox) {
    this.surface = surface;
    this.outbox = outbox;
    this.awaited = null;
  }
  lose() {
    this.surface.toggleAttribute("data-behind", true);
  }
  ask() {
    this.outbox.flush(true);
    this.outbox.sendPing();
    this.awaited = { number: this.outbox.pings, at: performance.now() };
  }
  /** @param {number} number - of the ping that is answered */
  onFresh(number) {
    if (!this.awaited || number < this.awaited.number) return;
    this.awaited = null;
    this.surface.toggleAttribute("data-behind", false);
  }
  tick() {
    if (this.awaited && performance.now() - this.awaited.at > ASK_AGAIN) this.ask();
  }
};

// src/elements.js
function make(tag, className, attributes = {}) {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

// src/connection/kernel_note.js
var NOT_CONNECTED = "Not connected to a kernel";
var BUSY = "The kernel is busy. Your ink is kept, and is read when it is free.";
var KernelNote = class {
  /**
   * @param {HTMLElement} surface
   * @param {CanvasLink} link
   * @param {Outbox} outbox
   */
  constructor(surface, link, outbox) {
    this.surface = surface;
    this.link = link;
    this.outbox = outbox;
    this.element = make("div", "digit-widgets-wait", { role: "status" });
  }
  // If a widget surrounds the surface, its own line reports that the kernel is gone.
  get words() {
    const { state } = this.link.connection;
    if (state === "connected") return this.outbox.isLate() ? BUSY : "";
    if (this.surface.closest(".digit-widgets-live")) return "";
    return describeConnection(state, hostName(this.link.canvas));
  }
  tick() {
    const { words } = this;
    if (this.element.textContent !== words) this.element.textContent = words;
  }
};

// src/connection/outbox.js
var SPACING = 50;
var MOST_IN_FLIGHT = 4;
var ROUND_TRIPS = 200;
var ENOUGH_ROUND_TRIPS = 8;
var PATIENCE = 1500;
var PING_AGAIN = 1e4;
var PAINTED = 80;
var Outbox = class {
  /**
   * @param {(message: InkMessage | PingMessage) => void} send
   * @param {() => void} onChange - called when the strokes to paint have changed
   */
  constructor(send, onChange) {
    this.send = send;
    this.onChange = onChange;
    this.strokes = [];
    this.open = null;
    this.nextId = 0;
    this.inFlight = [];
    this.roundTrips = [];
    this.ping = null;
    this.pings = 0;
    this.timers = /* @__PURE__ */ new Set();
  }
  /**
   * @param {Tool} tool
   * @param {number} size
   */
  begin(tool, size) {
    this.open = {
      id: this.nextId,
      tool,
      size,
      points: [],
      sent: 0,
      isEndSent: false,
      acknowledged: 0,
      shown: 0,
      end: false,
      time: 0
    };
    this.nextId += 1;
    this.strokes.push(this.open);
  }
  /**
   * Add a point to the open stroke, unless it equals the last one.
   * @param {number} x
   * @param {number} y
   * @param {number} time
   */
  add(x, y, time) {
    if (!this.open) return;
    const { points } = this.open;
    const n = points.length;
    if (n && points[n - 2] === x && points[n - 1] === y) return;
    points.push(x, y);
    this.open.time = time;
    this.onChange();
  }
  /** @param {true | "discarded"} how */
  end(how = true) {
    if (!this.open) return;
    this.open.end = how;
    this.open = null;
    this.onChange();
    this.flush();
  }
  // Send new points; if the limit of batches in flight is reached, only if they cannot wait.
  flush(cannotWait = false) {
    for (const stroke of this.strokes) {
      const isAllSent = stroke.points.length === stroke.sent;
      if (isAllSent && (!stroke.end || stroke.isEndSent)) continue;
      if (this.inFlight.length >= this.windowSize() && !cannotWait) return;
      this.send({
        kind: "ink",
        stroke: stroke.id,
        tool: stroke.tool,
        first: stroke.sent / 2,
        points: stroke.points.slice(stroke.sent),
        end: stroke.end,
        time: stroke.time
      });
      stroke.sent = stroke.points.length;
      stroke.isEndSent = Boolean(stroke.end);
      const isAlone = this.inFlight.length === 0;
      const at = performance.now();
      this.inFlight.push({ stroke: stroke.id, points: stroke.sent / 2, at, isAlone });
    }
  }
  // Return the number of batches that may be in flight.
  windowSize() {
    if (this.roundTrips.length < ENOUGH_ROUND_TRIPS) return 1;
    const distance = Math.min(...this.roundTrips);
    return Math.min(Math.max(Math.round(distance / SPACING), 1), MOST_IN_FLIGHT);
  }
  /**
   * Handle an acknowledgement of this many points of a stroke, or of all that the kernel accepts.
   * @param {number} id
   * @param {number} points
   * @param {boolean} end
   */
  onAck(id, points, end) {
    const [oldest] = this.inFlight;
    if (oldest?.isAlone && oldest.stroke === id && oldest.points === points) {
      this.roundTrips = [...this.roundTrips, performance.now() - oldest.at].slice(-ROUND_TRIPS);
    }
    this.inFlight = this.inFlight.filter(
      (each) => each.stroke > id || each.stroke === id && each.points > points
    );
    for (const stroke of this.strokes) {
      if (stroke.id < id || stroke.id === id && end) stroke.acknowledged = Infinity;
      else if (stroke.id === id) stroke.acknowledged = Math.max(stroke.acknowledged, points);
    }
    this.flush();
    this.dropSoon();
  }
  dropSoon() {
    const acknowledged = this.acknowledgedCounts();
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.drop(acknowledged);
    }, PAINTED);
    this.timers.add(timer);
  }
  // Handle a repaint: the kernel has drawn all its ink anew, perhaps without earlier strokes.
  onRepaint() {
    this.drop(this.acknowledgedCounts());
  }
  /** @returns {[Stroke, number][]} */
  acknowledgedCounts() {
    return this.strokes.map((stroke) => [stroke, stroke.acknowledged]);
  }
  /**
   * Mark points as shown by the kernel, and drop strokes that are completely shown.
   * @param {[Stroke, number][]} counts
   */
  drop(counts) {
    for (const [stroke, count] of counts) stroke.shown = Math.max(stroke.shown, count);
    this.strokes = this.strokes.filter(
      (stroke) => stroke === this.open || stroke.shown !== Infinity
    );
    this.onChange();
  }
  // Request a repaint and an answer: by then the kernel has processed everything sent before.
  sendPing() {
    this.pings += 1;
    const sent = this.strokes.map((stroke) => [
      stroke,
      stroke.isEndSent ? Infinity : stroke.sent / 2
    ]);
    this.ping = { number: this.pings, at: performance.now(), sent };
    this.send({ kind: "ping", number: this.pings });
  }
  /** @param {number} number - of the ping that is answered */
  onPong(number) {
    if (this.ping?.number !== number) return;
    const { at, sent } = this.ping;
    this.ping = null;
    for (const [stroke, count] of sent) {
      stroke.acknowledged = Math.max(stroke.acknowledged, count);
    }
    this.inFlight = this.inFlight.filter((each) => each.at > at);
    this.flush();
    this.dropSoon();
  }
  // Return true if the kernel's answer is overdue; in that case, ping it again.
  isLate() {
    const now = performance.now();
    const isLate = this.inFlight.length > 0 && now - this.inFlight[0].at > PATIENCE;
    if (isLate && !(this.ping && now - this.ping.at < PING_AGAIN)) this.sendPing();
    return isLate;
  }
  close() {
    this.end();
    this.flush(true);
    for (const timer of this.timers) clearTimeout(timer);
  }
};

// src/ink/saved_drawing.js
function cutAtEdges({ size, points }, width, height) {
  const runs = [[]];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i], points[i + 1]];
    const run = runs[runs.length - 1];
    if (x >= 0 && y >= 0 && x <= width && y <= height) run.push([x, y]);
    else if (run.length) runs.push([]);
  }
  return runs.filter((run) => run.length).map((run) => ({ width: size, points: run }));
}
function fitToSurface({ width, height, strokes }, surface) {
  const scale = Math.min(surface.width / width, surface.height / height);
  const left = (surface.width - scale * width) / 2;
  const top = (surface.height - scale * height) / 2;
  const clamp = (value, most) => Math.min(Math.max(value, 0), most);
  const moved = strokes.map((stroke) => ({
    width: scale * stroke.width,
    points: stroke.points.map(([x, y]) => [
      clamp(left + scale * x, surface.width),
      clamp(top + scale * y, surface.height)
    ])
  }));
  return JSON.stringify({ format: "digit-widgets-ink", version: 1, strokes: moved });
}

// src/connection/session_backup.js
var SessionBackup = class {
  /** @param {DrawingLayer} layer */
  constructor(layer) {
    this.layer = layer;
    this.hasBegun = false;
    this.storageKey = "";
    this.lastPlace = null;
    this.recorded = "";
  }
  // The strokes of the finished drawing, as sent by the kernel.
  /** @returns {SavedStroke[]} */
  get finished() {
    const text = this.layer.link.get("_backup");
    return text ? JSON.parse(text).strokes : [];
  }
  // The whole drawing; null if there is none. Ink under an erasure that the kernel has not received
  // is still included: the page cannot erase vectors.
  /** @returns {Drawing | null} */
  get drawing() {
    const { width, height, link, outbox } = this.layer;
    if (link.get("_is_backed_up") === false) return null;
    const isNew = outbox.strokes.filter(
      (each) => each.acknowledged !== Infinity && each.tool === "pen" && each.end !== "discarded"
    );
    const strokes = [...this.finished, ...isNew.flatMap((each) => cutAtEdges(each, width, height))];
    return strokes.length ? { width, height, strokes } : null;
  }
  // Begin once all surfaces are on the page: the position among them identifies a pad's drawing.
  tick() {
    const { link, surface } = this.layer;
    if (!link.connection.isOpen) this.record();
    if (this.hasBegun || !surface.isConnected || !link.connection.isOpen) return;
    this.hasBegun = true;
    this.lastPlace = this.place();
    if (document.body.dataset.voila || link.get("_is_local")) this.restoreReloaded();
    else this.offer();
  }
  // Over a reload in Voila, or without a kernel ----------------------------------------------
  restoreReloaded() {
    const { surface } = this.layer;
    const root = (
      /** @type {Document | ShadowRoot} */
      surface.getRootNode()
    );
    const index = [...root.querySelectorAll(".digit-widgets-ink")].indexOf(surface);
    const place = "host" in root ? `${root.host.id} ${index}` : index;
    this.storageKey = `digit-widgets ${location.pathname} ${place}`;
    const [loading] = (
      /** @type {PerformanceNavigationTiming[]} */
      performance.getEntriesByType("navigation")
    );
    const stored = loading?.type === "navigate" ? null : this.load();
    if (stored) this.layer.link.send({ kind: "backup", ink: fitToSurface(stored, this.layer) });
    else this.store();
  }
  /** @returns {Drawing | null} */
  load() {
    try {
      return JSON.parse(sessionStorage.getItem(this.storageKey) ?? "null");
    } catch {
      return null;
    }
  }
  store() {
    if (!this.storageKey) return;
    try {
      sessionStorage.setItem(this.storageKey, JSON.stringify(this.drawing));
    } catch {
    }
  }
  // Over a new kernel in JupyterLab ---------------------------------------------------------
  /** @returns {Place | null} */
  place() {
    const cell = this.layer.surface.closest(".jp-Cell");
    const surfaces = [...cell?.querySelectorAll(".digit-widgets-ink") ?? []];
    return cell ? { cell, index: surfaces.indexOf(this.layer.surface) } : null;
  }
  // Offer the drawing to the pad that replaces this one, instead of an earlier drawing from here.
  record() {
    const { surface, outbox, link } = this.layer;
    const place = surface.isConnected ? this.place() : this.lastPlace;
    const content = `${outbox.strokes.map((each) => each.points.length)} ${link.get("_backup")}`;
    const isRecorded = content === this.recorded && place?.index === this.lastPlace?.index;
    if (!place || isRecorded) return;
    this.lastPlace = place;
    this.recorded = content;
    const { drawing } = this;
    if (!drawing) return;
    const others = shared.drawings.filter((each) => !isSamePlace(each, place));
    shared.drawings = [...others, { ...place, drawing }];
  }
  offer() {
    const place = this.place();
    const found = place && shared.drawings.find((each) => isSamePlace(each, place));
    if (!found) return;
    const { layer } = this;
    const id = layer.link.canvas.model_id;
    const dismiss = () => {
      shared.offers.delete(id);
      shared.drawings = shared.drawings.filter((each) => each !== found);
    };
    const take = () => {
      layer.outbox.flush(true);
      layer.link.send({ kind: "restore", ink: fitToSurface(found.drawing, layer) });
      dismiss();
    };
    shared.offers.set(id, { take, dismiss });
  }
};
var isSamePlace = (one, other) => one.cell === other.cell && one.index === other.index;

// src/ink/curves.js
function controlPoints(points, i, width) {
  const last = points.length / 2 - 1;
  const start = pointAt(points, i);
  const end = pointAt(points, i + 1);
  const [dx, dy] = stepAt(points, i);
  const length = Math.hypot(dx, dy);
  let a = null;
  let b = null;
  if (i > 0) {
    const pull = length * Math.sqrt(Math.hypot(...stepAt(points, i - 1)));
    const along = tangentAt(points, i);
    a = [start[0] + pull * along[0], start[1] + pull * along[1]];
  }
  if (i + 1 < last) {
    const pull = length * Math.sqrt(Math.hypot(...stepAt(points, i + 1)));
    const along = tangentAt(points, i + 1);
    b = [end[0] - pull * along[0], end[1] - pull * along[1]];
  }
  b ??= a ? [a[0] + dx / 3, a[1] + dy / 3] : [end[0] - dx / 3, end[1] - dy / 3];
  a ??= [b[0] - dx / 3, b[1] - dy / 3];
  const most = 2 * width / 3;
  const limit = (near, inner) => {
    const [x, y] = [inner[0] - near[0], inner[1] - near[1]];
    const distance = Math.abs(dx * y - dy * x) / (length || 1);
    const factor = most / Math.max(distance, most);
    return [near[0] + x * factor, near[1] + y * factor];
  };
  return [limit(start, a), limit(end, b)];
}
var pointAt = (points, i) => [points[2 * i], points[2 * i + 1]];
var stepAt = (points, i) => [
  points[2 * i + 2] - points[2 * i],
  points[2 * i + 3] - points[2 * i + 1]
];
function tangentAt(points, i) {
  const [before, after] = [stepAt(points, i - 1), stepAt(points, i)];
  const [l, m] = [Math.hypot(...before), Math.hypot(...after)];
  const u = [before[0] / (l || 1), before[1] / (l || 1)];
  const v = [after[0] / (m || 1), after[1] / (m || 1)];
  const bend = Math.min(Math.max(2 * (u[0] * v[0] + u[1] * v[1]), 0), 1);
  const factor = bend / (3 * (Math.sqrt(l) + Math.sqrt(m)) || 1);
  return [(u[0] + v[0]) * factor, (u[1] + v[1]) * factor];
}

// src/ink/painter.js
var Painter = class {
  /**
   * @param {number} width - of the surface, in CSS pixels
   * @param {number} height
   */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.canvas = document.createElement("canvas");
    this.density = 0;
    this.context = /** @type {CanvasRenderingContext2D} */
    this.canvas.getContext("2d");
  }
  // Adapt to the size given by the page, in the screen's own pixels.
  fit() {
    this.density = window.devicePixelRatio;
    const box = this.canvas.getBoundingClientRect();
    for (
      const side of
      /** @type {const} */
      ["width", "height"]
    ) {
      const pixels = Math.max(1, Math.round(box[side] * this.density));
      if (this.canvas[side] !== pixels) this.canvas[side] = pixels;
    }
  }
  /**
   * @param {PaintedStroke[]} strokes
   * @param {Marks} marks
   */
  paint(strokes, marks) {
    const { context } = this;
    if (this.density !== window.devicePixelRatio) this.fit();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.scale(this.canvas.width / this.width, this.canvas.height / this.height);
    context.lineCap = "round";
    context.lineJoin = "round";
    for (const stroke of strokes) {
      const isInk = stroke.tool !== "stroke eraser" && stroke.end !== "discarded";
      if (isInk && stroke.points.length) this.paintStroke(stroke);
    }
    if (marks.eraser) this.markEraser(marks.eraser);
    if (marks.pen) this.markPen(marks.pen);
  }
  /** @param {PaintedStroke} stroke */
  paintStroke({ tool, points, shown, size }) {
    const last = points.length / 2 - 1;
    const first = Math.max(0, Math.min(shown, last + 1) - 3);
    this.context.strokeStyle = tool === "pen" ? "white" : "black";
    paintCurves(this.context, points, size, first, last);
  }
  /** @param {{ at: Point, size: number }} mark */
  markEraser({ at: [x, y], size }) {
    const circle = () => this.context.arc(x, y, size / 2, 0, 2 * Math.PI);
    this.mark(circle, 3, "black");
    this.mark(circle, 1.5, "white");
  }
  /** @param {{ at: Point, isDown: boolean }} mark */
  markPen({ at: [x, y], isDown }) {
    const { context } = this;
    const cross = () => {
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1]
      ]) {
        context.moveTo(x + dx * 5, y + dy * 5);
        context.lineTo(x + dx * 14, y + dy * 14);
      }
    };
    this.mark(cross, 5, "black");
    this.mark(cross, 2.5, isDown ? "#e69f00" : "#56b4e9");
    if (isDown) this.mark(() => context.arc(x, y, 4, 0, 2 * Math.PI), 2.5, "#e69f00");
  }
  /**
   * @param {() => void} addPath
   * @param {number} width
   * @param {string} color
   */
  mark(addPath, width, color) {
    const { context } = this;
    context.beginPath();
    addPath();
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
};
function paintCurves(context, points, size, first, end) {
  context.beginPath();
  context.moveTo(points[2 * first], points[2 * first + 1]);
  if (first >= end) context.lineTo(points[2 * first], points[2 * first + 1]);
  for (let i = first; i < end; i += 1) {
    const [a, b] = controlPoints(points, i, size);
    context.bezierCurveTo(...a, ...b, points[2 * i + 2], points[2 * i + 3]);
  }
  context.lineWidth = size;
  context.stroke();
}

// src/frame_loop.js
var FrameLoop = class {
  /** @param {DrawingLayer} layer */
  constructor(layer) {
    this.layer = layer;
    this.painter = new Painter(layer.width, layer.height);
    this.isClosed = false;
    this.frame = 0;
    this.saved = [];
  }
  // The element that is painted on.
  get canvas() {
    return this.painter.canvas;
  }
  /**
   * Paint the strokes of a saved drawing from now on.
   * @param {SavedStroke[]} strokes
   */
  addSaved(strokes) {
    this.saved = strokes.map(({ width, points }) => {
      return { tool: "pen", size: width, points: points.flat(), shown: 0 };
    });
  }
  // Adapt to the size given by the page.
  fit() {
    this.painter.fit();
    this.request();
  }
  // Send and paint in the next frame.
  request() {
    if (!this.frame && !this.isClosed) this.frame = requestAnimationFrame(() => this.onFrame());
  }
  onFrame() {
    this.frame = 0;
    const { keyboard, pointer, outbox, link, surface, isDisabled } = this.layer;
    outbox.flush();
    surface.toggleAttribute("data-wet", outbox.strokes.length > 0);
    const at = isDisabled ? null : keyboard.isShown ? keyboard.at : pointer.at;
    const size = outbox.open?.size ?? link.get("eraser_width");
    this.painter.paint([...this.saved, ...outbox.strokes], {
      eraser: at && this.layer.tool !== "pen" ? { at, size } : null,
      pen: keyboard.isShown && !isDisabled ? { at: keyboard.at, isDown: keyboard.isDown } : null
    });
  }
  close() {
    this.isClosed = true;
    cancelAnimationFrame(this.frame);
  }
};

// src/ghost.js
var SVG = "http://www.w3.org/2000/svg";
var PATH = "M90 88C112 54 178 52 181 94C183 124 152 135 128 136C162 136 195 152 191 190C186 234 116 241 86 205";
var makeGhost = () => {
  const ghost = document.createElementNS(SVG, "svg");
  ghost.setAttribute("class", "ghost");
  ghost.setAttribute("viewBox", "0 0 280 280");
  ghost.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATH);
  path.setAttribute("pathLength", "1");
  ghost.append(path);
  return ghost;
};

// src/input/focus.js
var SurfaceFocus = class {
  /**
   * @param {HTMLElement} surface
   * @param {KeyboardInput} keyboard
   */
  constructor(surface, keyboard) {
    this.surface = surface;
    this.keyboard = keyboard;
    this.isByPointer = false;
    this.isAway = false;
  }
  /** @param {AbortSignal} signal */
  listen(signal) {
    this.surface.addEventListener("focus", () => this.onFocus(), { signal });
    this.surface.addEventListener("blur", () => this.onBlur(), { signal });
  }
  // Take the focus for a pointer, which needs neither the frame nor the keys' pen.
  takeByPointer() {
    this.keyboard.lift();
    this.isByPointer = true;
    this.surface.focus({ preventScroll: true });
    this.isByPointer = false;
    this.keyboard.show(false);
  }
  onFocus() {
    if (!this.isByPointer && !this.isAway) this.keyboard.show(true);
    this.isAway = false;
  }
  onBlur() {
    this.keyboard.lift();
    const root = (
      /** @type {Document | ShadowRoot} */
      this.surface.getRootNode()
    );
    this.isAway = root.activeElement === this.surface;
    if (!this.isAway) this.keyboard.show(false);
  }
};

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

// src/input/image_drop.js
var ImageDrop = class {
  /** @param {DrawingLayer} layer */
  constructor(layer) {
    this.layer = layer;
  }
  /** @param {AbortSignal} signal */
  listen(signal) {
    const { surface } = this.layer;
    const on = (name, handler) => surface.addEventListener(
      name,
      /** @type {EventListener} */
      handler.bind(this),
      { signal }
    );
    on("dragenter", this.onOver);
    on("dragover", this.onOver);
    on("dragleave", this.onLeave);
    on("drop", this.onDrop);
    const onPaste = (event) => this.onPaste(event);
    document.addEventListener("paste", onPaste, { signal, capture: true });
  }
  // A file is never left to the browser, which would open it in place of the page and the drawing.
  /** @param {DragEvent} event */
  onOver(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    const isWelcome = readsImages(this.layer.link);
    event.dataTransfer.dropEffect = isWelcome ? "copy" : "none";
    this.invite(isWelcome);
  }
  /** @param {DragEvent} event */
  onLeave(event) {
    const into = (
      /** @type {Node | null} */
      event.relatedTarget
    );
    if (!this.layer.surface.contains(into)) this.invite(false);
  }
  /** @param {DragEvent} event */
  onDrop(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    this.invite(false);
    this.send(event.dataTransfer.files);
  }
  /** @param {ClipboardEvent} event */
  onPaste(event) {
    const { surface, link } = this.layer;
    if (!surface.matches(":focus") || !link.get("_largest_image")) return;
    event.preventDefault();
    event.stopPropagation();
    this.send(event.clipboardData?.files ?? []);
  }
  /** @param {Iterable<File>} files */
  send(files) {
    const { layer } = this;
    layer.keyboard.lift();
    layer.pointer.end();
    if (!layer.link.connection.isOpen) layer.speech.say(NOT_CONNECTED);
    sendImage(layer.link, files);
  }
  /**
   * Show and say that a file may be dropped, or no longer.
   * @param {boolean} isWelcome
   */
  invite(isWelcome) {
    const { surface, speech, texts } = this.layer;
    if (isWelcome === Boolean(surface.dataset.drop)) return;
    if (isWelcome) surface.dataset.drop = texts.drop;
    else delete surface.dataset.drop;
    speech.say(isWelcome ? texts.drop : "");
  }
};

// src/input/keyboard_input.js
var STEP = 8;
var FINE_STEP = 1;
var ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
var hasModifier = (key) => key.ctrlKey || key.metaKey || key.altKey;
var isHistory = (key) => (key.ctrlKey || key.metaKey) && !key.altKey && /^[zy]$/i.test(key.key);
var isPaste = (key) => (key.ctrlKey || key.metaKey) && !key.altKey && /^v$/i.test(key.key);
function isForPad(key) {
  return isHistory(key) || isPaste(key) || !(hasModifier(key) || key.key === "Enter");
}
function keyAction(key) {
  if (isHistory(key)) {
    return { command: key.shiftKey || key.key.toLowerCase() === "y" ? "redo" : "undo" };
  }
  if (hasModifier(key)) return null;
  if (key.key === "Delete" || key.key === "Backspace") return { command: "clear" };
  if (key.key in ARROWS) {
    const step = key.shiftKey ? FINE_STEP : STEP;
    const [dx, dy] = ARROWS[key.key];
    return { move: [dx * step, dy * step] };
  }
  if (key.key === " ") return "toggle";
  return key.key === "Escape" ? "lift" : null;
}
var KeyboardInput = class {
  /** @param {DrawingLayer} layer */
  constructor(layer) {
    this.layer = layer;
    this.at = [layer.width / 2, layer.height / 2];
    this.isShown = false;
    this.isDown = false;
  }
  /** @param {AbortSignal} signal */
  listen(signal) {
    const { layer } = this;
    layer.surface.addEventListener("keydown", (event) => this.onKey(event), { signal });
    const suppress = (event) => {
      const isTaken = !layer.isDisabled && isForPad(event);
      layer.surface.toggleAttribute("data-lm-suppress-shortcuts", isTaken);
    };
    window.addEventListener("keydown", suppress, { signal, capture: true });
  }
  /** @param {KeyboardEvent} event */
  onKey(event) {
    const action = this.layer.isDisabled ? null : keyAction(event);
    if (action === null) return;
    if (action === "lift") {
      this.lift();
      return;
    }
    event.preventDefault();
    if (action === "toggle") {
      if (!event.repeat) this.toggle(event.timeStamp);
    } else if ("move" in action) this.move(action.move, event.timeStamp);
    else if (!(event.repeat && action.command === "clear")) this.command(action.command);
  }
  /** @param {Command} what */
  command(what) {
    this.lift();
    this.layer.command(what);
  }
  /**
   * @param {Point} by
   * @param {number} time
   */
  move([dx, dy], time) {
    this.show(true);
    const { layer } = this;
    const clamp = (value, most) => Math.min(Math.max(value, 0), most);
    this.at = [clamp(this.at[0] + dx, layer.width), clamp(this.at[1] + dy, layer.height)];
    if (this.isDown) layer.outbox.add(...this.at, time);
  }
  /** @param {number} time */
  toggle(time) {
    this.show(true);
    if (this.isDown) {
      this.lift();
      return;
    }
    if (this.layer.outbox.open) return;
    this.isDown = true;
    this.layer.begin(this.layer.link.get("tool"));
    this.layer.outbox.add(...this.at, time);
    this.layer.speech.say(this.layer.texts.down(this.layer.toolName));
  }
  lift() {
    if (!this.isDown) return;
    this.isDown = false;
    this.layer.outbox.end();
    this.layer.speech.say(this.layer.texts.up(this.layer.toolName));
  }
  /**
   * Show the pen and the pad's frame, or neither.
   * @param {boolean} isShown
   */
  show(isShown) {
    this.isShown = isShown;
    this.layer.surface.toggleAttribute("data-keys", isShown);
    this.layer.loop.request();
  }
};

// src/input/touch_gesture.js
var TOGETHER = 250;
var NEAR = 32;
var RESTING = 12;
var TouchGesture = class {
  /**
   * @param {HTMLElement} surface
   * @param {() => boolean} isOff - true if the surface is disabled: the page then gets all fingers
   */
  constructor(surface, isOff) {
    this.surface = surface;
    this.isOff = isOff;
    this.down = /* @__PURE__ */ new Map();
    this.touching = 0;
    this.isGesture = false;
    this.scrollers = null;
  }
  /** @param {AbortSignal} signal */
  listen(signal) {
    for (
      const name of
      /** @type {const} */
      ["touchstart", "touchend", "touchcancel"]
    ) {
      const count = (event) => this.onCount(event.targetTouches.length);
      this.surface.addEventListener(name, count, { signal, passive: true });
    }
    const keepStill = (event) => {
      if (!this.isGesture && !this.isOff()) event.preventDefault();
    };
    this.surface.addEventListener("touchmove", keepStill, { signal, passive: false });
  }
  /** @param {PointerEvent} event */
  add({ pointerId, timeStamp, clientX, clientY }) {
    const place = { x: clientX, y: clientY };
    const finger = { time: timeStamp, began: place, at: place, anchor: place, far: 0 };
    this.down.set(pointerId, finger);
    this.setAnchors();
  }
  /**
   * Return true if a finger has barely begun to draw: another one then turns both into a gesture.
   * @param {number} id
   * @param {number} now
   */
  hasBarelyBegun(id, now) {
    const finger = this.down.get(id);
    if (!finger) return false;
    return finger.far <= RESTING || finger.far <= NEAR && now - finger.time <= TOGETHER;
  }
  begin() {
    this.isGesture = true;
    this.setAnchors();
  }
  /** @param {PointerEvent} event */
  move({ pointerId, clientX, clientY }) {
    const finger = this.down.get(pointerId);
    if (!finger) return;
    finger.at = { x: clientX, y: clientY };
    const { x, y } = finger.began;
    finger.far = Math.max(finger.far, Math.hypot(clientX - x, clientY - y));
    if (this.isGesture && this.down.size > 1) this.scroll();
  }
  /** @param {PointerEvent} event */
  remove({ pointerId }) {
    this.down.delete(pointerId);
    this.setAnchors();
    this.onCount(this.touching);
  }
  /** @param {number} touching */
  onCount(touching) {
    this.touching = touching;
    if (!touching && !this.down.size) this.end();
  }
  end() {
    this.isGesture = false;
  }
  // Scrolling -----------------------------------------------------------------------------------
  // Browsers take over two fingers and cancel their pointers, unless the first has moved before the
  // second came: then they at most zoom. Until a browser takes over, scroll the page from here.
  scroll() {
    this.scrollers ??= { x: this.findScroller("x"), y: this.findScroller("y") };
    for (
      const axis of
      /** @type {const} */
      ["x", "y"]
    ) {
      const { element, from } = this.scrollers[axis];
      const offsets = [...this.down.values()].map(({ at, anchor }) => at[axis] - anchor[axis]);
      const mean = offsets.reduce((sum, offset) => sum + offset, 0) / offsets.length;
      const side = axis === "x" ? "left" : "top";
      element.scrollTo({ [side]: from - mean, behavior: "instant" });
    }
  }
  /**
   * Find the nearest element around the surface that scrolls along an axis, or the page itself.
   * @param {"x" | "y"} axis
   * @returns {Scroller}
   */
  findScroller(axis) {
    const scrolls = (element2) => {
      const isLonger = axis === "x" ? element2.scrollWidth > element2.clientWidth : element2.scrollHeight > element2.clientHeight;
      const style = getComputedStyle(element2);
      return isLonger && /auto|scroll/.test(axis === "x" ? style.overflowX : style.overflowY);
    };
    let element = this.surface.parentElement;
    while (element && !scrolls(element)) element = parentOf(element);
    element ??= document.scrollingElement ?? document.documentElement;
    return { element, from: axis === "x" ? element.scrollLeft : element.scrollTop };
  }
  // Fingers now move the page by their own movement; earlier movement does not count.
  setAnchors() {
    for (const finger of this.down.values()) finger.anchor = finger.at;
    this.scrollers = null;
  }
};
function parentOf(element) {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

// src/input/pointer_input.js
var GRID = 16;
var PEN_RULES = 1500;
var PALM = 80;
var ERASER_BUTTON = 5;
var DRAWING_BUTTONS = 1 | 32;
var STAYS = 200;
var PointerInput = class {
  /** @param {DrawingLayer} layer */
  constructor(layer) {
    this.layer = layer;
    this.touch = new TouchGesture(layer.surface, () => layer.isDisabled);
    this.id = null;
    this.at = null;
    this.penSeen = -Infinity;
    this.box = new DOMRect();
    this.measured = -Infinity;
  }
  /** @param {AbortSignal} signal */
  listen(signal) {
    const { surface } = this.layer;
    this.touch.listen(signal);
    const on = (name, handler) => surface.addEventListener(
      name,
      /** @type {EventListener} */
      handler.bind(this),
      { signal }
    );
    on("pointerdown", this.onDown);
    on("pointermove", this.onMove);
    on("pointerup", this.onUp);
    on("pointercancel", this.onCancel);
    on("lostpointercapture", this.onUp);
    on("pointerleave", () => this.hover(null));
    on("contextmenu", this.onMenu);
    const onScroll = () => {
      this.measured = -Infinity;
    };
    window.addEventListener("scroll", onScroll, { signal, capture: true });
    const onDownElsewhere = this.onDownElsewhere.bind(this);
    window.addEventListener("pointerdown", onDownElsewhere, { signal, capture: true });
  }
  /** @param {PointerEvent} event */
  onDown(event) {
    if (this.layer.isDisabled) return;
    const isPen = event.pointerType === "pen";
    if (isPen) this.penSeen = event.timeStamp;
    event.preventDefault();
    this.layer.focus.takeByPointer();
    const isTurned = isPen && event.button === ERASER_BUTTON;
    if (event.button !== 0 && !isTurned) return;
    if (event.pointerType === "touch") {
      if (this.isPalm(event)) return;
      this.touch.add(event);
      this.onSecondFinger(event);
      if (this.touch.isGesture) return;
    }
    if (this.layer.outbox.open) {
      if (!isPen || this.id === event.pointerId) return;
      this.end("discarded");
    }
    if (isPen) this.touch.end();
    this.id = event.pointerId;
    this.layer.begin(isTurned ? "eraser" : this.layer.link.get("tool"));
    this.extend(event);
    this.hover(event);
    this.layer.surface.setPointerCapture(event.pointerId);
  }
  /**
   * Handle a second finger that comes down next to the surface.
   * @param {PointerEvent} event
   */
  onDownElsewhere(event) {
    const isFinger = event.pointerType === "touch" && !this.isPalm(event);
    const isElsewhere = !event.composedPath().includes(this.layer.surface);
    if (isFinger && isElsewhere) this.onSecondFinger(event);
  }
  /**
   * Discard what the first of two fingers has begun to draw, if the second follows at once.
   * @param {PointerEvent} event
   */
  onSecondFinger(event) {
    if (!this.layer.outbox.open || this.id === null || this.id === event.pointerId) return;
    if (!this.touch.hasBarelyBegun(this.id, event.timeStamp)) return;
    this.end("discarded");
    this.touch.begin();
  }
  /** @param {PointerEvent} event */
  onMove(event) {
    if (event.pointerType === "pen") this.penSeen = event.timeStamp;
    this.touch.move(event);
    this.hover(event);
    if (!this.isDrawing(event)) return;
    if (!(event.buttons & DRAWING_BUTTONS)) {
      this.end();
      return;
    }
    const all = event.getCoalescedEvents?.() ?? [];
    for (const each of all.length ? all : [event]) this.extend(each);
  }
  /** @param {PointerEvent} event */
  onUp(event) {
    if (event.type === "pointerup") this.touch.remove(event);
    if (!this.isDrawing(event)) return;
    if (event.type === "pointerup") this.extend(event);
    this.end();
  }
  /** @param {PointerEvent} event */
  onCancel(event) {
    this.touch.remove(event);
    if (this.isDrawing(event)) this.end(event.pointerType === "touch" ? "discarded" : true);
  }
  /**
   * Suppress the browser's and host's menu, which slow drawing may open and which has no use here.
   * @param {Event} event
   */
  onMenu(event) {
    event.preventDefault();
    event.stopPropagation();
  }
  /** @param {PointerEvent} event */
  isDrawing(event) {
    return this.layer.outbox.open !== null && this.id === event.pointerId;
  }
  /** @param {PointerEvent} event */
  isPalm(event) {
    const isWide = Math.max(event.width ?? 0, event.height ?? 0) > PALM;
    return isWide || event.timeStamp - this.penSeen < PEN_RULES;
  }
  /**
   * Return an event's position on the surface.
   * @param {PointerEvent} event
   * @returns {Point}
   */
  position(event) {
    const isStale = event.timeStamp - this.measured > STAYS;
    if (isStale || event.type === "pointerdown") {
      this.box = this.layer.surface.getBoundingClientRect();
      this.measured = event.timeStamp;
    }
    const { box, layer } = this;
    const round = (value) => Math.round(value * GRID) / GRID;
    return [
      round((event.clientX - box.left) / box.width * layer.width),
      round((event.clientY - box.top) / box.height * layer.height)
    ];
  }
  /**
   * Show the position of the eraser: a finger only has one while it is down.
   * @param {PointerEvent | null} event
   */
  hover(event) {
    if (event?.pointerType === "touch" && !this.isDrawing(event)) return;
    const before = this.at;
    this.at = event && this.position(event);
    if ((before || this.at) && this.layer.tool !== "pen") this.layer.loop.request();
  }
  /** @param {PointerEvent} event */
  extend(event) {
    this.layer.outbox.add(...this.position(event), event.timeStamp);
  }
  /** @param {true | "discarded"} [how] */
  end(how) {
    this.layer.outbox.end(how);
    this.id = null;
  }
};

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

// src/latency.js
var READINGS = 200;
var Latency = class {
  constructor() {
    this.readings = [];
    this.reported = "";
  }
  /** @param {number} time - of the pointer's event */
  onRead(time) {
    requestAnimationFrame((now) => this.add(now, now - time));
  }
  /**
   * @param {number} shown
   * @param {number} taken
   */
  add(shown, taken) {
    this.readings.push([shown, taken]);
    this.readings = this.readings.slice(-READINGS);
  }
  // Return median, 95th percentile, and predictions in the last second; null if there is nothing new.
  figures(now = performance.now()) {
    if (!this.readings.length) return null;
    const sorted = this.readings.map(([, taken]) => taken).sort((a, b) => a - b);
    const quantile = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    const second = now - 1e3;
    const rate = this.readings.filter(([shown]) => shown > second).length;
    const figures = [quantile(0.5), quantile(0.95), rate].map(
      (value) => Math.max(0, Math.round(value * 10) / 10)
    );
    if (`${figures}` === this.reported) return null;
    this.reported = `${figures}`;
    return figures;
  }
};

// src/speech.js
var SILENCE = 100;
var announced = /* @__PURE__ */ new WeakMap();
var Speech = class {
  /** @param {CanvasModel} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.input = make("div", "digit-widgets-spoken", { role: "status" });
    this.reading = make("div", "digit-widgets-spoken", { role: "status" });
    this.silence = void 0;
  }
  /**
   * Say the effect of the pen or a key.
   * @param {string} words
   */
  say(words) {
    this.input.textContent = words;
  }
  /**
   * Say the kernel's announcement, once per page.
   * @param {[count: number, words: string]} announcement - its number and its words
   */
  announce([count, words]) {
    if (announced.get(this.canvas) === count) return;
    announced.set(this.canvas, count);
    this.reading.textContent = "";
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.reading.textContent = words;
    }, SILENCE);
  }
  close() {
    clearTimeout(this.silence);
  }
};

// src/surface.js
var SAVED = {
  all: "Saved drawing",
  blank: "Drawing pad, blank",
  none: "Drawing pad, whose drawing was not saved"
};
var makeSurface = (kind) => make("div", "digit-widgets-ink", {
  role: "application",
  "aria-roledescription": kind,
  tabindex: "0"
});
var turnIntoImage = (surface, saved) => {
  surface.dataset.saved = saved;
  surface.tabIndex = -1;
  surface.setAttribute("role", "img");
  surface.setAttribute("aria-label", SAVED[saved]);
  surface.removeAttribute("aria-roledescription");
};
var skipTabStop = (surface) => {
  const around = surface.parentElement?.parentElement;
  for (const canvas of around?.querySelectorAll(":scope > canvas") ?? []) {
    canvas.tabIndex = -1;
  }
};

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

// src/drawing_layer.js
var TICK = 500;
var DrawingLayer = class {
  /**
   * @param {CanvasModel} canvas
   * @param {HTMLElement} el
   */
  constructor(canvas, el) {
    this.width = canvas.get("width");
    this.height = canvas.get("height");
    this.stop = new AbortController();
    this.texts = canvas.get("_texts") ?? enTools;
    this.surface = makeSurface(this.texts.surface);
    this.ghost = makeGhost();
    this.loop = new FrameLoop(this);
    this.speech = new Speech(canvas);
    this.link = new CanvasLink(canvas, (state, before) => this.onConnection(state, before));
    this.outbox = new Outbox(
      (message) => this.link.send(message),
      () => this.loop.request()
    );
    this.keyboard = new KeyboardInput(this);
    this.pointer = new PointerInput(this);
    this.images = new ImageDrop(this);
    this.focus = new SurfaceFocus(this.surface, this.keyboard);
    this.freshness = new Freshness(this.surface, this.outbox);
    this.note = new KernelNote(this.surface, this.link, this.outbox);
    this.latency = new Latency();
    this.backup = new SessionBackup(this);
    this.resized = new ResizeObserver(() => this.onShown());
    this.build(el);
    if (this.link.connection.state === "saved") this.showSaved();
    this.listen();
    this.clock = setInterval(() => this.tick(), TICK);
  }
  /** @param {HTMLElement} el */
  build(el) {
    el.classList.add("digit-widgets-layer");
    el.style.aspectRatio = `${this.width} / ${this.height}`;
    this.surface.append(this.ghost, this.loop.canvas);
    this.onGhost();
    el.append(this.surface, this.note.element, this.speech.input, this.speech.reading);
    this.onLabel();
    this.onDisabled();
  }
  // Show a saved drawing: without a kernel, ipycanvas shows nothing.
  showSaved() {
    const strokes = this.backup.finished;
    this.loop.addSaved(strokes);
    const isBackedUp = this.link.get("_is_backed_up") !== false;
    turnIntoImage(this.surface, !isBackedUp ? "none" : strokes.length ? "all" : "blank");
  }
  listen() {
    const { surface, link } = this;
    const { signal } = this.stop;
    this.pointer.listen(signal);
    this.keyboard.listen(signal);
    this.focus.listen(signal);
    this.images.listen(signal);
    const onVisible = () => {
      if (document.visibilityState === "visible") this.outbox.sendPing();
    };
    document.addEventListener("visibilitychange", onVisible, { signal });
    window.addEventListener("online", () => this.outbox.sendPing(), { signal });
    window.addEventListener("pagehide", () => this.backup.store(), { signal });
    link.on("msg:custom", (message) => this.onMessage(message));
    link.on("change:label", () => link.connection.state !== "saved" && this.onLabel());
    link.on("change:tool", () => this.onTool());
    link.on("change:disabled", () => this.onDisabled());
    link.on("change:_is_inviting", () => this.onGhost());
    link.on("change:_spoken", () => this.onSpoken());
    link.on("change:_backup", () => this.backup.store());
    link.onFlush(() => this.outbox.flush(true));
    this.onTool();
    this.resized.observe(surface);
  }
  close() {
    this.loop.close();
    this.outbox.close();
    this.backup.tick();
    this.stop.abort();
    this.resized.disconnect();
    clearInterval(this.clock);
    this.speech.close();
    this.link.close();
  }
  onShown() {
    skipTabStop(this.surface);
    this.loop.fit();
    if (this.link.get("_is_local")) this.backup.tick();
  }
  onLabel() {
    this.surface.setAttribute("aria-label", this.link.get("label"));
  }
  onTool() {
    this.surface.dataset.tool = this.tool;
    this.loop.request();
  }
  /** @returns {boolean} */
  get isDisabled() {
    return this.link.get("disabled");
  }
  // Stop drawing and erasing; a finger scrolls the page as elsewhere.
  onDisabled() {
    this.surface.setAttribute("aria-disabled", String(this.isDisabled));
    this.loop.request();
    if (!this.isDisabled || !this.outbox.open) return;
    this.keyboard.lift();
    this.pointer.end();
  }
  // The kernel says whether the pad is empty and has been so from the beginning.
  onGhost() {
    if (!this.link.get("_is_inviting")) this.ghost.remove();
  }
  // Speak the prediction for a finished drawing, unless the next stroke has begun.
  onSpoken() {
    const isSeen = this.surface.checkVisibility();
    if (!this.outbox.open && isSeen) this.speech.announce(this.link.get("_spoken"));
  }
  // Strokes ---------------------------------------------------------------------------------
  // Without a kernel, only the pen works: the page cannot erase vectors.
  /** @returns {Tool} */
  get tool() {
    if (this.outbox.open) return this.outbox.open.tool;
    return this.link.connection.state === "gone" ? "pen" : this.link.get("tool");
  }
  get toolName() {
    const { pen, eraser, strokeEraser } = this.texts;
    return { pen, eraser, "stroke eraser": strokeEraser }[this.tool][0];
  }
  /** @param {Tool} chosen */
  begin(chosen) {
    this.ghost.remove();
    const tool = this.link.connection.isOpen ? chosen : "pen";
    this.outbox.begin(tool, this.link.get(tool === "pen" ? "pen_width" : "eraser_width"));
  }
  // To and from the kernel ------------------------------------------------------------------
  /** @param {Command} what */
  command(what) {
    if (this.isDisabled) return;
    this.pointer.end();
    if (!this.link.connection.isOpen) this.speech.say(NOT_CONNECTED);
    this.outbox.flush(true);
    this.link.send({ kind: "command", what });
  }
  /** @param {KernelMessage} message */
  onMessage(message) {
    if (message.kind === "repaint") {
      this.outbox.onRepaint();
      return;
    }
    if (message.kind === "focus" || message.view !== this.link.view) return;
    if (message.kind === "ack") this.onAck(message);
    else if (message.kind === "pong") this.outbox.onPong(message.number);
    else if (message.kind === "fresh") this.freshness.onFresh(message.number);
    else if (message.kind === "read") this.latency.onRead(message.time);
  }
  /** @param {AckAnswer} answer */
  onAck({ stroke, points, end }) {
    if (end && this.outbox.open?.id === stroke) {
      this.keyboard.lift();
      this.pointer.end();
    }
    this.outbox.onAck(stroke, points, end);
  }
  /**
   * @param {ConnectionState} state
   * @param {ConnectionState} before
   */
  onConnection(state, before) {
    if (state === before) return;
    if (state === "lost") this.freshness.lose();
    if (state === "connected") this.freshness.ask();
    if (state === "gone") {
      this.onTool();
      this.backup.tick();
    }
  }
  tick() {
    skipTabStop(this.surface);
    this.backup.tick();
    this.freshness.tick();
    this.note.tick();
    const figures = this.link.get("_measures_latency") ? this.latency.figures() : null;
    if (figures) this.link.send({ kind: "latency", figures });
  }
};
var drawing_layer_default = {
  initialize: hearKernel,
  async render({ model, el }) {
    const layer = new DrawingLayer(await findCanvas(model), el);
    return () => layer.close();
  }
};
export {
  DrawingLayer,
  drawing_layer_default as default
};
