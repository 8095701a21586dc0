// Pointers over a drawing surface: decides which input of a mouse, a finger or a pen draws.

/** @import { DrawingLayer } from "../drawing_layer.js" */
/** @import { Point } from "../types.js" */

import { TouchGesture } from "./touch_gesture.js";

// Coordinates are rounded to sixteenths of a CSS pixel.
const GRID = 16;
// Milliseconds after the last use of a pen during which fingers and palms do not draw.
const PEN_RULES = 1500;
// A contact wider than this, in CSS pixels, is a palm.
const PALM = 80;
// The button of a pen's eraser end; the bits of `buttons` that draw: the primary one and this one.
const ERASER_BUTTON = 5;
const DRAWING_BUTTONS = 1 | 32;
// Milliseconds for which the measured position of the surface is used, unless something is
// scrolled: measuring makes the browser lay out the page, as each prediction does anyway.
const STAYS = 200;

export class PointerInput {
  /** @param {DrawingLayer} layer */
  constructor(layer) {
    this.layer = layer;
    this.touch = new TouchGesture(layer.surface, () => layer.isDisabled);
    /** @type {number | null} */
    this.id = null; // of the pointer that draws
    /** @type {Point | null} */
    this.at = null; // position of a pointer that may erase
    this.penSeen = -Infinity;
    this.box = new DOMRect(); // position of the surface
    this.measured = -Infinity; // time of that measurement
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    const { surface } = this.layer;
    this.touch.listen(signal);
    /** @type {(name: string, handler: (event: PointerEvent) => void) => void} */
    const on = (name, handler) =>
      surface.addEventListener(name, /** @type {EventListener} */ (handler.bind(this)), { signal });
    on("pointerdown", this.onDown);
    on("pointermove", this.onMove);
    on("pointerup", this.onUp);
    on("pointercancel", this.onCancel);
    on("lostpointercapture", this.onUp);
    on("pointerleave", () => this.hover(null));
    on("contextmenu", this.onMenu);
    const onScroll = () => {
      this.measured = -Infinity;
    };
    window.addEventListener("scroll", onScroll, { signal, capture: true });
    const onDownElsewhere = this.onDownElsewhere.bind(this);
    window.addEventListener("pointerdown", onDownElsewhere, { signal, capture: true });
  }

  /** @param {PointerEvent} event */
  onDown(event) {
    if (this.layer.isDisabled) return;
    const isPen = event.pointerType === "pen";
    if (isPen) this.penSeen = event.timeStamp;
    event.preventDefault(); // otherwise the browser sets the focus as it does for keys
    this.layer.focus.takeByPointer();
    const isTurned = isPen && event.button === ERASER_BUTTON;
    if (event.button !== 0 && !isTurned) return;
    if (event.pointerType === "touch") {
      if (this.isPalm(event)) return;
      this.touch.add(event);
      this.onSecondFinger(event);
      if (this.touch.isGesture) return;
    }
    if (this.layer.outbox.open) {
      // A second finger does not draw. A pen does: it replaces a touch of the hand that holds it.
      if (!isPen || this.id === event.pointerId) return;
      this.end("discarded");
    }
    if (isPen) this.touch.end();
    this.id = event.pointerId;
    this.layer.begin(isTurned ? "eraser" : this.layer.link.get("tool"));
    this.extend(event);
    this.hover(event);
    this.layer.surface.setPointerCapture(event.pointerId);
  }

  /**
   * Handle a second finger that comes down next to the surface.
   * @param {PointerEvent} event
   */
  onDownElsewhere(event) {
    const isFinger = event.pointerType === "touch" && !this.isPalm(event);
    const isElsewhere = !event.composedPath().includes(this.layer.surface);
    if (isFinger && isElsewhere) this.onSecondFinger(event);
  }

  /**
   * Discard what the first of two fingers has begun to draw, if the second follows at once.
   * @param {PointerEvent} event
   */
  onSecondFinger(event) {
    if (!this.layer.outbox.open || this.id === null || this.id === event.pointerId) return;
    if (!this.touch.hasBarelyBegun(this.id, event.timeStamp)) return;
    this.end("discarded");
    this.touch.begin();
  }

  /** @param {PointerEvent} event */
  onMove(event) {
    if (event.pointerType === "pen") this.penSeen = event.timeStamp;
    this.touch.move(event);
    this.hover(event);
    if (!this.isDrawing(event)) return;
    if (!(event.buttons & DRAWING_BUTTONS)) {
      this.end(); // the button was released where no event arrived
      return;
    }
    const all = event.getCoalescedEvents?.() ?? [];
    for (const each of all.length ? all : [event]) this.extend(each);
  }

  /** @param {PointerEvent} event */
  onUp(event) {
    if (event.type === "pointerup") this.touch.remove(event);
    if (!this.isDrawing(event)) return;
    if (event.type === "pointerup") this.extend(event);
    this.end();
  }

  /** @param {PointerEvent} event */
  onCancel(event) {
    this.touch.remove(event);
    // The system has taken the finger for a gesture of its own, or for a palm.
    if (this.isDrawing(event)) this.end(event.pointerType === "touch" ? "discarded" : true);
  }

  /**
   * Suppress the browser's and host's menu, which slow drawing may open and which has no use here.
   * @param {Event} event
   */
  onMenu(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {PointerEvent} event */
  isDrawing(event) {
    return this.layer.outbox.open !== null && this.id === event.pointerId;
  }

  /** @param {PointerEvent} event */
  isPalm(event) {
    const isWide = Math.max(event.width ?? 0, event.height ?? 0) > PALM;
    return isWide || event.timeStamp - this.penSeen < PEN_RULES;
  }

  /**
   * Return an event's position on the surface.
   * @param {PointerEvent} event
   * @returns {Point}
   */
  position(event) {
    const isStale = event.timeStamp - this.measured > STAYS;
    if (isStale || event.type === "pointerdown") {
      this.box = this.layer.surface.getBoundingClientRect();
      this.measured = event.timeStamp;
    }
    const { box, layer } = this;
    /** @type {(value: number) => number} */
    const round = (value) => Math.round(value * GRID) / GRID;
    return [
      round(((event.clientX - box.left) / box.width) * layer.width),
      round(((event.clientY - box.top) / box.height) * layer.height),
    ];
  }

  /**
   * Show the position of the eraser: a finger only has one while it is down.
   * @param {PointerEvent | null} event
   */
  hover(event) {
    if (event?.pointerType === "touch" && !this.isDrawing(event)) return;
    const before = this.at;
    this.at = event && this.position(event);
    if ((before || this.at) && this.layer.tool !== "pen") this.layer.loop.request();
  }

  /** @param {PointerEvent} event */
  extend(event) {
    this.layer.outbox.add(...this.position(event), event.timeStamp);
  }

  /** @param {true | "discarded"} [how] */
  end(how) {
    this.layer.outbox.end(how);
    this.id = null;
  }
}
