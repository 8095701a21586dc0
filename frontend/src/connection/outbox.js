// Outbox: strokes begun in this page that the kernel has not shown yet, and their transport to it,
// in batches, one per frame and one at the end of a stroke, each acknowledged. The pen never lags,
// however far away the kernel is, and ink that the kernel has shown is not drawn twice.

/** @import { InkMessage, PingMessage, StrokeEnd } from "./protocol.js" */
/** @import { Tool } from "../types.js" */

// Milliseconds between the batches that fill a round trip to the kernel: only one batch is in
// flight if it is near, so that none waits for the previous one, and more the farther away it is.
// Points that come while the limit is reached are sent with the next batch.
const SPACING = 50;
const MOST_IN_FLIGHT = 4;
// The distance is the quickest of this many round trips during which no other batch was in flight;
// fewer than the second number do not tell. A kernel that is slow because many people draw is now
// and then quick, and one that is far away never is: more batches would make it slower still.
const ROUND_TRIPS = 200;
const ENOUGH_ROUND_TRIPS = 8;
// Milliseconds after which the page reports that it is waiting for the kernel.
const PATIENCE = 1500;
// Milliseconds after which it pings again: the ping or the pong may have been lost.
const PING_AGAIN = 10_000;
// Milliseconds within which the canvas below has surely painted what came before a message.
const PAINTED = 80;

/**
 * @typedef {object} Stroke
 * @property {number} id
 * @property {Tool} tool
 * @property {number} size - width of the tool, in CSS pixels
 * @property {number[]} points - x, y, x, y ...
 * @property {number} sent - how many of these numbers have been sent
 * @property {boolean} isEndSent
 * @property {number} acknowledged - number of points processed by the kernel; Infinity for all
 * @property {number} shown - number of points that it has surely painted
 * @property {StrokeEnd} end
 * @property {number} time - of the newest point's event
 */

/** @typedef {{ stroke: number, points: number, at: number, isAlone: boolean }} Batch */

export class Outbox {
  /**
   * @param {(message: InkMessage | PingMessage) => void} send
   * @param {() => void} onChange - called when the strokes to paint have changed
   */
  constructor(send, onChange) {
    this.send = send;
    this.onChange = onChange;
    /** @type {Stroke[]} */
    this.strokes = []; // not yet shown by the kernel, oldest first
    /** @type {Stroke | null} */
    this.open = null; // the stroke being drawn
    this.nextId = 0;
    /** @type {Batch[]} */
    this.inFlight = [];
    /** @type {number[]} */
    this.roundTrips = []; // in milliseconds, the newest last
    /** @type {{ number: number, at: number, sent: [Stroke, number][] } | null} */
    this.ping = null;
    this.pings = 0;
    /** @type {Set<ReturnType<typeof setTimeout>>} */
    this.timers = new Set();
  }

  /**
   * @param {Tool} tool
   * @param {number} size
   */
  begin(tool, size) {
    this.open = {
      id: this.nextId,
      tool,
      size,
      points: [],
      sent: 0,
      isEndSent: false,
      acknowledged: 0,
      shown: 0,
      end: false,
      time: 0,
    };
    this.nextId += 1;
    this.strokes.push(this.open);
  }

  /**
   * Add a point to the open stroke, unless it equals the last one.
   * @param {number} x
   * @param {number} y
   * @param {number} time
   */
  add(x, y, time) {
    if (!this.open) return;
    const { points } = this.open;
    const n = points.length;
    if (n && points[n - 2] === x && points[n - 1] === y) return;
    points.push(x, y);
    this.open.time = time;
    this.onChange();
  }

  /** @param {true | "discarded"} how */
  end(how = true) {
    if (!this.open) return;
    this.open.end = how;
    this.open = null;
    this.onChange();
    // Nothing more comes that could go with it in the next frame.
    this.flush();
  }

