// A drawing that outlives its kernel. What the kernel last told of the finished drawing, and the
// strokes that it has not dealt with since, are all that there is of it, and this page has both.
// Voila gives each loading of a page a kernel of its own: there the drawing is kept over a reload,
// for this tab alone. In JupyterLab it is offered to the pad that comes in the same place: the same
// cell, and of several pads in a cell the one that comes at the same place among them.

class Kept {
  constructor(layer) {
    this.layer = layer;
    this.isBegun = false;
  }

  // The strokes of a finished drawing, as the kernel has told it.
  get told() {
    const text = this.layer.model.get("kept");
    return text ? JSON.parse(text).strokes : [];
  }

  // The whole drawing in JSON, with the size of its surface; null if there is none. What an eraser
  // has wiped that the kernel has not heard of is still there: the page cannot wipe vectors.
  drawing() {
    const { width, height, model, strokes } = this.layer;
    if (model.get("is_kept") === false) return null;
    const unseen = strokes.all.filter((each) => each.seen !== Infinity && each.tool === "pen" && each.end !== "discarded");
    const all = [...this.told, ...unseen.flatMap((each) => within(each, width, height))];
    return all.length ? { width, height, strokes: all } : null;
  }

  // From here on, once all surfaces are on the page: which of them it is tells whose drawing is whose.
  tick() {
    const { layer } = this;
    if (!layer.connection.isOpen) this.record();
    if (this.isBegun || !layer.surface.isConnected || !layer.connection.isOpen) return;
    this.isBegun = true;
    this.last = this.place();
    if (document.body.dataset.voila) this.giveBack();
    else this.offer();
  }

  // Over a reload in Voila ------------------------------------------------------------------

  giveBack() {
    const surfaces = [...document.querySelectorAll(".digit-widgets-ink")];
    this.name = `digit-widgets ${location.pathname} ${surfaces.indexOf(this.layer.surface)}`;
    const [loading] = performance.getEntriesByType("navigation");
    const found = loading?.type === "navigate" ? null : this.found();
    if (found) this.layer.send({ kind: "kept", ink: fitted(found, this.layer) });
    else this.keep();
  }

  found() {
    try {
      return JSON.parse(sessionStorage.getItem(this.name));
    } catch {
      return null; // this browser keeps nothing
    }
  }

  keep() {
    if (!this.name) return;
    try {
      sessionStorage.setItem(this.name, JSON.stringify(this.drawing()));
    } catch {
      // Nor does it here, or it has no room.
    }
  }

  // Over a new kernel in JupyterLab ---------------------------------------------------------

  place() {
    const cell = this.layer.surface.closest(".jp-Cell");
    const surfaces = [...(cell?.querySelectorAll(".digit-widgets-ink") ?? [])];
    return cell ? { cell, index: surfaces.indexOf(this.layer.surface) } : null;
  }

  // Have the drawing offered to who comes in this place, instead of what was drawn here before.
  record() {
    // Of a view that is being closed, the place is where it was.
    const place = this.layer.surface.isConnected ? this.place() : this.last;
    const content = `${this.layer.strokes.all.map((each) => each.points.length)} ${this.layer.model.get("kept")}`;
    if (!place || (content === this.recorded && place.index === this.last?.index)) return;
    this.last = place;
    this.recorded = content;
    const drawing = this.drawing();
    if (!drawing) return;
    const others = shared.drawings.filter((each) => !isSame(each, place));
    shared.drawings = [...others, { ...place, drawing }];
  }

  offer() {
    const place = this.place();
    const found = place && shared.drawings.find((each) => isSame(each, place));
    if (!found) return;
    const surface = this.layer.model.get("surface");
    const end = () => {
      shared.offers.delete(surface);
      shared.drawings = shared.drawings.filter((each) => each !== found);
    };
    const take = () => {
      this.layer.strokes.flush(true);
      this.layer.send({ kind: "back", ink: fitted(found.drawing, this.layer) });
      end();
    };
    shared.offers.set(surface, { take, dismiss: end });
  }
}

const isSame = (one, other) => one.cell === other.cell && one.index === other.index;

// A stroke's points that are on the surface, in as many strokes as it was cut into at the edges.
function within({ size, points }, width, height) {
  const runs = [[]];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i], points[i + 1]];
    if (x >= 0 && y >= 0 && x <= width && y <= height) runs.at(-1).push([x, y]);
    else if (runs.at(-1).length) runs.push([]);
  }
  return runs.filter((run) => run.length).map((run) => ({ width: size, points: run }));
}

// A drawing in JSON, as large as a surface shows it whole, in its middle.
function fitted({ width, height, strokes }, surface) {
  const scale = Math.min(surface.width / width, surface.height / height);
  const [left, top] = [(surface.width - scale * width) / 2, (surface.height - scale * height) / 2];
  const inside = (value, most) => Math.min(Math.max(value, 0), most);
  const moved = strokes.map((stroke) => ({
    width: scale * stroke.width,
    points: stroke.points.map(([x, y]) => [
      inside(left + scale * x, surface.width),
      inside(top + scale * y, surface.height),
    ]),
  }));
  return JSON.stringify({ format: "digit-widgets-ink", version: 1, strokes: moved });
}
