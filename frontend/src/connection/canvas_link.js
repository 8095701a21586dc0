// One view's link to its canvas: to the model that all views share, and to the kernel.

/** @import { CanvasModel, Model } from "../types.js" */
/** @import { PageMessage } from "./protocol.js" */
/** @import { ConnectionState } from "./connection.js" */

import { Connection } from "./connection.js";

// Event by which a view makes all other views send their ink before its own message.
const FLUSH = "digit-widgets:flush";

/**
 * Find the model of the canvas that a widget is a view of.
 * @param {Model} model
 * @returns {Promise<CanvasModel>}
 */
export function findCanvas(model) {
  return model.widget_manager.get_model(model.get("canvas").replace("IPY_MODEL_", ""));
}

export class CanvasLink {
  /**
   * @param {CanvasModel} canvas
   * @param {(state: ConnectionState, before: ConnectionState) => void} [onLook]
   */
  constructor(canvas, onLook) {
    this.canvas = canvas;
    this.view = Math.floor(Math.random() * 2 ** 31);
    this.connection = new Connection(canvas, onLook);
    /** @type {[name: string, handler: (...args: any[]) => void][]} */
    this.handlers = [];
  }

  /**
   * @param {string} name
   * @returns {any}
   */
  get(name) {
    return this.canvas.get(name);
  }

  /**
   * Set a value in all views of the canvas at once. A separate message must tell the kernel.
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) {
    this.canvas.set(name, value);
  }

  /**
   * Listen to the model until the link is closed.
   * @param {string} name
   * @param {(...args: any[]) => void} handler
   */
  on(name, handler) {
    this.canvas.on(name, handler);
    this.handlers.push([name, handler]);
  }

  /** @param {() => void} handler */
  onFlush(handler) {
    this.on(FLUSH, handler);
  }

  // Make all views send their ink before the next message.
  flush() {
    this.canvas.trigger(FLUSH);
  }

  /**
   * @param {PageMessage} message
   * @param {ArrayBuffer[]} [buffers]
   */
  send(message, buffers = []) {
    if (!this.connection.isOpen) return;
    this.canvas.send({ view: this.view, ...message }, undefined, buffers);
  }

  close() {
    this.connection.close();
    for (const [name, handler] of this.handlers) this.canvas.off(name, handler);
  }
}
