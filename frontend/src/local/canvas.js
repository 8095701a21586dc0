// Local canvas: an ink canvas whose kernel's side is in the page. The views of a canvas (drawing
// layer, toolbar, width slider) send it the messages in PROTOCOL.md, and it answers them as
// digit_widgets/widgets/canvas/ink_canvas.py does.

/** @import { CommandMessage, KernelMessage, PageMessage } from "../connection/protocol.js" */
/** @import { Ink } from "./strokes.js" */
/** @import { InkBatch } from "./editor.js" */

import { ViewAnswers } from "./answers.js";
import { InkEditor } from "./editor.js";
import { makeFile, mediaType } from "./files.js";
import { inkFromJson, inkToJson } from "./ink_json.js";
import { LocalModel } from "./model.js";
import { BLANK, boxAround, countPoints, InkError, isSameInk } from "./strokes.js";

// Width in CSS pixels of the widest tool that a view may choose, if the surface is large enough.
export const WIDEST = 40;
// Number of points of the largest drawing that is kept over a reload: about 200 kB.
const LARGEST_BACKUP = 10_000;
const LABEL = "Drawing pad. Arrow keys move the pen, Space lowers and lifts it, Delete clears.";
const NO_IMAGES = "This page does not read image files: draw the digit.";

/**
 * @typedef {object} CanvasOptions
 * @property {number} [width] - of the surface, in CSS pixels; 280 if it is not given
 * @property {number} [height] - as the width if it is not given
 * @property {number} [penWidth] - in CSS pixels
 * @property {number} [eraserWidth]
 * @property {string} [label] - the name for screen readers
 * @property {boolean} [isInviting] - true to show a faint digit until something is drawn
 * @property {import("../texts/en.js").Tools} [tools] - texts of the tools; English by default
 * @property {(ink: Ink) => void} [onInk] - called after each change of the drawing
 * @property {() => ArrayLike<number> | null} [getImage] - returns the model's input for copying,
 *   784 values in 0..1
 * @property {(median: number, slow: number, rate: number) => void} [onLatency] - called about twice a
 *   second with the latency of predictions, as `InkCanvas.measure_latency` explains
 */

/** @typedef {{ show(ink: Ink): void, showNew(before: Ink, ink: Ink, hasEnded: boolean): void }} Display */

/**
 * The model that all views of a canvas share. Its values are those of an `InkCanvas`: tool,
 * pen_width, eraser_width, width, height, label, can_undo, can_redo, pen_is_down, disabled, error.
 */
export class LocalCanvas extends LocalModel {
  /** @param {CanvasOptions} options */
  constructor({
    width = 280,
    height = width,
    penWidth = 16,
    eraserWidth = 28,
    label = LABEL,
    tools,
    isInviting = false,
    onInk = () => {},
    getImage = () => null,
    onLatency,
  } = {}) {
    super({
      width,
      height,
      label,
      _texts: tools,
      tool: "pen",
      pen_width: penWidth,
      eraser_width: eraserWidth,
      can_undo: false,
      can_redo: false,
      pen_is_down: false,
      disabled: false,
      error: "",
      _spoken: [0, ""],
      _backup: "",
      _is_backed_up: true,
      _measures_latency: Boolean(onLatency),
      _is_inviting: isInviting,
      _largest_image: 0,
      _is_local: true,
    });
    this.surface = { width, height };
    this.onInk = onInk;
    this.getImage = getImage;
    this.onLatency = onLatency;
    this.editor = new InkEditor(this.surface);
    this.answers = new ViewAnswers((answer) => this.answer(answer));
    this.told = BLANK; // the drawing of which onInk was told last
    /** @type {Display | null} */
    this.display = null; // what shows the finished ink
    /** @type {(() => void)[]} */
    this.cleanUps = []; // what removes its views from the page
    this.on("change:disabled", () => this.onDisabled());
  }

  // Remove the canvas and its tools from the page.
  close() {
    for (const cleanUp of this.cleanUps) cleanUp();
  }

  // The drawing, including the current stroke.
  get ink() {
    return this.editor.ink;
  }

  // Assigning a drawing is a step that can be undone.
  set ink(ink) {
    if (isSameInk(ink, this.ink)) return;
    this.editor.assign(ink);
    this.showAll();
  }

  /**
   * Show a drawing to begin with, which no undo takes away.
   * @param {Ink} ink
   */
  begin(ink) {
    this.editor.history.present = ink;
    this.showAll();
  }

  // Erase the drawing; `undo` brings it back.
  clear() {
    this.ink = BLANK;
  }

  undo() {
    this.editor.undo();
    this.showAll();
  }

  redo() {
    this.editor.redo();
    this.showAll();
  }

  /**
   * Make screen readers say something.
   * @param {string} words
   */
  say(words) {
    this.set("_spoken", [this.get("_spoken")[0] + 1, words]);
  }

  /**
   * Tell the view that made a drawing that its prediction is shown.
   * @param {Ink} ink
   */
  acknowledgeReading(ink) {
    this.answers.acknowledgeReading(ink, this.ink, this.get("_measures_latency"));
  }

