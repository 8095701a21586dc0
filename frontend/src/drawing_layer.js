// The layer over a drawing surface in the page: it takes pointers and keys, and paints the newest ink
// at once. The kernel's own ink appears beneath it a moment later, and what it has shown is taken off
// this layer, so that ink never jumps.

/** @import { AckAnswer, Command, FreshAnswer, KernelMessage } from "./protocol.js" */
/** @import { CanvasModel, Render, Tool } from "./types.js" */
/** @import { ConnectionState } from "./connection.js" */
/** @import { PaintedStroke } from "./painter.js" */

import { CanvasLink, findCanvas } from "./canvas_link.js";
import { describeConnection, hostName } from "./connection.js";
import { make } from "./elements.js";
import { KeyboardInput } from "./keyboard_input.js";
import { Latency } from "./latency.js";
import { Outbox } from "./outbox.js";
import { Painter } from "./painter.js";
import { PointerInput } from "./pointer_input.js";
import { SessionBackup } from "./session_backup.js";
import { Speech } from "./speech.js";

const BUSY = "The kernel is busy. Your ink is kept, and is read when it is free.";
// Milliseconds after which a page asks again whether what is shown is of the drawing.
const ASK_FRESH = 3000;
// Milliseconds between two looks at what time alone changes.
const TICK = 500;

export class DrawingLayer {
  /**
   * @param {CanvasModel} canvas
   * @param {HTMLElement} el
   */
  constructor(canvas, el) {
    /** @type {number} */
    this.width = canvas.get("width");
    /** @type {number} */
    this.height = canvas.get("height");
    this.isClosed = false;
    this.frame = 0;
    this.stop = new AbortController();
    /** @type {PaintedStroke[]} */
    this.saved = []; // strokes that no kernel draws
    /** @type {{ number: number, at: number } | null} */
    this.awaited = null; // the ping after which what is read is of the drawing again
    this.isFocusedByPointer = false;
    this.isAway = false; // in another window, with the focus still on the surface

    this.surface = make("div", "digit-widgets-ink", {
      role: "application",
      "aria-roledescription": "drawing pad",
      tabindex: "0",
    });
    this.note = make("div", "digit-widgets-wait", { role: "status" });
    this.painter = new Painter(this.width, this.height);
    this.speech = new Speech(canvas);
    this.link = new CanvasLink(canvas, (state, before) => this.onConnection(state, before));
    this.outbox = new Outbox(
      (message) => this.link.send(message),
      () => this.requestPaint(),
    );
    this.keyboard = new KeyboardInput(this);
    this.pointer = new PointerInput(this);
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
    // Its width is the layout's: ipywidgets takes away any that is set here.
    el.style.aspectRatio = `${this.width} / ${this.height}`;
    this.surface.append(this.painter.canvas);
    el.append(this.surface, this.note, this.speech.input, this.speech.reading);
    this.onLabel();
    this.onDisabled();
  }

  // Without a kernel, ipycanvas shows nothing of what was drawn. The pen draws nothing either: what
  // was saved is a drawing with its reading, and stays that until the cell is run.
  showSaved() {
    const { surface } = this;
    const strokes = this.backup.finished;
    this.saved = strokes.map(({ width, points }) => {
      return { tool: "pen", size: width, points: points.flat(), shown: 0 };
    });
    const isSaved = this.link.get("_is_backed_up") !== false;
    surface.dataset.saved = !isSaved ? "none" : strokes.length ? "all" : "blank";
    surface.tabIndex = -1;
    surface.setAttribute("role", "img");
    surface.setAttribute("aria-label", strokes.length ? "Saved drawing" : "Drawing pad, blank");
    surface.removeAttribute("aria-roledescription");
  }

  listen() {
    const { surface, link } = this;
    const { signal } = this.stop;
    this.pointer.listen(signal);
    this.keyboard.listen(signal);
    surface.addEventListener("focus", () => this.onFocus(), { signal });
    surface.addEventListener("blur", () => this.onBlur(), { signal });
    // A page that was away may have missed what was painted.
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
    link.on("change:_spoken", () => this.onSpoken());
    link.on("change:_backup", () => this.backup.store());
    link.onFlush(() => this.outbox.flush(true));
    this.onTool();
    this.resized.observe(surface);
  }

  close() {
    this.isClosed = true;
    this.outbox.close();
    this.backup.tick();
    this.stop.abort();
    this.resized.disconnect();
    clearInterval(this.clock);
    this.speech.close();
    cancelAnimationFrame(this.frame);
    this.link.close();
  }

  onShown() {
    this.skipCanvas();
    this.painter.fit();
    this.requestPaint();
  }

  // ipycanvas has the Tab key stop at its canvas, which is beneath this layer, and keeps it there.
  skipCanvas() {
    const around = this.surface.parentElement?.parentElement;
    for (const canvas of around?.querySelectorAll(":scope > canvas") ?? []) {
      /** @type {HTMLElement} */ (canvas).tabIndex = -1;
    }
  }

  onLabel() {
    this.surface.setAttribute("aria-label", this.link.get("label"));
  }

  onTool() {
    this.surface.dataset.tool = this.tool;
    this.requestPaint();
  }

  /** @returns {boolean} */
  get isDisabled() {
    return this.link.get("disabled");
  }

  // Nothing is drawn or wiped any more; the page scrolls under a finger as elsewhere.
  onDisabled() {
    this.surface.setAttribute("aria-disabled", String(this.isDisabled));
    this.requestPaint();
    if (!this.isDisabled || !this.outbox.open) return;
    this.keyboard.lift();
    this.pointer.end();
  }

