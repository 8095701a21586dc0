// What lies over a drawing surface in the page: it captures pointers and keys, and draws the newest
// ink at once. The kernel's own ink appears beneath it a moment later, and what it has shown is
// taken off this layer, so that ink never jumps.

// Coordinates are sent in whole sixteenths of a CSS pixel.
const round = (value) => Math.round(value * 16) / 16;
// After a pen was there, fingers and palms do not draw for so many milliseconds.
const PEN_RULES = 1500;
// A contact wider than this, in CSS pixels, is a palm.
const PALM = 80;
// The button, and its bit among `buttons`, of a pen's other end.
const ERASER_BUTTON = 5;
const DRAWING_BUTTONS = 1 | 32;
// Milliseconds for which a spoken place is empty before new words come: without, a screen reader may
// take the same words, said again, for no news.
const SILENCE = 100;
// By surface, what was said last: of several views in one page, one says it.
const said = new Map();
const BUSY = "The kernel is busy. Your ink is kept, and is read when it is free.";

class Layer {
  constructor(model, el) {
    this.model = model;
    this.view = Math.floor(Math.random() * 2 ** 31);
    this.width = model.get("width");
    this.height = model.get("height");
    this.strokes = new Strokes((content) => this.send(content), () => this.paint());
    this.keys = new KeyPen(this);
    this.latency = new Latency();
    this.pointer = null; // the id of the one that draws
    this.at = null; // where a pointer is that may erase
    this.penSeen = -Infinity;
    this.frame = 0;
    this.stop = new AbortController();
    this.build(el);
    this.listen();
  }

  build(el) {
    const part = (name, role) => {
      const made = document.createElement("div");
      made.className = `digit-widgets-${name}`;
      made.setAttribute("role", role);
      return made;
    };
    el.classList.add("digit-widgets-layer");
    // Its width is the layout's: ipywidgets takes away any that is set here.
    el.style.aspectRatio = `${this.width} / ${this.height}`;
    this.surface = part("ink", "application");
    this.surface.tabIndex = 0;
    this.surface.setAttribute("aria-roledescription", "drawing pad");
    this.wet = new WetInk(this.width, this.height);
    this.note = part("wait", "status");
    // Two places, that stay for as long as the pad: what is read does not cut short what the keys do.
    this.spoken = part("spoken", "status");
    this.read = part("spoken", "status");
    this.surface.append(this.wet.canvas);
    el.append(this.surface, this.note, this.spoken, this.read);
    this.onLabel();
    this.onTool();
  }

  listen() {
    const { surface, model } = this;
    const { signal } = this.stop;
    const on = (target, name, handler, options) =>
      target.addEventListener(name, handler.bind(this), { signal, ...options });
    on(surface, "pointerdown", this.onDown);
    on(surface, "pointermove", this.onMove);
    on(surface, "pointerup", this.onUp);
    on(surface, "pointercancel", this.onCancel);
    on(surface, "lostpointercapture", this.onUp);
    on(surface, "pointerleave", () => this.hover(null));
    on(surface, "contextmenu", this.onMenu);
    // Where touch-action is not known, a page must still not scroll under the finger.
    on(surface, "touchmove", (event) => event.preventDefault(), { passive: false });
    on(surface, "keydown", (event) => this.keys.onKey(event));
    on(surface, "focus", this.onFocus);
    on(surface, "blur", this.onBlur);
    // JupyterLab takes keys from the document, before they come here, unless where they go says no.
    const suppress = (event) =>
      surface.toggleAttribute("data-lm-suppress-shortcuts", this.keys.takes(event));
    on(window, "keydown", suppress, { capture: true });
    // A page that was away may have missed what was painted.
    on(document, "visibilitychange", () => document.visibilityState === "visible" && this.strokes.ask());
    on(window, "online", () => this.strokes.ask());
    this.handlers = {
      "msg:custom": (message) => this.received(message),
      "change:label": () => this.onLabel(),
      "change:tool": () => this.onTool(),
      "change:spoken": () => this.onSpoken(),
    };
    for (const [name, handler] of Object.entries(this.handlers)) model.on(name, handler);
    hear(model, signal);
    this.resized = new ResizeObserver(() => this.onShown());
    this.resized.observe(surface);
    this.clock = setInterval(() => this.tick(), 500);
  }

  close() {
    this.isClosed = true;
    this.strokes.close();
    this.stop.abort();
    this.resized.disconnect();
    clearInterval(this.clock);
    clearTimeout(this.silence);
    cancelAnimationFrame(this.frame);
    for (const [name, handler] of Object.entries(this.handlers)) this.model.off(name, handler);
  }

  onShown() {
    this.skipCanvas();
    this.paint();
  }

  // ipycanvas has the Tab key stop at its canvas, which is beneath this layer, and keeps it there.
  skipCanvas() {
    const beneath = this.surface.parentElement.parentElement;
    for (const canvas of beneath?.querySelectorAll(":scope > canvas") ?? []) canvas.tabIndex = -1;
  }

  onLabel() {
    this.surface.setAttribute("aria-label", this.model.get("label"));
  }

  onTool() {
    this.surface.dataset.tool = this.model.get("tool");
    this.paint();
  }

  // What the kernel has read of a finished drawing, unless the next stroke has begun.
  onSpoken() {
    const [count, words] = this.model.get("spoken");
    const surface = this.model.get("surface");
    if (this.strokes.open || !this.surface.checkVisibility() || said.get(surface) === count) return;
    said.set(surface, count);
    this.read.textContent = "";
    clearTimeout(this.silence);
    this.silence = setTimeout(() => (this.read.textContent = words), SILENCE);
  }

