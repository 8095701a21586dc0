// Drawing by keys: arrows move a visible pen, Space lowers and lifts it.

/** @import { DrawingLayer } from "../drawing_layer.js" */
/** @import { Command } from "../connection/protocol.js" */
/** @import { Point } from "../types.js" */

// CSS pixels per press of an arrow key, without and with Shift.
const STEP = 8;
const FINE_STEP = 1;
/** @type {Record<string, Point>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @typedef {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">} Key */
/** @typedef {{ command: Command } | { move: Point } | "toggle" | "lift" | null} KeyAction */

/** @type {(key: Key) => boolean} */
const hasModifier = (key) => key.ctrlKey || key.metaKey || key.altKey;

/** @type {(key: Key) => boolean} */
const isHistory = (key) => (key.ctrlKey || key.metaKey) && !key.altKey && /^[zy]$/i.test(key.key);

/** @type {(key: Key) => boolean} */
const isPaste = (key) => (key.ctrlKey || key.metaKey) && !key.altKey && /^v$/i.test(key.key);

/**
 * Return true if the host must leave a key to the pad. In JupyterLab single letters are commands,
 * some of which delete cells; saving and running cells must still work.
 * @param {Key} key
 */
export function isForPad(key) {
  return isHistory(key) || isPaste(key) || !(hasModifier(key) || key.key === "Enter");
}

/**
 * Return the action of a key on the pad.
 * @param {Key} key
 * @returns {KeyAction}
 */
export function keyAction(key) {
  if (isHistory(key)) {
    return { command: key.shiftKey || key.key.toLowerCase() === "y" ? "redo" : "undo" };
  }
  if (hasModifier(key)) return null;
  if (key.key === "Delete" || key.key === "Backspace") return { command: "clear" };
  if (key.key in ARROWS) {
    const step = key.shiftKey ? FINE_STEP : STEP;
    const [dx, dy] = ARROWS[key.key];
    return { move: [dx * step, dy * step] };
  }
  if (key.key === " ") return "toggle";
  return key.key === "Escape" ? "lift" : null;
}

export class KeyboardInput {
  /** @param {DrawingLayer} layer */
  constructor(layer) {
    this.layer = layer;
    /** @type {Point} */
    this.at = [layer.width / 2, layer.height / 2];
    this.isShown = false;
    this.isDown = false;
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    const { layer } = this;
    layer.surface.addEventListener("keydown", (event) => this.onKey(event), { signal });
    // JupyterLab handles keys at the document, before they arrive here, unless the target opts out.
    /** @param {KeyboardEvent} event */
    const suppress = (event) => {
      const isTaken = !layer.isDisabled && isForPad(event);
      layer.surface.toggleAttribute("data-lm-suppress-shortcuts", isTaken);
    };
    window.addEventListener("keydown", suppress, { signal, capture: true });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const action = this.layer.isDisabled ? null : keyAction(event);
    if (action === null) return;
    if (action === "lift") {
      this.lift();
      return;
    }
    event.preventDefault(); // otherwise the page would scroll, also while a key is held
    if (action === "toggle") {
      if (!event.repeat) this.toggle(event.timeStamp);
    } else if ("move" in action) this.move(action.move, event.timeStamp);
    else if (!(event.repeat && action.command === "clear")) this.command(action.command);
  }

  /** @param {Command} what */
  command(what) {
    this.lift();
    this.layer.command(what);
  }

  /**
   * @param {Point} by
   * @param {number} time
   */
  move([dx, dy], time) {
    this.show(true);
    const { layer } = this;
    /** @type {(value: number, most: number) => number} */
    const clamp = (value, most) => Math.min(Math.max(value, 0), most);
    this.at = [clamp(this.at[0] + dx, layer.width), clamp(this.at[1] + dy, layer.height)];
    if (this.isDown) layer.outbox.add(...this.at, time);
  }

  /** @param {number} time */
  toggle(time) {
    this.show(true);
    if (this.isDown) {
      this.lift();
      return;
    }
    if (this.layer.outbox.open) return; // a pointer is drawing
    this.isDown = true;
    this.layer.begin(this.layer.link.get("tool"));
    this.layer.outbox.add(...this.at, time);
    this.layer.speech.say(this.layer.texts.down(this.layer.toolName));
  }

  lift() {
    if (!this.isDown) return;
    this.isDown = false;
    this.layer.outbox.end();
    this.layer.speech.say(this.layer.texts.up(this.layer.toolName));
  }

  /**
   * Show the pen and the pad's frame, or neither.
   * @param {boolean} isShown
   */
  show(isShown) {
    this.isShown = isShown;
    this.layer.surface.toggleAttribute("data-keys", isShown);
    this.layer.loop.request();
  }
}
