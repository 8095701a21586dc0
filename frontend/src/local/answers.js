// Answers to views: which of their messages are processed, and which drawing is read, as
// digit_widgets/widgets/canvas/answers.py gives them.

/** @import { KernelMessage, PingMessage } from "../connection/protocol.js" */
/** @import { InkBatch } from "./editor.js" */
/** @import { Ink } from "./strokes.js" */

import { isSameInk } from "./strokes.js";

export class ViewAnswers {
  /** @param {(answer: KernelMessage) => void} send */
  constructor(send) {
    this.send = send;
    /** @type {WeakMap<Ink, { view: number, time: number }>} */
    this.stamps = new WeakMap(); // the pointer event behind each drawing, by its view's clock
    /** @type {(PingMessage & { view: number })[]} */
    this.pings = []; // whose drawing is not read yet
    /** @type {Ink | null} */
    this.read = null; // the drawing whose prediction was shown last
  }

  /**
   * Say that a batch is processed.
   * @param {InkBatch} batch
   * @param {Ink} ink - the resulting drawing
   * @param {boolean} end - true if no more of the stroke is accepted
   */
  acknowledge({ view, stroke, first, points, time }, ink, end) {
    this.send({ kind: "ack", view, stroke, points: first + points.length / 2, end });
    this.stamps.set(ink, { view, time });
  }

  /**
   * Say that everything before a ping is processed and, once it is, read.
   * @param {PingMessage & { view: number }} ping
   * @param {Ink} ink
   */
  answerPing(ping, ink) {
    this.send({ kind: "pong", view: ping.view, number: ping.number });
    this.pings.push(ping);
    this.tellFresh(ink);
  }

  /**
   * Say that a drawing's prediction is shown.
   * @param {Ink} ink
   * @param {Ink} newest
   * @param {boolean} isMeasured - true while latency is measured
   */
  acknowledgeReading(ink, newest, isMeasured) {
    this.read = ink;
    this.tellFresh(newest);
    const stamp = this.stamps.get(ink);
    if (!isMeasured || !stamp) return;
    this.stamps.delete(ink);
    this.send({ kind: "read", ...stamp });
  }

  /** @param {Ink} newest */
  tellFresh(newest) {
    if (!this.read || !isSameInk(this.read, newest)) return;
    for (const { view, number } of this.pings) this.send({ kind: "fresh", view, number });
    this.pings = [];
  }
}
