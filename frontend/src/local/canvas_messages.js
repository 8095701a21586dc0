// Canvas messages: what a canvas does at the messages of its views (drawing layer, toolbar, width
// slider), which are those of PROTOCOL.md.

/** @import { CommandMessage, KernelMessage, PageMessage } from "../connection/protocol.js" */
/** @import { LocalCanvas } from "./canvas.js" */
/** @import { InkBatch } from "./editor.js" */
/** @import { Ink } from "./strokes.js" */

import { makeFile, mediaType } from "./files.js";
import { inkFromJson } from "./ink_json.js";
import { boxAround, InkError } from "./strokes.js";

// Width in CSS pixels of the widest tool that a view may choose, if the surface is large enough.
export const WIDEST = 40;

export class CanvasMessages {
  /** @param {LocalCanvas} canvas */
  constructor(canvas) {
    this.canvas = canvas;
  }

  /** @param {PageMessage & { view: number }} message */
  take(message) {
    const { canvas } = this;
    if (message.kind === "ink") this.onBatch(message);
    else if (message.kind === "latency") {
      const [median, slow, rate] = message.figures;
      canvas.onLatency?.(median, slow, rate);
    } else if (message.kind === "file") this.sendFile(message.view, message.format);
    else if (message.kind === "ping") {
      canvas.repaint();
      canvas.answers.answerPing(message, canvas.ink);
    } else if (!canvas.get("disabled")) this.onChoice(message);
  }

  /** @param {PageMessage & { view: number }} message */
  onChoice(message) {
    const { canvas } = this;
    switch (message.kind) {
      case "command":
        this.onCommand(message);
        break;
      case "tool":
        canvas.set("tool", message.tool);
        break;
      case "width": {
        const widest = Math.min(WIDEST, canvas.surface.width, canvas.surface.height);
        const isAllowed = message.width >= 1 && message.width <= widest;
        const name = message.tool === "pen" ? "pen_width" : "eraser_width";
        if (isAllowed) canvas.set(name, message.width);
        break;
      }
      case "backup":
        if (!canvas.get("can_undo") && !canvas.editor.isBeingDrawn) this.restore(message.ink);
        break;
      case "restore":
        this.restore(message.ink);
        break;
      case "image":
      case "no_image":
        canvas.set("error", canvas.texts.tools.noImages);
    }
  }

  /** @param {CommandMessage} message */
  onCommand({ what }) {
    const { canvas } = this;
    if (what === "undo") canvas.undo();
    else if (what === "redo") canvas.redo();
    else canvas.clear();
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
    const { width, height } = this.canvas.surface;
    const isInside = box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
    if (isInside) this.canvas.ink = ink;
  }

  /**
   * @param {number} view
   * @param {string} format
   */
  async sendFile(view, format) {
    const { canvas } = this;
    const file = await makeFile(format, canvas.ink, canvas.surface, canvas.getImage());
    const answer = { kind: "file", view, format, type: mediaType(format) };
    canvas.answer(/** @type {KernelMessage} */ (answer), [new DataView(file.buffer)]);
  }

  /** @param {InkBatch} batch */
  onBatch(batch) {
    const { canvas } = this;
    const before = canvas.ink;
    const size = canvas.get(batch.tool === "pen" ? "pen_width" : "eraser_width");
    let isTaken = false;
    let problem = "";
    try {
      isTaken = !canvas.get("disabled") && canvas.editor.take(batch, size);
      problem = isTaken ? "" : canvas.get("error");
    } catch (error) {
      if (!(error instanceof InkError)) throw error;
      problem = error.tell(canvas.texts.problems);
    }
    // Show the pen's mark first, before anyone is told.
    const isMark = isTaken && batch.tool === "pen" && batch.end !== "discarded";
    if (isMark) canvas.display?.showNew(before, canvas.ink, Boolean(batch.end));
    else if (canvas.ink !== before) canvas.repaint();
    canvas.answers.acknowledge(batch, canvas.ink, Boolean(batch.end) || !isTaken);
    canvas.set("error", problem);
    canvas.tellInk();
  }
}
