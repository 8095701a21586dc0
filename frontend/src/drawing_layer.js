// Drawing layer: covers a drawing surface in the page, receives pointers and keys, and shows the
// newest ink at once. The kernel's own ink appears below it a moment later, and is then removed
// from this layer: ink never jumps.

/** @import { AckAnswer, Command, KernelMessage } from "./connection/protocol.js" */
/** @import { CanvasModel, Initialize, Render, Tool } from "./types.js" */
/** @import { ConnectionState } from "./connection/connection.js" */

import { CanvasLink, findCanvas } from "./connection/canvas_link.js";
import { Freshness } from "./connection/freshness.js";
import { KernelNote, NOT_CONNECTED } from "./connection/kernel_note.js";
import { Outbox } from "./connection/outbox.js";
import { SessionBackup } from "./connection/session_backup.js";
import { FrameLoop } from "./frame_loop.js";
import { makeGhost } from "./ghost.js";
import { SurfaceFocus } from "./input/focus.js";
import { ImageDrop } from "./input/image_drop.js";
import { KeyboardInput } from "./input/keyboard_input.js";
import { PointerInput } from "./input/pointer_input.js";
import { hearKernel } from "./late_scripts.js";
import { Latency } from "./latency.js";
import { Speech } from "./speech.js";
import { makeSurface, skipTabStop, turnIntoImage } from "./surface.js";
import { enTools } from "./texts/en.js";

// Milliseconds between two checks for changes that only time brings.
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
    this.stop = new AbortController();

    this.texts = canvas.get("_texts") ?? enTools; // a kernel's widgets are in English
    this.surface = makeSurface(this.texts.surface);
    this.ghost = makeGhost();
    this.loop = new FrameLoop(this);
    this.speech = new Speech(canvas);
    this.link = new CanvasLink(canvas, (state, before) => this.onConnection(state, before));
    this.outbox = new Outbox(
      (message) => this.link.send(message),
      () => this.loop.request(),
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
    // The layout sets the width: ipywidgets removes one that is set here.
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
    // A hidden page may have missed repaints.
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
    // Without a kernel, all surfaces of the page come at once: a kept drawing need not wait.
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
    // Something else has ended the stroke, such as an undo from a notebook: end it here too.
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
    skipTabStop(this.surface); // the canvas may have been added later
    this.backup.tick();
    this.freshness.tick();
    this.note.tick();
    const figures = this.link.get("_measures_latency") ? this.latency.figures() : null;
    if (figures) this.link.send({ kind: "latency", figures });
  }
}

/** @type {{ initialize: Initialize, render: Render }} */
export default {
  initialize: hearKernel,
  async render({ model, el }) {
    const layer = new DrawingLayer(await findCanvas(model), el);
    return () => layer.close();
  },
};
