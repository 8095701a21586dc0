// Focus of a drawing surface: by keys it shows the pen of the keys, by a pointer it does not.

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
    this.isAway = false; // in another window, with the focus still on the surface
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    this.surface.addEventListener("focus", () => this.onFocus(), { signal });
    this.surface.addEventListener("blur", () => this.onBlur(), { signal });
  }

  // Take it for a pointer, which needs no frame and no pen of the keys.
  takeByPointer() {
    this.keyboard.lift();
    this.isByPointer = true;
    this.surface.focus({ preventScroll: true });
    this.isByPointer = false;
    this.keyboard.show(false);
  }

  onFocus() {
    // Back from another window, the pad looks as it did.
    if (!this.isByPointer && !this.isAway) this.keyboard.show(true);
    this.isAway = false;
  }

  onBlur() {
    this.keyboard.lift();
    this.isAway = document.activeElement === this.surface;
    if (!this.isAway) this.keyboard.show(false);
  }
}
