// Kernel note: a message on a drawing surface while its kernel is busy or gone.

/** @import { CanvasLink } from "./canvas_link.js" */
/** @import { Outbox } from "./outbox.js" */

import { make } from "../elements.js";
import { describeConnection, hostName } from "./connection.js";

export const NOT_CONNECTED = "Not connected to a kernel";
const BUSY = "The kernel is busy. Your ink is kept, and is read when it is free.";

export class KernelNote {
  /**
   * @param {HTMLElement} surface
   * @param {CanvasLink} link
   * @param {Outbox} outbox
   */
  constructor(surface, link, outbox) {
    this.surface = surface;
    this.link = link;
    this.outbox = outbox;
    this.element = make("div", "digit-widgets-wait", { role: "status" });
  }

  // If a widget surrounds the surface, its own line reports that the kernel is gone.
  get words() {
    const { state } = this.link.connection;
    if (state === "connected") return this.outbox.isLate() ? BUSY : "";
    if (this.surface.closest(".digit-widgets-live")) return "";
    return describeConnection(state, hostName(this.link.canvas));
  }

  tick() {
    const { words } = this;
    if (this.element.textContent !== words) this.element.textContent = words;
  }
}
