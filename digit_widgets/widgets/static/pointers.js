// Pointers over a drawing surface: what of a mouse, a finger or a pen draws, and what does not.

// Coordinates are sent in whole sixteenths of a CSS pixel.
const round = (value) => Math.round(value * 16) / 16;
// After a pen was there, fingers and palms do not draw for so many milliseconds.
const PEN_RULES = 1500;
// A contact wider than this, in CSS pixels, is a palm.
const PALM = 80;
// The button, and its bit among `buttons`, of a pen's other end.
const ERASER_BUTTON = 5;
const DRAWING_BUTTONS = 1 | 32;
// Milliseconds for which the surface is taken to be where it was, unless something is scrolled: to
// measure where it is has the page laid out, and each reading has it laid out anyway.
const STAYS = 200;

class Pointers {
  constructor(layer) {
    this.layer = layer;
    this.fingers = null;
    this.id = null; // of the one that draws
    this.at = null; // where one is that may erase
    this.penSeen = -Infinity;
    this.box = null; // where the surface is, and when that was measured
    this.measured = -Infinity;
  }

  listen(signal) {
    const { surface } = this.layer;
    this.fingers = new Fingers(surface, () => this.isOff());
    this.fingers.listen(signal);
    const on = (name, handler, options) =>
      surface.addEventListener(name, handler.bind(this), { signal, ...options });
    on("pointerdown", this.onDown);
    on("pointermove", this.onMove);
    on("pointerup", this.onUp);
    on("pointercancel", this.onCancel);
    on("lostpointercapture", this.onUp);
    on("pointerleave", () => this.hover(null));
    on("contextmenu", this.onMenu);
    window.addEventListener("scroll", () => (this.measured = -Infinity), { signal, capture: true });
    window.addEventListener("pointerdown", this.onDownElsewhere.bind(this), { signal, capture: true });
  }

  isOff() {
    return this.layer.model.get("disabled");
  }

  onDown(event) {
    if (this.isOff()) return;
    const isPen = event.pointerType === "pen";
    if (isPen) this.penSeen = event.timeStamp;
    event.preventDefault(); // the browser would give the focus, as it does for keys
    this.layer.focus();
    const turned = isPen && event.button === ERASER_BUTTON;
    if (event.button !== 0 && !turned) return;
    if (event.pointerType === "touch") {
      if (this.isPalm(event)) return;
      this.fingers.add(event);
      this.onSecondFinger(event);
      if (this.fingers.isGesture) return;
    }
    if (this.layer.strokes.open) {
      // A second finger does not draw. A pen does: what its hand has touched was no stroke.
      if (!isPen || this.id === event.pointerId) return;
      this.end("discarded");
    }
    if (isPen) this.fingers.end();
    this.id = event.pointerId;
    this.layer.begin(turned ? "eraser" : this.layer.model.get("tool"));
    this.extend(event);
    this.hover(event);
    this.layer.surface.setPointerCapture(event.pointerId);
  }

  // One of two fingers may well come down beside the surface.
  onDownElsewhere(event) {
    const isFinger = event.pointerType === "touch" && !this.isPalm(event);
    if (isFinger && !this.layer.surface.contains(event.target)) this.onSecondFinger(event);
  }

  // What the first of two fingers has begun to draw is no stroke, if the second comes at once.
  onSecondFinger(event) {
    if (!this.layer.strokes.open || this.id === event.pointerId) return;
    if (!this.fingers.hasBarelyBegun(this.id, event.timeStamp)) return;
    this.end("discarded");
    this.fingers.begin();
  }

  onMove(event) {
    if (event.pointerType === "pen") this.penSeen = event.timeStamp;
    this.fingers.move(event);
    this.hover(event);
    if (!this.isDrawing(event)) return;
    // The button was let go where nobody heard of it.
    if (!(event.buttons & DRAWING_BUTTONS)) return this.end();
    const all = event.getCoalescedEvents?.() ?? [];
    for (const each of all.length ? all : [event]) this.extend(each);
  }

  onUp(event) {
    if (event.type === "pointerup") this.fingers.remove(event);
    if (!this.isDrawing(event)) return;
    if (event.type === "pointerup") this.extend(event);
    this.end();
  }

  onCancel(event) {
    this.fingers.remove(event);
    // The system has taken the finger for a gesture of its own, or for a palm.
    if (this.isDrawing(event)) this.end(event.pointerType === "touch" ? "discarded" : true);
  }

  // No menu of the browser or the host comes while one draws slowly, nor offers this empty layer.
  onMenu(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  isDrawing(event) {
    return this.layer.strokes.open !== null && this.id === event.pointerId;
  }

  isPalm(event) {
    const wide = Math.max(event.width ?? 0, event.height ?? 0) > PALM;
    return wide || event.timeStamp - this.penSeen < PEN_RULES;
  }

  place(event) {
    const isStale = event.timeStamp - this.measured > STAYS;
    if (isStale || event.type === "pointerdown") {
      this.box = this.layer.surface.getBoundingClientRect();
      this.measured = event.timeStamp;
    }
    const { box } = this;
    return [
      round(((event.clientX - box.left) / box.width) * this.layer.width),
      round(((event.clientY - box.top) / box.height) * this.layer.height),
    ];
  }

  // Where the eraser shows: a finger only has a place while it is down.
  hover(event) {
    if (event?.pointerType === "touch" && !this.isDrawing(event)) return;
    const before = this.at;
    this.at = event && this.place(event);
    if ((before || this.at) && this.layer.tool() !== "pen") this.layer.paint();
  }

  extend(event) {
    this.layer.strokes.add(...this.place(event), event.timeStamp);
  }

  end(how) {
    this.layer.strokes.end(how);
    this.id = null;
  }
}
