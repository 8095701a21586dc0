// Strokes that were begun in this page and that the kernel has not shown yet, and their way there:
// in batches, at most one a frame, each told to have been seen. However far away the kernel is, the
// pen never lags, and what the kernel has shown is not drawn twice.

// Milliseconds from one batch to the next that a way to the kernel and back is filled with: one at a
// time where it is near, so that none waits for the one before it, and the more the farther it is.
// What comes while as many are under way as it takes goes together with the next.
const SPACING = 25;
const MOST_IN_FLIGHT = 12;
// Of so many ways that no other batch was on, the quickest tells how far the kernel is.
const WAYS = 8;
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
    this.ways = []; // milliseconds there and back, the newest last
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

  // Send what has come; where as many batches are under way as may be, only if it cannot wait.
  flush(cannotWait = false) {
    for (const stroke of this.all) {
      if (stroke.points.length === stroke.sent && (!stroke.end || stroke.told)) continue;
      if (this.inFlight.length >= this.room() && !cannotWait) return;
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
      const isAlone = this.inFlight.length === 0;
      this.inFlight.push({ id: stroke.id, n: stroke.sent / 2, at: performance.now(), isAlone });
    }
  }

  // How many batches may be under way.
  room() {
    const way = this.ways.length ? Math.min(...this.ways) : 0;
    return Math.min(Math.max(Math.round(way / SPACING), 1), MOST_IN_FLIGHT);
  }

  // The kernel has dealt with so many points of a stroke, or with all that it takes of it.
  onSeen(id, points, end) {
    const [oldest] = this.inFlight;
    if (oldest?.isAlone && oldest.id === id && oldest.n === points) {
      this.ways = [...this.ways, performance.now() - oldest.at].slice(-WAYS);
    }
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
    this.flush(true);
    this.timers.forEach(clearTimeout);
  }
}
