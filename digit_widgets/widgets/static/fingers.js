// Fingers on a drawing surface. One draws. A second one that joins it at once means the page, which
// scrolls and zooms with both; then none draws until all are lifted.

// Who means to scroll puts both fingers down within so many milliseconds ...
const TOGETHER = 250;
// ... and the first has gone no farther than this by then, in CSS pixels of the window: two widths
// of the pen. Whoever writes has gone farther, and the stroke stays.
const NEAR = 32;
// A finger that has not left this circle has drawn a dot: a second one may come as late as it likes.
const RESTING = 12;

class Fingers {
  // `isOff` tells whether the surface is disabled: then it leaves all fingers to the page.
  constructor(surface, isOff) {
    this.surface = surface;
    this.isOff = isOff;
    this.down = new Map(); // where each came down and is, by its pointer's id
    this.touching = 0; // as touch events count them, also those that the browser has taken over
    this.isGesture = false;
    this.scrolled = null; // what scrolls along x and y, and from where
  }

  listen(signal) {
    for (const name of ["touchstart", "touchend", "touchcancel"]) {
      const count = (event) => this.onCount(event.targetTouches.length);
      this.surface.addEventListener(name, count, { signal, passive: true });
    }
    // The page must not scroll under one finger where touch-action is not known, nor zoom under a
    // stroke that a second finger comes too late to discard.
    const keepStill = (event) => this.isGesture || this.isOff() || event.preventDefault();
    this.surface.addEventListener("touchmove", keepStill, { signal, passive: false });
  }

  add({ pointerId, timeStamp, clientX, clientY }) {
    const place = { x: clientX, y: clientY };
    this.down.set(pointerId, { time: timeStamp, began: place, at: place, far: 0 });
    this.anchor();
  }

  // Whether a finger has only just begun to draw, so that another one turns both into a gesture.
  hasBarelyBegun(id, now) {
    const finger = this.down.get(id);
    if (!finger) return false;
    return finger.far <= RESTING || (finger.far <= NEAR && now - finger.time <= TOGETHER);
  }

  begin() {
    this.isGesture = true;
    this.anchor();
  }

  move({ pointerId, clientX, clientY }) {
    const finger = this.down.get(pointerId);
    if (!finger) return;
    finger.at = { x: clientX, y: clientY };
    const { x, y } = finger.began;
    finger.far = Math.max(finger.far, Math.hypot(clientX - x, clientY - y));
    if (this.isGesture && this.down.size > 1) this.scroll();
  }

  remove({ pointerId }) {
    this.down.delete(pointerId);
    this.anchor();
    this.onCount(this.touching);
  }

  onCount(touching) {
    this.touching = touching;
    if (!touching && !this.down.size) this.end();
  }

  end() {
    this.isGesture = false;
  }

  // Scrolling -----------------------------------------------------------------------------------

  // Browsers take two fingers over, and cancel their pointers, unless the first has moved before the
  // second came: then they zoom at most. Until they do, the page is scrolled from here.
  scroll() {
    this.scrolled ??= { x: this.scroller("x"), y: this.scroller("y") };
    for (const [axis, side] of [["x", "left"], ["y", "top"]]) {
      const { element, from } = this.scrolled[axis];
      const offsets = [...this.down.values()].map(({ at, anchor }) => at[axis] - anchor[axis]);
      const mean = offsets.reduce((sum, offset) => sum + offset, 0) / offsets.length;
      element.scrollTo({ [side]: from - mean, behavior: "instant" });
    }
  }

  // The nearest element around the surface that scrolls along an axis, or else the page.
  scroller(axis) {
    const [size, room, start] =
      axis === "x" ? ["scrollWidth", "clientWidth", "scrollLeft"] : ["scrollHeight", "clientHeight", "scrollTop"];
    let element = this.surface.parentElement;
    const scrolls = (each) =>
      each[size] > each[room] && /auto|scroll/.test(getComputedStyle(each)[`overflow-${axis}`]);
    while (element && !scrolls(element)) element = element.parentElement;
    element ??= document.scrollingElement;
    return { element, from: element[start] };
  }

  // From here on, fingers move the page as far as they move: others were down before.
  anchor() {
    for (const finger of this.down.values()) finger.anchor = finger.at;
    this.scrolled = null;
  }
}
