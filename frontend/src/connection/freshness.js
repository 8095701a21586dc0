// Freshness: tracks if the page shows the prediction for the current drawing. It may be out of date
// while the connection is broken; once it is back, the kernel is asked until it answers "fresh".

/** @import { Outbox } from "./outbox.js" */

// Milliseconds after which the page asks again.
const ASK_AGAIN = 3000;

export class Freshness {
  /**
   * @param {HTMLElement} surface - has the attribute data-behind while the prediction is out of date
   * @param {Outbox} outbox
   */
  constructor(surface, outbox) {
    this.surface = surface;
    this.outbox = outbox;
    /** @type {{ number: number, at: number } | null} */
    this.awaited = null; // the ping after which the prediction is up to date again
  }

  lose() {
    this.surface.toggleAttribute("data-behind", true);
  }

  ask() {
    this.outbox.flush(true);
    this.outbox.sendPing();
    this.awaited = { number: this.outbox.pings, at: performance.now() };
  }

  /** @param {number} number - of the ping that is answered */
  onFresh(number) {
    if (!this.awaited || number < this.awaited.number) return;
    this.awaited = null;
    this.surface.toggleAttribute("data-behind", false);
  }

  tick() {
    if (this.awaited && performance.now() - this.awaited.at > ASK_AGAIN) this.ask();
  }
}