  // Messages from views -----------------------------------------------------------------------

  /**
   * Take a view's message: as from a kernel, the answer comes after the view has sent it.
   * @override
   * @param {PageMessage & { view: number }} message
   */
  send(message) {
    queueMicrotask(() => this.onMessage(message));
  }

  /** @param {PageMessage & { view: number }} message */
  onMessage(message) {
    if (message.kind === "ink") this.onBatch(message);
    else if (message.kind === "latency") {
      const [median, slow, rate] = message.figures;
      this.onLatency?.(median, slow, rate);
    } else if (message.kind === "file") this.sendFile(message.view, message.format);
    else if (message.kind === "ping") {
      this.repaint();
      this.answers.answerPing(message, this.ink);
    } else if (!this.get("disabled")) this.onChoice(message);
  }

  /** @param {PageMessage & { view: number }} message */
  onChoice(message) {
    switch (message.kind) {
      case "command":
        this.onCommand(message);
        break;
      case "tool":
        this.set("tool", message.tool);
        break;
      case "width": {
        const widest = Math.min(WIDEST, this.surface.width, this.surface.height);
        const isAllowed = message.width >= 1 && message.width <= widest;
        if (isAllowed)
          this.set(message.tool === "pen" ? "pen_width" : "eraser_width", message.width);
        break;
      }
      case "backup":
        if (!this.get("can_undo") && !this.editor.isBeingDrawn) this.restore(message.ink);
        break;
      case "restore":
        this.restore(message.ink);
        break;
      case "image":
      case "no_image":
        this.set("error", NO_IMAGES);
    }
  }

  /** @param {CommandMessage} message */
  onCommand({ what }) {
    if (what === "undo") this.undo();
    else if (what === "redo") this.redo();
    else this.clear();
  }

  /**
   * Take a drawing that was kept, unless it is invalid or outside the surface.
   * @param {string} text
   */
  restore(text) {
    /** @type {Ink} */
    let ink;
    try {
      ink = inkFromJson(text);
    } catch {
      return;
    }
    if (!ink.strokes.length) return;
    const box = boxAround(ink.strokes.flatMap(({ points }) => points));
    const { width, height } = this.surface;
    const isInside = box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
    if (isInside) this.ink = ink;
  }

  /**
   * @param {number} view
   * @param {string} format
   */
  async sendFile(view, format) {
    const file = await makeFile(format, this.ink, this.surface, this.getImage());
    const answer = { kind: "file", view, format, type: mediaType(format) };
    this.answer(/** @type {KernelMessage} */ (answer), [new DataView(file.buffer)]);
  }

  /** @param {InkBatch} batch */
  onBatch(batch) {
    const before = this.ink;
    const size = this.get(batch.tool === "pen" ? "pen_width" : "eraser_width");
    let isTaken = false;
    let problem = "";
    try {
      isTaken = !this.get("disabled") && this.editor.take(batch, size);
      problem = isTaken ? "" : this.get("error");
    } catch (error) {
      if (!(error instanceof InkError)) throw error;
      problem = error.message;
    }
    // Show the pen's mark first, before anyone is told.
    const isMark = isTaken && batch.tool === "pen" && batch.end !== "discarded";
    if (isMark) this.display?.showNew(before, this.ink, Boolean(batch.end));
    else if (this.ink !== before) this.repaint();
    this.answers.acknowledge(batch, this.ink, Boolean(batch.end) || !isTaken);
    this.set("error", problem);
    this.tellInk();
  }

  /**
   * @param {KernelMessage} answer
   * @param {DataView<ArrayBuffer>[]} buffers
   */
  answer(answer, buffers = []) {
    this.trigger("msg:custom", answer, buffers);
  }

  // Changes of the drawing ---------------------------------------------------------------------

  onDisabled() {
    if (!this.get("disabled") || !this.editor.isBeingDrawn) return;
    this.editor.lift();
    this.showAll();
  }

  showAll() {
    this.repaint();
    this.set("error", "");
    this.tellInk();
  }

  repaint() {
    this.display?.show(this.ink);
    this.answer({ kind: "repaint" });
  }

  tellInk() {
    const { ink, editor } = this;
    this.set("can_undo", editor.canUndo);
    this.set("can_redo", editor.canRedo);
    if (editor.isBeingDrawn) this.set("pen_is_down", true);
    if (ink.strokes.length) this.set("_is_inviting", false);
    try {
      if (ink !== this.told) {
        this.told = ink;
        this.onInk(ink);
      }
    } finally {
      // Last, even if what is told of the ink throws, or lifts the pen itself.
      this.set("pen_is_down", editor.isBeingDrawn);
      if (!editor.isBeingDrawn) this.backUp(this.ink);
    }
  }

  /**
   * Keep a finished drawing over a reload, unless it is huge: the end of each stroke would be
   * slower than the last.
   * @param {Ink} ink
   */
  backUp(ink) {
    const isBackedUp = countPoints(ink) <= LARGEST_BACKUP;
    this.set("_is_backed_up", isBackedUp);
    this.set("_backup", isBackedUp && ink.strokes.length ? inkToJson(ink) : "");
  }
}
