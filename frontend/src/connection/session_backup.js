// Session backup: a drawing that outlives its kernel. It consists of the finished drawing that the
// kernel sent last and of the strokes that it has not processed since; this page has both. Voila
// gives each page load a kernel of its own, and a page without a kernel begins anew: there the drawing
// is kept over a reload, for this tab only. JupyterLab offers it to the pad that replaces the old one:
// in the same cell, and at the same position among that cell's pads.

/** @import { DrawingLayer } from "../drawing_layer.js" */
/** @import { Drawing, SavedStroke } from "../ink/saved_drawing.js" */

import { cutAtEdges, fitToSurface } from "../ink/saved_drawing.js";
import { shared } from "./connection.js";

/** @typedef {{ cell: Element, index: number }} Place */

export class SessionBackup {
  /** @param {DrawingLayer} layer */
  constructor(layer) {
    this.layer = layer;
    this.hasBegun = false;
    this.storageKey = ""; // "" if nothing is stored
    /** @type {Place | null} */
    this.lastPlace = null;
    this.recorded = "";
  }

  // The strokes of the finished drawing, as sent by the kernel.
  /** @returns {SavedStroke[]} */
  get finished() {
    const text = this.layer.link.get("_backup");
    return text ? JSON.parse(text).strokes : [];
  }

  // The whole drawing; null if there is none. Ink under an erasure that the kernel has not received
  // is still included: the page cannot erase vectors.
  /** @returns {Drawing | null} */
  get drawing() {
    const { width, height, link, outbox } = this.layer;
    if (link.get("_is_backed_up") === false) return null;
    const isNew = outbox.strokes.filter(
      (each) => each.acknowledged !== Infinity && each.tool === "pen" && each.end !== "discarded",
    );
    const strokes = [...this.finished, ...isNew.flatMap((each) => cutAtEdges(each, width, height))];
    return strokes.length ? { width, height, strokes } : null;
  }

  // Begin once all surfaces are on the page: the position among them identifies a pad's drawing.
  tick() {
    const { link, surface } = this.layer;
    if (!link.connection.isOpen) this.record();
    if (this.hasBegun || !surface.isConnected || !link.connection.isOpen) return;
    this.hasBegun = true;
    this.lastPlace = this.place();
    if (document.body.dataset.voila || link.get("_is_local")) this.restoreReloaded();
    else this.offer();
  }

  // Over a reload in Voila, or without a kernel ----------------------------------------------

  restoreReloaded() {
    const { surface } = this.layer;
    // A pad in a notebook's page is in a tree of its own, whose element has a name.
    const root = /** @type {Document | ShadowRoot} */ (surface.getRootNode());
    const index = [...root.querySelectorAll(".digit-widgets-ink")].indexOf(surface);
    const place = "host" in root ? `${root.host.id} ${index}` : index;
    this.storageKey = `digit-widgets ${location.pathname} ${place}`;
    const [loading] = /** @type {PerformanceNavigationTiming[]} */ (
      performance.getEntriesByType("navigation")
    );
    const stored = loading?.type === "navigate" ? null : this.load();
    if (stored) this.layer.link.send({ kind: "backup", ink: fitToSurface(stored, this.layer) });
    else this.store();
  }

  /** @returns {Drawing | null} */
  load() {
    try {
      return JSON.parse(sessionStorage.getItem(this.storageKey) ?? "null");
    } catch {
      return null; // this browser stores nothing
    }
  }

  store() {
    if (!this.storageKey) return;
    try {
      sessionStorage.setItem(this.storageKey, JSON.stringify(this.drawing));
    } catch {
      // This browser stores nothing, or has no room.
    }
  }

  // Over a new kernel in JupyterLab ---------------------------------------------------------

  /** @returns {Place | null} */
  place() {
    const cell = this.layer.surface.closest(".jp-Cell");
    const surfaces = [...(cell?.querySelectorAll(".digit-widgets-ink") ?? [])];
    return cell ? { cell, index: surfaces.indexOf(this.layer.surface) } : null;
  }

  // Offer the drawing to the pad that replaces this one, instead of an earlier drawing from here.
  record() {
    const { surface, outbox, link } = this.layer;
    // A view that is being closed uses its last place.
    const place = surface.isConnected ? this.place() : this.lastPlace;
    const content = `${outbox.strokes.map((each) => each.points.length)} ${link.get("_backup")}`;
    const isRecorded = content === this.recorded && place?.index === this.lastPlace?.index;
    if (!place || isRecorded) return;
    this.lastPlace = place;
    this.recorded = content;
    const { drawing } = this;
    if (!drawing) return;
    const others = shared.drawings.filter((each) => !isSamePlace(each, place));
    shared.drawings = [...others, { ...place, drawing }];
  }

  offer() {
    const place = this.place();
    const found = place && shared.drawings.find((each) => isSamePlace(each, place));
    if (!found) return;
    const { layer } = this;
    const id = layer.link.canvas.model_id;
    const dismiss = () => {
      shared.offers.delete(id);
      shared.drawings = shared.drawings.filter((each) => each !== found);
    };
    const take = () => {
      layer.outbox.flush(true);
      layer.link.send({ kind: "restore", ink: fitToSurface(found.drawing, layer) });
      dismiss();
    };
    shared.offers.set(id, { take, dismiss });
  }
}

/** @type {(one: Place, other: Place) => boolean} */
const isSamePlace = (one, other) => one.cell === other.cell && one.index === other.index;
