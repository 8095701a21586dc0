// What lies over a drawing surface in the page: it takes pointers and keys, and draws the newest
// ink at once. The kernel's own ink appears beneath it a moment later, and what it has shown is
// taken off this layer, so that ink never jumps.

// Milliseconds for which a spoken place is empty before new words come: without, a screen reader may
// take the same words, said again, for no news.
const SILENCE = 100;
// By surface, what was said last: of several views in one page, one says it.
const said = new Map();
const BUSY = "The kernel is busy. Your ink is kept, and is read when it is free.";
// Milliseconds after which a page asks again whether what is shown is of the drawing.
const ASK_FRESH = 3000;

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
    this.connection = new Connection(model, (state, before) => this.onConnection(state, before));
    this.awaited = null; // the question after which what is read is of the drawing again, and when
    this.saved = []; // strokes that no kernel draws
    if (this.connection.state === "saved") this.showSaved();
    this.listen();
  }

  // Without a kernel, ipycanvas shows nothing of what was drawn. The pen draws nothing either: what
  // was saved is a drawing with its reading, and stays that until the cell is run.
  showSaved() {
    const { model, surface } = this;
    const strokes = this.kept.told;
    const flat = ({ width, points }) => ({ tool: "pen", size: width, points: points.flat(), shown: 0 });
    this.saved = strokes.map(flat);
    surface.dataset.saved = model.get("is_kept") === false ? "none" : strokes.length ? "all" : "blank";
    surface.tabIndex = -1;
    surface.setAttribute("role", "img");
    surface.setAttribute("aria-label", strokes.length ? "Saved drawing" : "Drawing pad, blank");
    surface.removeAttribute("aria-roledescription");
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
    on(window, "pagehide", () => this.kept.keep());
    this.handlers = {
      "msg:custom": (message) => this.received(message),
      "change:label": () => this.connection.state !== "saved" && this.onLabel(),
      "change:tool": () => this.onTool(),
      "change:disabled": () => this.onDisabled(),
      "change:spoken": () => this.onSpoken(),
      "change:kept": () => this.kept.keep(),
    };
    for (const [name, handler] of Object.entries(this.handlers)) model.on(name, handler);
    this.onTool();
    hear(model, signal, () => this.strokes.flush(true));
    this.resized = new ResizeObserver(() => this.onShown());
    this.resized.observe(surface);
    this.clock = setInterval(() => this.tick(), 500);
  }

  close() {
    this.isClosed = true;
    this.strokes.close();
    this.kept.tick();
    this.connection.close();
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
    this.surface.dataset.tool = this.tool();
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

  // Without a kernel, only the pen draws: the page cannot wipe vectors.
  tool() {
    return this.strokes.open?.tool ?? (this.connection.state === "gone" ? "pen" : this.model.get("tool"));
  }

  toolName() {
    const [first, ...rest] = this.tool();
    return first.toUpperCase() + rest.join("");
  }

  begin(asked) {
    const tool = this.connection.isOpen ? asked : "pen";
    this.strokes.begin(tool, this.model.get(tool === "pen" ? "pen_width" : "eraser_width"));
  }

  paint() {
    if (!this.frame && !this.isClosed) this.frame = requestAnimationFrame(() => this.onFrame());
  }

  onFrame() {
    this.frame = 0;
    this.strokes.flush();
    // A picture on the pad would hide what the kernel has not shown yet.
    this.surface.toggleAttribute("data-wet", this.strokes.all.length > 0);
    const { keys } = this;
    const disabled = this.model.get("disabled");
    const at = !disabled && (keys.isShown ? keys.at : this.pointers.at);
    const erases = at && this.tool() !== "pen";
    this.wet.draw([...this.saved, ...this.strokes.all], {
      eraser: erases && [...at, this.strokes.open?.size ?? this.model.get("eraser_width")],
      pen: keys.isShown && !disabled && { at: keys.at, down: keys.isDown },
    });
  }

  // To and from the kernel ------------------------------------------------------------------

  send(content) {
    if (this.connection.isOpen) this.model.send({ view: this.view, ...content });
  }

  press(what) {
    if (this.model.get("disabled")) return;
    this.pointers.end();
    if (!this.connection.isOpen) this.say("Not connected to a kernel");
    this.strokes.flush(true);
    this.send({ kind: "press", what });
  }

  received(message) {
    if (message.kind === "repaint") this.strokes.onRepaint();
    if (message.view !== this.view) return;
    if (message.kind === "seen") this.onSeen(message);
    else if (message.kind === "here") this.strokes.onAnswer(message.number);
    else if (message.kind === "fresh") this.onFresh(message.number);
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

  // While the way to the kernel was broken, what is shown fell behind; once it is back, it is asked
  // for whether what it shows is read of the drawing as it has become.
  onConnection(state, before) {
    if (state === before) return;
    if (state === "lost") this.surface.toggleAttribute("data-behind", true);
    if (state === "connected") this.askFresh();
    if (state === "gone") {
      this.onTool();
      this.kept.tick();
    }
  }

  askFresh() {
    this.strokes.flush(true);
    this.strokes.ask();
    this.awaited = { number: this.strokes.questions, at: performance.now() };
  }

  onFresh(number) {
    if (!this.awaited || number < this.awaited.number) return;
    this.awaited = null;
    this.surface.toggleAttribute("data-behind", false);
  }

  // What stands on the surface itself. A widget around it says by its own line that its kernel is gone.
  words() {
    const { state } = this.connection;
    if (state === "connected") return this.strokes.isLate() ? BUSY : "";
    return this.surface.closest(".digit-widgets-live") ? "" : connectionWords(state, host(this.model));
  }

  tick() {
    this.skipCanvas(); // it may have come later
    this.kept.tick();
    if (this.awaited && performance.now() - this.awaited.at > ASK_FRESH) this.askFresh();
    const words = this.words();
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
