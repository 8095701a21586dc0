// Studio: one pad, and views of what networks read of its drawing, of which a tab shows one.

/** @import { Ink } from "../local/strokes.js" */
/** @import { Stroke } from "../ink/stroke.js" */
/** @import { Wording } from "../reading/wording.js" */
/** @import { PageNetwork } from "./page_networks.js" */

import { make } from "../elements.js";
import { CompareView } from "./compare_view.js";
import { MapsView } from "./maps_view.js";
import { NumberView } from "./number_view.js";
import { Pad } from "./pad.js";
import { ReadView } from "./read_view.js";
import { Views } from "./views.js";

// Side of the pad in CSS pixels where there is room, and widths of pen and eraser as shares of it.
const SIDE = 400;
const PEN = 16 / 280;
const ERASER = 28 / 280;
const VIEWS = ["read", "compare", "inside", "number"];

export class Studio {
  /**
   * @param {HTMLElement} element - that the studio is put into
   * @param {Wording} wording
   * @param {Ink} [ink] - the drawing to begin with
   */
  constructor(element, wording, ink) {
    this.element = element;
    this.wording = wording;
    this.texts = wording.texts.page;
    /** @type {PageNetwork[]} */
    this.networks = [];
    this.stage = make("div", "digit-widgets-stage");
    this.pad = new Pad(this.stage, wording, {
      width: SIDE,
      penWidth: PEN * SIDE,
      eraserWidth: ERASER * SIDE,
      ink,
    });
    this.surface = this.stage.firstElementChild;
    this.surface?.classList.add("digit-widgets-studio-pad");
    element.classList.add("digit-widgets-studio", "digit-widgets-pad", "digit-widgets-live");
    // Its room is kept free: nothing moves under a pen once the networks are there.
    this.tabs = make("div", "digit-widgets-tabs");
    element.append(this.tabs, this.stage);
  }

  /**
   * Build what shows the networks' readings.
   * @param {PageNetwork[]} networks - one or more
   */
  open(networks) {
    const { wording } = this;
    this.networks = networks;
    const [{ recognizer }] = networks;
    this.reading = new ReadView(recognizer, wording, SIDE, () => this.readAsNumber());
    const { viewList, views } = this.texts;
    this.views = new Views(this.stage, this.tabs, viewList, views, (name) => this.build(name));
    for (const name of networks.length > 1 ? VIEWS : VIEWS.filter((each) => each !== "compare")) {
      this.views.add(name);
    }
    this.views.fill("read", ...this.reading.elements);
    this.views.open();
    this.pad.showIn(this);
  }

  /**
   * Build a view when it is first opened.
   * @param {string} name
   */
  build(name) {
    const { networks, wording, views } = this;
    this.surface?.toggleAttribute("hidden", name === "number");
    if (name === "compare" && !this.comparison) {
      this.comparison = new CompareView(networks, wording);
      views?.fill(name, this.comparison.element);
    }
    if (name === "inside" && !this.maps) {
      const deep = networks.find(({ network }) => network.layers().length);
      this.maps = new MapsView(deep ?? null, wording.texts.page);
      views?.fill(name, this.maps.element);
    }
    if (name === "number" && !this.number) {
      this.number = new NumberView(networks[0].recognizer, wording, { told: this.texts.sheet });
      views?.fill(name, this.number.element);
    }
    this.pad.read();
  }

  // Show the drawing where numbers are read; it stays on its pad, too.
  readAsNumber() {
    this.views?.show("number");
    this.number?.take(this.pad.strokes, { width: SIDE, height: SIDE });
    this.views?.focus();
  }

  /**
   * Show what is read, in the view that is shown.
   * @param {Stroke[]} strokes
   * @param {Float32Array} image
   */
  show(strokes, image) {
    const { networks, views } = this;
    const shown = views?.shown;
    if (shown === "read") {
      this.reading?.show(networks[0].recognizer.readInk(strokes, image), image);
    }
    if (shown === "compare") {
      this.comparison?.show(networks.map(({ recognizer }) => recognizer.readInk(strokes, image)));
    }
    if (shown === "inside") this.maps?.show(image);
  }

  interrupt() {
    this.reading?.time.interrupt();
  }

  /**
   * Read a finished drawing over time.
   * @param {Stroke[]} strokes
   * @param {Float32Array} image
   */
  finish(strokes, image) {
    const prediction = this.networks[0].recognizer.readInk(strokes, image);
    this.reading?.finish(strokes, prediction);
    return this.wording.speak(prediction);
  }
}
