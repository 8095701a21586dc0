// Focus of a drawing surface: focus by keys shows the keys' pen, focus by a pointer does not.

/** @import { KeyboardInput } from "./keyboard_input.js" */

export class SurfaceFocus {
  /**
   * @param {HTMLElement} surface
   * @param {KeyboardInput} keyboard
   */
  constructor(surface, keyboard) {
    this.surface = surface;
    this.keyboard = keyboard;
    this.isByPointer = false;
    this.isAway = false; // true while another window is active and the surface keeps the focus
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    this.surface.addEventListener("focus", () => this.onFocus(), { signal });
    this.surface.addEventListener("blur", () => this.onBlur(), { signal });
  }

  // Take the focus for a pointer, which needs neither the frame nor the keys' pen.
  takeByPointer() {
    this.keyboard.lift();
    this.isByPointer = true;
    this.surface.focus({ preventScroll: true });
    this.isByPointer = false;
    this.keyboard.show(false);
  }

  onFocus() {
    // When the user returns from another window, the pad looks as before.
    if (!this.isByPointer && !this.isAway) this.keyboard.show(true);
    this.isAway = false;
  }

  onBlur() {
    this.keyboard.lift();
    const root = /** @type {Document | ShadowRoot} */ (this.surface.getRootNode());
    this.isAway = root.activeElement === this.surface;
    if (!this.isAway) this.keyboard.show(false);
  }
}
