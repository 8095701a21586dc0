// Freshness: whether what a page shows is read of the drawing as it is now. While the way to the kernel
// was broken, what is shown fell behind; once it is back, the kernel is asked until it says "fresh".

/** @import { Outbox } from "./outbox.js" */

// Milliseconds after which a page asks again.
const ASK_AGAIN = 3000;

export class Freshness {
  /**
   * @param {HTMLElement} surface - gets the attribute data-behind while what is shown is old
   * @param {Outbox} outbox
   */
  constructor(surface, outbox) {
    this.surface = surface;
    this.outbox = outbox;
    /** @type {{ number: number, at: number } | null} */
    this.awaited = null; // the ping after which what is read is of the drawing again
  }

  lose() {
    this.surface.toggleAttribute("data-behind", true);
  }

  ask() {
    this.outbox.flush(true);
    this.outbox.sendPing();
    this.awaited = { number: this.outbox.pings, at: performance.now() };
  }

  /** @param {number} number - of the ping that the kernel answers */
  onFresh(number) {
    if (!this.awaited || number < this.awaited.number) return;
    this.awaited = null;
    this.surface.toggleAttribute("data-behind", false);
  }

  tick() {
    if (this.awaited && performance.now() - this.awaited.at > ASK_AGAIN) this.ask();
  }
}