  // Send new points; if the limit of batches in flight is reached, only if they cannot wait.
  flush(cannotWait = false) {
    for (const stroke of this.strokes) {
      const isAllSent = stroke.points.length === stroke.sent;
      if (isAllSent && (!stroke.end || stroke.isEndSent)) continue;
      if (this.inFlight.length >= this.windowSize() && !cannotWait) return;
      this.send({
        kind: "ink",
        stroke: stroke.id,
        tool: stroke.tool,
        first: stroke.sent / 2,
        points: stroke.points.slice(stroke.sent),
        end: stroke.end,
        time: stroke.time,
      });
      stroke.sent = stroke.points.length;
      stroke.isEndSent = Boolean(stroke.end);
      const isAlone = this.inFlight.length === 0;
      const at = performance.now();
      this.inFlight.push({ stroke: stroke.id, points: stroke.sent / 2, at, isAlone });
    }
  }

  // Return the number of batches that may be in flight.
  windowSize() {
    if (this.roundTrips.length < ENOUGH_ROUND_TRIPS) return 1;
    const distance = Math.min(...this.roundTrips);
    return Math.min(Math.max(Math.round(distance / SPACING), 1), MOST_IN_FLIGHT);
  }

  /**
   * Handle an acknowledgement of this many points of a stroke, or of all that the kernel accepts.
   * @param {number} id
   * @param {number} points
   * @param {boolean} end
   */
  onAck(id, points, end) {
    const [oldest] = this.inFlight;
    if (oldest?.isAlone && oldest.stroke === id && oldest.points === points) {
      this.roundTrips = [...this.roundTrips, performance.now() - oldest.at].slice(-ROUND_TRIPS);
    }
    this.inFlight = this.inFlight.filter(
      (each) => each.stroke > id || (each.stroke === id && each.points > points),
    );
    for (const stroke of this.strokes) {
      if (stroke.id < id || (stroke.id === id && end)) stroke.acknowledged = Infinity;
      else if (stroke.id === id) stroke.acknowledged = Math.max(stroke.acknowledged, points);
    }
    this.flush();
    this.dropSoon();
  }

  dropSoon() {
    const acknowledged = this.acknowledgedCounts();
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.drop(acknowledged);
    }, PAINTED);
    this.timers.add(timer);
  }

  // Handle a repaint: the kernel has drawn all its ink anew, perhaps without earlier strokes.
  onRepaint() {
    this.drop(this.acknowledgedCounts());
  }

  /** @returns {[Stroke, number][]} */
  acknowledgedCounts() {
    return this.strokes.map((stroke) => [stroke, stroke.acknowledged]);
  }

  /**
   * Mark points as shown by the kernel, and drop strokes that are completely shown.
   * @param {[Stroke, number][]} counts
   */
  drop(counts) {
    for (const [stroke, count] of counts) stroke.shown = Math.max(stroke.shown, count);
    this.strokes = this.strokes.filter(
      (stroke) => stroke === this.open || stroke.shown !== Infinity,
    );
    this.onChange();
  }

  // Request a repaint and an answer: by then the kernel has processed everything sent before.
  sendPing() {
    this.pings += 1;
    /** @type {[Stroke, number][]} */
    const sent = this.strokes.map((stroke) => [
      stroke,
      stroke.isEndSent ? Infinity : stroke.sent / 2,
    ]);
    this.ping = { number: this.pings, at: performance.now(), sent };
    this.send({ kind: "ping", number: this.pings });
  }

  /** @param {number} number - of the ping that is answered */
  onPong(number) {
    if (this.ping?.number !== number) return;
    const { at, sent } = this.ping;
    this.ping = null;
    for (const [stroke, count] of sent) {
      stroke.acknowledged = Math.max(stroke.acknowledged, count);
    }
    this.inFlight = this.inFlight.filter((each) => each.at > at);
    this.flush();
    this.dropSoon();
  }

  // Return true if the kernel's answer is overdue; in that case, ping it again.
  isLate() {
    const now = performance.now();
    const isLate = this.inFlight.length > 0 && now - this.inFlight[0].at > PATIENCE;
    if (isLate && !(this.ping && now - this.ping.at < PING_AGAIN)) this.sendPing();
    return isLate;
  }

  close() {
    this.end();
    this.flush(true);
    for (const timer of this.timers) clearTimeout(timer);
  }
}
