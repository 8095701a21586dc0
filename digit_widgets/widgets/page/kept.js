// A drawing that outlives its kernel. Voila gives each loading of a page a kernel of its own: what
// was drawn is gone with a reload, unless the page keeps it, for this tab alone, and gives it back.

class Kept {
  constructor(layer) {
    this.layer = layer;
    this.isBegun = false;
  }

  // Once all surfaces are on the page: which of them it is tells whose drawing is whose.
  begin() {
    if (this.isBegun || !document.body.dataset.voila) return;
    this.isBegun = true;
    const surfaces = [...document.querySelectorAll(".digit-widgets-ink")];
    this.place = `digit-widgets ${location.pathname} ${surfaces.indexOf(this.layer.surface)}`;
    const [loading] = performance.getEntriesByType("navigation");
    const ink = loading?.type === "navigate" ? "" : this.found();
    // With this, the kernel begins to tell what is to be kept.
    this.layer.send({ kind: "kept", ink });
    if (!ink) this.keep();
  }

  found() {
    try {
      return sessionStorage.getItem(this.place) ?? "";
    } catch {
      return ""; // this browser keeps nothing
    }
  }

  keep() {
    if (!this.isBegun) return;
    try {
      sessionStorage.setItem(this.place, this.layer.model.get("kept"));
    } catch {
      // Nor does it here, or it has no room.
    }
  }
}
