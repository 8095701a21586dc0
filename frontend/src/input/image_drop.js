// Dropping an image file on a drawing surface, and pasting one while the surface has the focus.

/** @import { DrawingLayer } from "../drawing_layer.js" */

import { NOT_CONNECTED } from "../connection/kernel_note.js";
import { readsImages, sendImage } from "./image_files.js";

export class ImageDrop {
  /** @param {DrawingLayer} layer */
  constructor(layer) {
    this.layer = layer;
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    const { surface } = this.layer;
    /** @type {(name: string, handler: (event: DragEvent) => void) => void} */
    const on = (name, handler) =>
      surface.addEventListener(name, /** @type {EventListener} */ (handler.bind(this)), { signal });
    on("dragenter", this.onOver);
    on("dragover", this.onOver);
    on("dragleave", this.onLeave);
    on("drop", this.onDrop);
    // At the document: browsers differ in where they report what is pasted outside text fields.
    /** @param {ClipboardEvent} event */
    const onPaste = (event) => this.onPaste(event);
    document.addEventListener("paste", onPaste, { signal, capture: true });
  }

  // A file is never left to the browser, which would open it in place of the page and the drawing.
  /** @param {DragEvent} event */
  onOver(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    const isWelcome = readsImages(this.layer.link);
    event.dataTransfer.dropEffect = isWelcome ? "copy" : "none";
    this.invite(isWelcome);
  }

  /** @param {DragEvent} event */
  onLeave(event) {
    const into = /** @type {Node | null} */ (event.relatedTarget);
    if (!this.layer.surface.contains(into)) this.invite(false);
  }

  /** @param {DragEvent} event */
  onDrop(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    this.invite(false);
    this.send(event.dataTransfer.files);
  }

  /** @param {ClipboardEvent} event */
  onPaste(event) {
    const { surface, link } = this.layer;
    if (!surface.matches(":focus") || !link.get("_largest_image")) return;
    event.preventDefault();
    event.stopPropagation();
    this.send(event.clipboardData?.files ?? []);
  }

  /** @param {Iterable<File>} files */
  send(files) {
    const { layer } = this;
    layer.keyboard.lift();
    layer.pointer.end();
    if (!layer.link.connection.isOpen) layer.speech.say(NOT_CONNECTED);
    sendImage(layer.link, files);
  }

  /**
   * Show and say that a file may be dropped, or no longer.
   * @param {boolean} isWelcome
   */
  invite(isWelcome) {
    const { surface, speech, texts } = this.layer;
    if (isWelcome === Boolean(surface.dataset.drop)) return;
    if (isWelcome) surface.dataset.drop = texts.drop;
    else delete surface.dataset.drop;
    speech.say(isWelcome ? texts.drop : "");
  }
}
