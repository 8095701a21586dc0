// What lies over a drawing surface in the page: it takes pointers and keys, and draws the newest
// ink at once. The kernel's own ink appears beneath it a moment later, and what it has shown is
// taken off this layer, so that ink never jumps.

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
    this.pointers = new Pointers(this);
    this.latency = new Latency();
    this.kept = new Kept(this);
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
    this.onDisabled();
  }

  listen() {
    const { surface, model } = this;
    const { signal } = this.stop;
    const on = (target, name, handler, options) =>
      target.addEventListener(name, handler.bind(this), { signal, ...options });
    this.pointers.listen(signal);
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
      "change:disabled": () => this.onDisabled(),
      "change:spoken": () => this.onSpoken(),
      "change:kept": () => this.kept.keep(),
    };
    for (const [name, handler] of Object.entries(this.handlers)) model.on(name, handler);
    hear(model, signal, () => this.strokes.flush(true));
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
    this.wet.fit();
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

  // Nothing is drawn or wiped any more; the page scrolls under a finger as elsewhere.
  onDisabled() {
    const disabled = this.model.get("disabled");
    this.surface.setAttribute("aria-disabled", String(disabled));
    this.paint();
    if (!disabled || !this.strokes.open) return;
    this.keys.lift();
    this.pointers.end();
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

  paint() {
    if (!this.frame && !this.isClosed) this.frame = requestAnimationFrame(() => this.onFrame());
  }

  onFrame() {
    this.frame = 0;
    this.strokes.flush();
    const { keys } = this;
    const disabled = this.model.get("disabled");
    const at = !disabled && (keys.isShown ? keys.at : this.pointers.at);
    const erases = at && this.tool() !== "pen";
    this.wet.draw(this.strokes.all, {
      eraser: erases && [...at, this.strokes.open?.size ?? this.model.get("eraser_width")],
      pen: keys.isShown && !disabled && { at: keys.at, down: keys.isDown },
    });
  }

  // To and from the kernel ------------------------------------------------------------------

  send(content) {
    this.model.send({ view: this.view, ...content });
  }

  press(what) {
    if (this.model.get("disabled")) return;
    this.pointers.end();
    this.strokes.flush(true);
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
      this.pointers.end();
    }
    this.strokes.onSeen(stroke, points, end);
  }

  tick() {
    this.skipCanvas(); // it may have come later
    this.kept.begin();
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
