// Local canvas: an ink canvas whose kernel's side is in the page, as
// digit_widgets/widgets/canvas/ink_canvas.py has it in a kernel.

/** @import { KernelMessage, PageMessage } from "../connection/protocol.js" */
/** @import { Ink } from "./strokes.js" */

import { en } from "../texts/en.js";
import { ViewAnswers } from "./answers.js";
import { CanvasMessages } from "./canvas_messages.js";
import { InkEditor } from "./editor.js";
import { inkToJson } from "./ink_json.js";
import { LocalModel } from "./model.js";
import { BLANK, countPoints, isSameInk } from "./strokes.js";

// Number of points of the largest drawing that is kept over a reload: about 200 kB.
const LARGEST_BACKUP = 10_000;

/**
 * @typedef {object} CanvasOptions
 * @property {number} [width] - of the surface, in CSS pixels; 280 if it is not given
 * @property {number} [height] - as the width if it is not given
 * @property {number} [penWidth] - in CSS pixels
 * @property {number} [eraserWidth]
 * @property {string} [label] - the name for screen readers
 * @property {boolean} [isInviting] - true to show a faint digit until something is drawn
 * @property {typeof en} [texts] - English by default
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
    texts = en,
    label = texts.page.pad,
    isInviting = false,
    onInk = () => {},
    getImage = () => null,
    onLatency,
  } = {}) {
    super({
      width,
      height,
      label,
      _texts: texts.tools,
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
    this.texts = texts;
    this.onInk = onInk;
    this.getImage = getImage;
    this.onLatency = onLatency;
    this.editor = new InkEditor(this.surface);
    this.answers = new ViewAnswers((answer) => this.answer(answer));
    this.messages = new CanvasMessages(this);
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

  /**
   * Take a view's message: as from a kernel, the answer comes after the view has sent it.
   * @override
   * @param {PageMessage & { view: number }} message
   */
  send(message) {
    queueMicrotask(() => this.messages.take(message));
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
