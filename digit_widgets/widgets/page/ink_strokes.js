// Strokes that were begun in this page and that the kernel has not shown yet, and their way there:
// in batches, at most one a frame, each told to have been seen. However far away the kernel is, the
// pen never lags, and what the kernel has shown is not drawn twice.

// Batches under way at a time: where the kernel is slower, later points wait and go together, so
// that it is never further behind than so many batches take it. Eight keep up with 60 frames a
// second over a tenth of a second's way.
const IN_FLIGHT = 8;
// Milliseconds after which a page says that it waits for the kernel.
const PATIENCE = 1500;
// Milliseconds after which it asks once more: its question, or the answer, may have been lost.
const ASK_AGAIN = 10_000;
// Within so many milliseconds the canvas beneath has painted what came before a message.
const PAINTED = 80;

class Strokes {
  // `changed` is called when other strokes than before are to be drawn.
  constructor(send, changed) {
    this.send = send;
    this.changed = changed;
    this.all = []; // not yet shown by the kernel, the oldest first
    this.open = null; // the one that is being drawn
    this.next = 0;
    this.inFlight = [];
    this.asked = null;
    this.questions = 0;
    this.timers = new Set();
  }

  begin(tool, size) {
    this.open = { id: this.next, tool, size, points: [], sent: 0, seen: 0, shown: 0, time: 0 };
    this.next += 1;
    this.all.push(this.open);
  }

  add(x, y, time) {
    const { points } = this.open;
    const n = points.length;
    if (n && points[n - 2] === x && points[n - 1] === y) return;
    points.push(x, y);
    this.open.time = time;
    this.changed();
  }

  end(how = true) {
    if (!this.open) return;
    this.open.end = how;
    this.open = null;
    this.changed();
  }

  flush() {
    for (const stroke of this.all) {
      if (stroke.points.length === stroke.sent && (!stroke.end || stroke.told)) continue;
      if (this.inFlight.length >= IN_FLIGHT) return; // it goes with what comes meanwhile
      this.send({
        kind: "ink",
        stroke: stroke.id,
        tool: stroke.tool,
        first: stroke.sent / 2,
        points: stroke.points.slice(stroke.sent),
        end: stroke.end ?? false,
        time: stroke.time,
      });
      stroke.sent = stroke.points.length;
      stroke.told = Boolean(stroke.end);
      this.inFlight.push({ id: stroke.id, n: stroke.sent / 2, at: performance.now() });
    }
  }

  // The kernel has dealt with so many points of a stroke, or with all that it takes of it.
  onSeen(id, points, end) {
    this.inFlight = this.inFlight.filter((each) => each.id > id || (each.id === id && each.n > points));
    for (const stroke of this.all) {
      if (stroke.id < id || (stroke.id === id && end)) stroke.seen = Infinity;
      else if (stroke.id === id) stroke.seen = Math.max(stroke.seen, points);
    }
    this.flush();
    this.showSoon();
  }

  showSoon() {
    const seen = this.all.map((stroke) => [stroke, stroke.seen]);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.show(seen);
    }, PAINTED);
    this.timers.add(timer);
  }

  // The kernel has drawn all of it anew, perhaps without what was drawn before.
  onRepaint() {
    this.show(this.all.map((stroke) => [stroke, stroke.seen]));
  }

  show(seen) {
    for (const [stroke, count] of seen) stroke.shown = Math.max(stroke.shown, count);
    this.all = this.all.filter((stroke) => stroke === this.open || stroke.shown !== Infinity);
    this.changed();
  }

  // Have the kernel draw anew and answer: by then it has dealt with all that was sent before.
  ask() {
    this.questions += 1;
    const sent = this.all.map((stroke) => [stroke, stroke.told ? Infinity : stroke.sent / 2]);
    this.asked = { number: this.questions, at: performance.now(), sent };
    this.send({ kind: "hello", number: this.questions });
  }

  onAnswer(number) {
    if (this.asked?.number !== number) return;
    const { at, sent } = this.asked;
    this.asked = null;
    for (const [stroke, count] of sent) stroke.seen = Math.max(stroke.seen, count);
    this.inFlight = this.inFlight.filter((each) => each.at > at);
    this.flush();
    this.showSoon();
  }

  // Whether the kernel is long in answering. If so, it is asked once more.
  isLate() {
    const now = performance.now();
    const late = this.inFlight.length > 0 && now - this.inFlight[0].at > PATIENCE;
    if (late && !(this.asked && now - this.asked.at < ASK_AGAIN)) this.ask();
    return late;
  }

  close() {
    this.end();
    this.flush();
    this.timers.forEach(clearTimeout);
  }
}