  // Pointers --------------------------------------------------------------------------------

  onDown(event) {
    const isPen = event.pointerType === "pen";
    if (isPen) this.penSeen = event.timeStamp;
    event.preventDefault(); // the browser would give the focus, as it does for keys
    this.focus();
    const turned = isPen && event.button === ERASER_BUTTON;
    if (event.button !== 0 && !turned) return;
    if (event.pointerType === "touch" && this.isPalm(event)) return;
    if (this.strokes.open) {
      // A second finger does not draw. A pen does: what its hand has touched was no stroke.
      if (!isPen || this.pointer === event.pointerId) return;
      this.end("discarded");
    }
    this.pointer = event.pointerId;
    this.begin(turned ? "eraser" : this.model.get("tool"));
    this.extend(event);
    this.hover(event);
    this.surface.setPointerCapture(event.pointerId);
  }

  onMove(event) {
    if (event.pointerType === "pen") this.penSeen = event.timeStamp;
    this.hover(event);
    if (!this.isDrawing(event)) return;
    // The button was let go where nobody heard of it.
    if (!(event.buttons & DRAWING_BUTTONS)) return this.end();
    const all = event.getCoalescedEvents?.() ?? [];
    for (const each of all.length ? all : [event]) this.extend(each);
  }

  onUp(event) {
    if (!this.isDrawing(event)) return;
    if (event.type === "pointerup") this.extend(event);
    this.end();
  }

  onCancel(event) {
    // The system has taken the finger for a gesture of its own, or for a palm.
    if (this.isDrawing(event)) this.end(event.pointerType === "touch" ? "discarded" : true);
  }

  // No menu of the browser or the host comes while one draws slowly, nor offers this empty layer.
  onMenu(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  isDrawing(event) {
    return this.strokes.open !== null && this.pointer === event.pointerId;
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

  // Where the eraser shows: a finger only has a place while it is down.
  hover(event) {
    const isThere = event && (event.pointerType !== "touch" || this.isDrawing(event));
    const before = this.at;
    this.at = isThere ? this.place(event) : null;
    if ((before || this.at) && this.tool() !== "pen") this.paint();
  }

  // Strokes ---------------------------------------------------------------------------------

  tool() {
    return this.strokes.open?.tool ?? this.model.get("tool");
  }

  toolName() {
    const [first, ...rest] = this.tool();
    return first.toUpperCase() + rest.join("");
  }

  begin(tool) {
    this.strokes.begin(tool, this.model.get(tool === "pen" ? "pen_width" : "eraser_width"));
  }

  extend(event) {
    this.strokes.add(...this.place(event), event.timeStamp);
  }

  end(how) {
    this.strokes.end(how);
    this.pointer = null;
  }

  paint() {
    if (!this.frame && !this.isClosed) this.frame = requestAnimationFrame(() => this.onFrame());
  }

  onFrame() {
    this.frame = 0;
    this.strokes.flush();
    const { keys } = this;
    const at = keys.isShown ? keys.at : this.at;
    const erases = at && this.tool() !== "pen";
    this.wet.draw(this.strokes.all, {
      eraser: erases && [...at, this.strokes.open?.size ?? this.model.get("eraser_width")],
      pen: keys.isShown && { at: keys.at, down: keys.isDown },
    });
  }

  // To and from the kernel ------------------------------------------------------------------

  send(content) {
    this.model.send({ view: this.view, ...content });
  }

  press(what) {
    this.end();
    this.strokes.flush();
    this.send({ kind: "press", what });
  }

  received(message) {
    if (message.kind === "repaint") this.strokes.onRepaint();
    if (message.view !== this.view) return;
    if (message.kind === "seen") this.onSeen(message);
    else if (message.kind === "here") this.strokes.onAnswer(message.number);
    else if (message.kind === "read") this.latency.onRead(message.time);
  }

  onSeen({ stroke, points, end }) {
    // Something else has ended the stroke: an undo from a notebook, say. The next one counts.
    if (end && this.strokes.open?.id === stroke) {
      this.keys.lift();
      this.end();
    }
    this.strokes.onSeen(stroke, points, end);
  }

  tick() {
    this.skipCanvas(); // it may have come later
    const words = this.strokes.isLate() ? BUSY : "";
    if (this.note.textContent !== words) this.note.textContent = words;
    const figures = this.model.get("measures") && this.latency.figures();
    if (figures) this.send({ kind: "latency", figures });
  }

  say(words) {
    this.spoken.textContent = words;
  }

  // The focus -------------------------------------------------------------------------------

  // Take it for a pointer, which needs no frame and no pen of the keys.
  focus() {
    this.keys.lift();
    this.byPointer = true;
    this.surface.focus({ preventScroll: true });
    this.byPointer = false;
    this.keys.show(false);
  }

  onFocus() {
    // Back from another window, the pad looks as it did.
    if (!this.byPointer && !this.isAway) this.keys.show(true);
    this.isAway = false;
  }

  onBlur() {
    this.keys.lift();
    this.isAway = document.activeElement === this.surface;
    if (!this.isAway) this.keys.show(false);
  }
}

export default {
  render({ model, el }) {
    const layer = new Layer(model, el);
    return () => layer.close();
  },
};