  // What the kernel has read of a finished drawing, unless the next stroke has begun.
  onSpoken() {
    const isSeen = this.surface.checkVisibility();
    if (!this.outbox.open && isSeen) this.speech.announce(this.link.get("_spoken"));
  }

  // Strokes ---------------------------------------------------------------------------------

  // Without a kernel, only the pen draws: the page cannot wipe vectors.
  /** @returns {Tool} */
  get tool() {
    if (this.outbox.open) return this.outbox.open.tool;
    return this.link.connection.state === "gone" ? "pen" : this.link.get("tool");
  }

  get toolName() {
    return this.tool.charAt(0).toUpperCase() + this.tool.slice(1);
  }

  /** @param {Tool} chosen */
  begin(chosen) {
    const tool = this.link.connection.isOpen ? chosen : "pen";
    this.outbox.begin(tool, this.link.get(tool === "pen" ? "pen_width" : "eraser_width"));
  }

  requestPaint() {
    if (!this.frame && !this.isClosed) this.frame = requestAnimationFrame(() => this.onFrame());
  }

  onFrame() {
    this.frame = 0;
    const { keyboard, pointer, outbox, isDisabled } = this;
    outbox.flush();
    // An image on the pad would hide what the kernel has not shown yet.
    this.surface.toggleAttribute("data-wet", outbox.strokes.length > 0);
    const at = isDisabled ? null : keyboard.isShown ? keyboard.at : pointer.at;
    const size = outbox.open?.size ?? this.link.get("eraser_width");
    this.painter.paint([...this.saved, ...outbox.strokes], {
      eraser: at && this.tool !== "pen" ? { at, size } : null,
      pen: keyboard.isShown && !isDisabled ? { at: keyboard.at, isDown: keyboard.isDown } : null,
    });
  }

  // To and from the kernel ------------------------------------------------------------------

  /** @param {Command} what */
  command(what) {
    if (this.isDisabled) return;
    this.pointer.end();
    if (!this.link.connection.isOpen) this.speech.say("Not connected to a kernel");
    this.outbox.flush(true);
    this.link.send({ kind: "command", what });
  }

  /** @param {KernelMessage} message */
  onMessage(message) {
    if (message.kind === "repaint") {
      this.outbox.onRepaint();
      return;
    }
    if (message.view !== this.link.view) return;
    if (message.kind === "ack") this.onAck(message);
    else if (message.kind === "pong") this.outbox.onPong(message.number);
    else if (message.kind === "fresh") this.onFresh(message);
    else if (message.kind === "read") this.latency.onRead(message.time);
  }

  /** @param {AckAnswer} answer */
  onAck({ stroke, points, end }) {
    // Something else has ended the stroke: an undo from a notebook, say. The next one counts.
    if (end && this.outbox.open?.id === stroke) {
      this.keyboard.lift();
      this.pointer.end();
    }
    this.outbox.onAck(stroke, points, end);
  }

  /**
   * While the way to the kernel was broken, what is shown fell behind; once it is back, it is asked
   * for whether what it shows is read of the drawing as it has become.
   * @param {ConnectionState} state
   * @param {ConnectionState} before
   */
  onConnection(state, before) {
    if (state === before) return;
    if (state === "lost") this.surface.toggleAttribute("data-behind", true);
    if (state === "connected") this.askFresh();
    if (state === "gone") {
      this.onTool();
      this.backup.tick();
    }
  }

  askFresh() {
    this.outbox.flush(true);
    this.outbox.sendPing();
    this.awaited = { number: this.outbox.pings, at: performance.now() };
  }

  /** @param {FreshAnswer} answer */
  onFresh({ number }) {
    if (!this.awaited || number < this.awaited.number) return;
    this.awaited = null;
    this.surface.toggleAttribute("data-behind", false);
  }

  // What stands on the surface itself. A widget around it says by its own line that its kernel is gone.
  get words() {
    const { state } = this.link.connection;
    if (state === "connected") return this.outbox.isLate() ? BUSY : "";
    if (this.surface.closest(".digit-widgets-live")) return "";
    return describeConnection(state, hostName(this.link.canvas));
  }

  tick() {
    this.skipCanvas(); // it may have come later
    this.backup.tick();
    if (this.awaited && performance.now() - this.awaited.at > ASK_FRESH) this.askFresh();
    const { words } = this;
    if (this.note.textContent !== words) this.note.textContent = words;
    const figures = this.link.get("_measures_latency") ? this.latency.figures() : null;
    if (figures) this.link.send({ kind: "latency", figures });
  }

  // The focus -------------------------------------------------------------------------------

  // Take it for a pointer, which needs no frame and no pen of the keys.
  focusByPointer() {
    this.keyboard.lift();
    this.isFocusedByPointer = true;
    this.surface.focus({ preventScroll: true });
    this.isFocusedByPointer = false;
    this.keyboard.show(false);
  }

  onFocus() {
    // Back from another window, the pad looks as it did.
    if (!this.isFocusedByPointer && !this.isAway) this.keyboard.show(true);
    this.isAway = false;
  }

  onBlur() {
    this.keyboard.lift();
    this.isAway = document.activeElement === this.surface;
    if (!this.isAway) this.keyboard.show(false);
  }
}

/** @type {{ render: Render }} */
export default {
  async render({ model, el }) {
    const layer = new DrawingLayer(await findCanvas(model), el);
    return () => layer.close();
  },
};
