// Frame loop: once in a frame of the screen, sends new ink and paints what the kernel does not show yet.

/** @import { DrawingLayer } from "./drawing_layer.js" */
/** @import { PaintedStroke } from "./ink/painter.js" */
/** @import { SavedStroke } from "./ink/saved_drawing.js" */

import { Painter } from "./ink/painter.js";

export class FrameLoop {
  /** @param {DrawingLayer} layer */
  constructor(layer) {
    this.layer = layer;
    this.painter = new Painter(layer.width, layer.height);
    this.isClosed = false;
    this.frame = 0; // the number of the requested one; 0 if there is none
    /** @type {PaintedStroke[]} */
    this.saved = []; // strokes of a saved drawing, which no kernel paints
  }

  // The element that is painted on.
  get canvas() {
    return this.painter.canvas;
  }

  /**
   * Paint the strokes of a saved drawing from now on.
   * @param {SavedStroke[]} strokes
   */
  addSaved(strokes) {
    this.saved = strokes.map(({ width, points }) => {
      return { tool: "pen", size: width, points: points.flat(), shown: 0 };
    });
  }

  // Adapt to the size given by the page.
  fit() {
    this.painter.fit();
    this.request();
  }

  // Send and paint in the next frame.
  request() {
    if (!this.frame && !this.isClosed) this.frame = requestAnimationFrame(() => this.onFrame());
  }

  onFrame() {
    this.frame = 0;
    const { keyboard, pointer, outbox, link, surface, isDisabled } = this.layer;
    outbox.flush();
    // An image on the pad would hide ink that the kernel has not shown yet.
    surface.toggleAttribute("data-wet", outbox.strokes.length > 0);
    const at = isDisabled ? null : keyboard.isShown ? keyboard.at : pointer.at;
    const size = outbox.open?.size ?? link.get("eraser_width");
    this.painter.paint([...this.saved, ...outbox.strokes], {
      eraser: at && this.layer.tool !== "pen" ? { at, size } : null,
      pen: keyboard.isShown && !isDisabled ? { at: keyboard.at, isDown: keyboard.isDown } : null,
    });
  }

  close() {
    this.isClosed = true;
    cancelAnimationFrame(this.frame);
  }
}
