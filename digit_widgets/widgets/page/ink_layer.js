// What lies over a drawing surface in the page: it captures pointers and keys, draws the newest ink
// at once, and sends it to the kernel in batches, at most one a frame. The kernel's own ink appears
// beneath it a moment later, and what it has shown is taken off this layer: however far away the
// kernel is, the pen never lags, and ink never jumps.

// Batches under way at a time: where the kernel is slower, later points wait and go together.
const IN_FLIGHT = 32;
// Coordinates are sent in whole sixteenths of a CSS pixel.
const round = (value) => Math.round(value * 16) / 16;
// Milliseconds after which a page says that it waits for the kernel.
const PATIENCE = 1500;
// After a pen was there, fingers and palms do not draw for so many milliseconds.
const PEN_RULES = 1500;
// A contact wider than this, in CSS pixels, is a palm.
const PALM = 80;
// CSS pixels that an arrow key moves the pen, and with Shift.
const STEP = 8;
const FINE_STEP = 1;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class Layer {
  constructor(model, el) {
    this.model = model;
    this.view = Math.floor(Math.random() * 2 ** 31);
    this.width = model.get("width");
    this.height = model.get("height");
    this.strokes = []; // begun here and not yet shown by the kernel, the oldest first
    this.nextStroke = 0;
    this.open = null; // the stroke that is being drawn
    this.pointer = null; // what draws it: a pointer's id, or "keys"
    this.penSeen = -Infinity;
    this.inFlight = [];
    this.keyPen = null; // where the arrow keys have moved the pen
    this.frame = 0;
    this.latencies = [];
    this.readings = [];
    this.build(el);
    this.listen();
  }

  build(el) {
    this.el = el;
    el.classList.add("digit-widgets-layer");
    // Its width is the layout's: ipywidgets takes away any that is set here.
    el.style.aspectRatio = `${this.width} / ${this.height}`;
    // JupyterLab takes no key for itself while the pad has the focus.
    el.setAttribute("data-lm-suppress-shortcuts", "true");
    this.surface = document.createElement("div");
    this.surface.className = "digit-widgets-ink";
    this.surface.tabIndex = 0;
    this.surface.setAttribute("role", "application");
    this.surface.setAttribute("aria-roledescription", "drawing pad");
    this.wet = new WetInk(this.width, this.height);
    this.note = document.createElement("div");
    this.note.className = "digit-widgets-wait";
    this.note.setAttribute("role", "status");
    this.spoken = document.createElement("div");
    this.spoken.className = "digit-widgets-spoken";
    this.spoken.setAttribute("role", "status");
    this.surface.append(this.wet.canvas);
    el.append(this.surface, this.note, this.spoken);
    this.onLabel();
    this.onTool();
    this.resized = new ResizeObserver(() => this.wet.fit() && this.paint());
    this.resized.observe(this.surface);
  }

  listen() {
    const { surface } = this;
    const on = (name, handler) => surface.addEventListener(name, handler.bind(this));
    on("pointerdown", this.onDown);
    on("pointermove", this.onMove);
    on("pointerup", this.onUp);
    on("pointercancel", this.onCancel);
    on("lostpointercapture", this.onUp);
    on("pointerleave", () => this.hover(null));
    on("contextmenu", (event) => event.preventDefault());
    // Where touch-action is not known, a page must still not scroll under the finger.
    surface.addEventListener("touchmove", (event) => event.preventDefault(), { passive: false });
    on("keydown", this.onKey);
    on("focus", () => surface.matches(":focus-visible") && this.showKeyPen());
    on("blur", this.onBlur);
    this.onMessage = (message) => this.received(message);
    this.onVisible = () => document.visibilityState === "visible" && this.send({ kind: "hello" });
    this.changes = [["change:label", () => this.onLabel()], ["change:tool", () => this.onTool()]];
    this.model.on("msg:custom", this.onMessage);
    for (const [name, handler] of this.changes) this.model.on(name, handler);
    document.addEventListener("visibilitychange", this.onVisible);
    window.addEventListener("online", this.onVisible);
    this.clock = setInterval(() => this.tick(), 500);
  }

  close() {
    this.finish();
    this.flush();
    clearInterval(this.clock);
    cancelAnimationFrame(this.frame);
    this.resized.disconnect();
    this.model.off("msg:custom", this.onMessage);
    for (const [name, handler] of this.changes) this.model.off(name, handler);
    document.removeEventListener("visibilitychange", this.onVisible);
    window.removeEventListener("online", this.onVisible);
  }

  onLabel() {
    this.surface.setAttribute("aria-label", this.model.get("label"));
  }

  onTool() {
    this.surface.dataset.tool = this.model.get("tool");
  }

  // Pointers --------------------------------------------------------------------------------

  onDown(event) {
    const isPen = event.pointerType === "pen";
    if (isPen) this.penSeen = event.timeStamp;
    if (event.button !== 0 && !(isPen && event.button === 5)) return;
    event.preventDefault();
    this.surface.focus({ preventScroll: true });
    if (event.pointerType === "touch" && this.isPalm(event)) return;
    if (this.open) {
      // A second finger does not draw. A pen does: what its hand has touched was no stroke.
      if (!isPen || this.pointer === event.pointerId) return;
      this.discard();
    }
    this.pointer = event.pointerId;
    this.surface.setPointerCapture(event.pointerId);
    this.begin(event.button === 5 ? "eraser" : this.model.get("tool"));
    this.extend(event);
  }

  onMove(event) {
    if (event.pointerType === "pen") this.penSeen = event.timeStamp;
    this.hover(event);
    if (!this.open || this.pointer !== event.pointerId) return;
    // The button was let go where nobody heard of it.
    if (event.buttons === 0) return this.finish();
    const all = event.getCoalescedEvents?.() ?? [];
    for (const each of all.length ? all : [event]) this.extend(each);
  }

  onUp(event) {
    if (!this.open || this.pointer !== event.pointerId) return;
    if (event.type === "pointerup") this.extend(event);
    this.finish();
  }

  onCancel(event) {
    if (!this.open || this.pointer !== event.pointerId) return;
    // The system has taken the finger for a gesture of its own, or for a palm.
    if (event.pointerType === "touch") this.discard();
    else this.finish();
  }

  isPalm(event) {
    const wide = Math.max(event.width ?? 0, event.height ?? 0) > PALM;
    return wide || event.timeStamp - this.penSeen < PEN_RULES;
  }

  place(event) {
    const box = this.surface.getBoundingClientRect();
    return [
      round(((event.clientX - box.left) / box.width) * this.width),
      round(((event.clientY - box.top) / box.height) * this.height),
    ];
  }

  hover(event) {
    if (event?.pointerType === "touch") return;
    const erases = (this.open?.tool ?? this.model.get("tool")) !== "pen";
    const before = this.wet.cursor;
    this.wet.cursor = event && erases ? [...this.place(event), this.model.get("eraser_width")] : null;
    if (before || this.wet.cursor) this.paint();
  }

  // Strokes ---------------------------------------------------------------------------------

  begin(tool) {
    const size = this.model.get(tool === "pen" ? "pen_width" : "eraser_width");
    const stroke = { id: this.nextStroke, tool, size, points: [], sent: 0, shown: 0 };
    this.nextStroke += 1;
    this.strokes.push(stroke);
    this.open = stroke;
  }

  extend(event) {
    this.add(...this.place(event), event.timeStamp);
  }

  add(x, y, time) {
    const { points } = this.open;
    const n = points.length;
    if (n && points[n - 2] === x && points[n - 1] === y) return;
    points.push(x, y);
    this.open.time = time;
    this.paint();
  }

  finish() {
    if (!this.open) return;
    this.open.ended = true;
    this.open = this.pointer = null;
    this.paint();
  }

  discard() {
    this.open.discarded = true;
    this.finish();
  }

  paint() {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.onFrame());
  }

  onFrame() {
    this.frame = 0;
    this.flush();
    this.wet.draw(this.strokes, this.keyPen && { at: this.keyPen, down: this.pointer === "keys" });
  }

  // To and from the kernel ------------------------------------------------------------------

  send(content) {
    this.model.send({ view: this.view, ...content });
  }

  flush() {
    for (const stroke of this.strokes) {
      const due = stroke.points.length > stroke.sent || (stroke.ended && !stroke.told);
      if (!due) continue;
      if (this.inFlight.length >= IN_FLIGHT) return; // it goes with what comes meanwhile
      this.send({
        kind: "ink",
        stroke: stroke.id,
        tool: stroke.tool,
        first: stroke.sent / 2,
        points: stroke.points.slice(stroke.sent),
        end: stroke.discarded ? "discarded" : Boolean(stroke.ended),
        time: stroke.time ?? 0,
      });
      stroke.sent = stroke.points.length;
      stroke.told = stroke.ended;
      this.inFlight.push({ id: stroke.id, n: stroke.sent / 2, at: performance.now() });
    }
  }

  received(message) {
    if (message.kind === "repaint") {
      for (const stroke of this.strokes) stroke.shown = stroke.seen ?? 0;
      this.dropShown();
      this.paint();
    }
    if (message.view !== this.view) return;
    if (message.kind === "seen") this.onSeen(message.stroke, message.points, message.end);
    else if (message.kind === "read") this.onRead(message.time);
  }

  onSeen(id, points, end) {
    this.inFlight = this.inFlight.filter((each) => each.id > id || (each.id === id && each.n > points));
    this.flush();
    for (const stroke of this.strokes) {
      if (stroke.id < id || (stroke.id === id && end)) stroke.seen = Infinity;
      else if (stroke.id === id) stroke.seen = points;
    }
    const seen = this.strokes.map((stroke) => [stroke, stroke.seen ?? 0]);
    // The canvas beneath paints what came before this message within a frame or two.
    setTimeout(() => {
      for (const [stroke, count] of seen) stroke.shown = Math.max(stroke.shown, count);
      this.dropShown();
      this.paint();
    }, 80);
  }

  dropShown() {
    this.strokes = this.strokes.filter((stroke) => stroke === this.open || stroke.shown !== Infinity);
  }

  onRead(time) {
    requestAnimationFrame((now) => {
      this.readings.push(now);
      this.latencies.push(now - time);
    });
  }

  tick() {
    const now = performance.now();
    const waiting = this.inFlight.length > 0 && now - this.inFlight[0].at > PATIENCE;
    this.say(this.note, waiting ? "The kernel is busy. Your ink is kept, and is read when it is free." : "");
    if (this.isLate && !waiting) this.send({ kind: "hello" }); // it may have missed what was painted
    this.isLate = waiting;
    if (this.model.get("measures") && this.readings.length) this.report(now);
  }

  report(now) {
    this.latencies = this.latencies.slice(-200);
    this.readings = this.readings.slice(-200);
    const sorted = [...this.latencies].sort((a, b) => a - b);
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    const rate = this.readings.filter((time) => time > now - 1000).length;
    const figures = [at(0.5), at(0.95), rate].map((value) => Math.round(value * 10) / 10);
    if (`${figures}` === this.reported) return;
    this.reported = `${figures}`;
    this.send({ kind: "latency", figures });
  }

  say(place, words) {
    if (place.textContent !== words) place.textContent = words;
  }

  // Keys ------------------------------------------------------------------------------------

  onKey(event) {
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (command && (key === "z" || key === "y")) {
      this.press(event, key === "y" || event.shiftKey ? "redo" : "undo");
    } else if (command || event.altKey) {
      return; // the browser's and the host's own
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.press(event, "clear");
    } else if (event.key in ARROWS) {
      event.preventDefault();
      this.moveKeyPen(ARROWS[event.key], event.shiftKey ? FINE_STEP : STEP, event.timeStamp);
    } else if (event.key === " " && !event.repeat) {
      event.preventDefault();
      this.toggleKeyPen(event.timeStamp);
    } else if (event.key === "Escape" && this.pointer === "keys") {
      this.liftKeyPen();
    }
  }

  press(event, what) {
    event.preventDefault();
    this.finish();
    this.flush();
    this.send({ kind: "press", what });
  }

  showKeyPen() {
    this.keyPen ??= [this.width / 2, this.height / 2];
    this.paint();
  }

  moveKeyPen([dx, dy], step, time) {
    this.showKeyPen();
    const [x, y] = this.keyPen;
    this.keyPen = [
      Math.min(Math.max(x + dx * step, 0), this.width),
      Math.min(Math.max(y + dy * step, 0), this.height),
    ];
    if (this.pointer === "keys") this.add(...this.keyPen, time);
  }

  toggleKeyPen(time) {
    this.showKeyPen();
    if (this.pointer === "keys") return this.liftKeyPen();
    if (this.open) return; // a pointer draws
    this.pointer = "keys";
    this.begin(this.model.get("tool"));
    this.add(...this.keyPen, time);
    this.say(this.spoken, "Pen down");
  }

  liftKeyPen() {
    this.finish();
    this.say(this.spoken, "Pen up");
  }

  onBlur() {
    if (this.pointer === "keys") this.finish();
    this.keyPen = null;
    this.paint();
  }
}

export default {
  render({ model, el }) {
    const layer = new Layer(model, el);
    return () => layer.close();
  },
};
