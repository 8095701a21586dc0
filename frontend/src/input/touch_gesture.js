// Fingers on a drawing surface. One finger draws. A second one that joins it at once starts a
// gesture on the page, which scrolls and zooms; no finger draws until all are lifted.

// Milliseconds within which both fingers of a gesture come down ...
const TOGETHER = 250;
// ... while the first has moved no farther than this, in CSS pixels of the window: two widths of
// the pen. Somebody who writes has moved farther by then, and the stroke stays.
const NEAR = 32;
// A finger within this radius has drawn a dot: a second finger may follow at any time.
const RESTING = 12;

/** @typedef {{ x: number, y: number }} Place */

/**
 * @typedef {object} Finger
 * @property {number} time - when it came down
 * @property {Place} began - where it came down
 * @property {Place} at - where it is
 * @property {Place} anchor - where its scrolling starts
 * @property {number} far - largest distance from where it came down
 */

/** @typedef {{ element: Element, from: number }} Scroller - what scrolls, and from which offset */

export class TouchGesture {
  /**
   * @param {HTMLElement} surface
   * @param {() => boolean} isOff - true if the surface is disabled: the page then gets all fingers
   */
  constructor(surface, isOff) {
    this.surface = surface;
    this.isOff = isOff;
    /** @type {Map<number, Finger>} */
    this.down = new Map(); // by pointer identifier
    this.touching = 0; // number by touch events, including fingers that the browser has taken over
    this.isGesture = false;
    /** @type {{ x: Scroller, y: Scroller } | null} */
    this.scrollers = null;
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    for (const name of /** @type {const} */ (["touchstart", "touchend", "touchcancel"])) {
      /** @param {TouchEvent} event */
      const count = (event) => this.onCount(event.targetTouches.length);
      this.surface.addEventListener(name, count, { signal, passive: true });
    }
    // The page must not scroll under one finger in browsers without touch-action, nor zoom under a
    // stroke if the second finger comes too late to discard it.
    /** @param {TouchEvent} event */
    const keepStill = (event) => {
      if (!this.isGesture && !this.isOff()) event.preventDefault();
    };
    this.surface.addEventListener("touchmove", keepStill, { signal, passive: false });
  }

  /** @param {PointerEvent} event */
  add({ pointerId, timeStamp, clientX, clientY }) {
    const place = { x: clientX, y: clientY };
    const finger = { time: timeStamp, began: place, at: place, anchor: place, far: 0 };
    this.down.set(pointerId, finger);
    this.setAnchors();
  }

  /**
   * Return true if a finger has barely begun to draw: another one then turns both into a gesture.
   * @param {number} id
   * @param {number} now
   */
  hasBarelyBegun(id, now) {
    const finger = this.down.get(id);
    if (!finger) return false;
    return finger.far <= RESTING || (finger.far <= NEAR && now - finger.time <= TOGETHER);
  }

  begin() {
    this.isGesture = true;
    this.setAnchors();
  }

  /** @param {PointerEvent} event */
  move({ pointerId, clientX, clientY }) {
    const finger = this.down.get(pointerId);
    if (!finger) return;
    finger.at = { x: clientX, y: clientY };
    const { x, y } = finger.began;
    finger.far = Math.max(finger.far, Math.hypot(clientX - x, clientY - y));
    if (this.isGesture && this.down.size > 1) this.scroll();
  }

  /** @param {PointerEvent} event */
  remove({ pointerId }) {
    this.down.delete(pointerId);
    this.setAnchors();
    this.onCount(this.touching);
  }

  /** @param {number} touching */
  onCount(touching) {
    this.touching = touching;
    if (!touching && !this.down.size) this.end();
  }

  end() {
    this.isGesture = false;
  }

  // Scrolling -----------------------------------------------------------------------------------

  // Browsers take over two fingers and cancel their pointers, unless the first has moved before the
  // second came: then they at most zoom. Until a browser takes over, scroll the page from here.
  scroll() {
    this.scrollers ??= { x: this.findScroller("x"), y: this.findScroller("y") };
    for (const axis of /** @type {const} */ (["x", "y"])) {
      const { element, from } = this.scrollers[axis];
      const offsets = [...this.down.values()].map(({ at, anchor }) => at[axis] - anchor[axis]);
      const mean = offsets.reduce((sum, offset) => sum + offset, 0) / offsets.length;
      const side = axis === "x" ? "left" : "top";
      element.scrollTo({ [side]: from - mean, behavior: "instant" });
    }
  }

  /**
   * Find the nearest element around the surface that scrolls along an axis, or the page itself.
   * @param {"x" | "y"} axis
   * @returns {Scroller}
   */
  findScroller(axis) {
    /** @type {(element: Element) => boolean} */
    const scrolls = (element) => {
      const isLonger =
        axis === "x"
          ? element.scrollWidth > element.clientWidth
          : element.scrollHeight > element.clientHeight;
      const style = getComputedStyle(element);
      return isLonger && /auto|scroll/.test(axis === "x" ? style.overflowX : style.overflowY);
    };
    /** @type {Element | null} */
    let element = this.surface.parentElement;
    while (element && !scrolls(element)) element = parentOf(element);
    element ??= document.scrollingElement ?? document.documentElement;
    return { element, from: axis === "x" ? element.scrollLeft : element.scrollTop };
  }

  // Fingers now move the page by their own movement; earlier movement does not count.
  setAnchors() {
    for (const finger of this.down.values()) finger.anchor = finger.at;
    this.scrollers = null;
  }
}

/**
 * Return the element around another one, also where a tree within the page ends.
 * @param {Element} element
 * @returns {Element | null}
 */
function parentOf(element) {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}
