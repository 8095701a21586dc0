// Live pads: the pads of a notebook that was exported as a page, each in place of its image. Each is in a
// tree of its own, with styles of its own, so that neither the notebook's reach it nor its the notebook.

/** @import { Ink } from "../local/strokes.js" */
/** @import { ModelSettings, PageNetwork } from "./page_networks.js" */

import { make } from "../elements.js";
import { inkFromJson } from "../local/ink_json.js";
import { Wording } from "../reading/wording.js";
import { chooseTexts } from "../texts/texts.js";
import { AnswerView } from "./answer_view.js";
import { CompareView } from "./compare_view.js";
import { NumberView } from "./number_view.js";
import { Pad } from "./pad.js";
import { openNetworks } from "./page_networks.js";
import { Studio } from "./studio.js";

/**
 * @typedef {object} PadSettings - written by the exporter of notebooks
 * @property {"digit" | "comparison" | "number" | "studio"} kind
 * @property {string} ink - as JSON
 * @property {number} width - of the surface, in CSS pixels
 * @property {number} height
 * @property {number} pen - width in CSS pixels
 * @property {number} eraser
 * @property {string[]} tools - names of the buttons, and "width" for the slider
 * @property {boolean} compact
 * @property {string} description
 * @property {number} threshold
 * @property {ModelSettings[]} models
 * @property {string[]} problems - of networks that cannot be here
 */

const PLACE = ".digit-widgets-live-pad[data-pad]";

class LivePad {
  /**
   * @param {HTMLElement} place
   * @param {Wording} wording
   * @param {CSSStyleSheet} styles
   */
  constructor(place, wording, styles) {
    /** @type {PadSettings} */
    this.settings = JSON.parse(place.dataset.pad ?? "");
    this.place = place;
    this.wording = wording;
    this.styles = styles;
    this.element = make("div", "digit-widgets-page digit-widgets-live");
    this.element.classList.toggle("digit-widgets-compact", this.settings.compact);
  }

  // Open its networks, and show it in place of its image, which stays if there are none.
  async open() {
    const { settings, element, wording } = this;
    const { networks, problems } = await openNetworks(settings.models, settings.threshold, wording);
    const told = [...settings.problems, ...problems].map((words) => {
      const line = make("p", "digit-widgets-note");
      line.textContent = words;
      return line;
    });
    if (!networks.length) {
      this.place.append(...told);
      return;
    }
    const root = this.place.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [this.styles];
    root.append(element);
    if (settings.description) {
      const caption = make("p", "caption");
      caption.textContent = settings.description;
      element.append(caption);
    }
    this.show(networks, inkFromJson(settings.ink));
    element.append(...told);
  }

  /**
   * @param {PageNetwork[]} networks - one or more
   * @param {Ink} ink
   */
  show(networks, ink) {
    const { wording, element } = this;
    const [{ recognizer }] = networks;
    switch (this.settings.kind) {
      case "studio": {
        const around = make("div", "");
        element.append(around);
        new Studio(around, wording, ink).open(networks);
        break;
      }
      case "number":
        element.append(new NumberView(recognizer, wording, { ink, canvas: this.canvas }).element);
        break;
      case "comparison": {
        const view = new CompareView(networks, wording);
        this.beside(view.element, ink).showIn({
          show: (...drawn) => view.show(networks.map((each) => each.recognizer.readInk(...drawn))),
          finish: () => view.words,
        });
        break;
      }
      case "digit": {
        const view = new AnswerView(recognizer, wording);
        this.beside(view.element, ink).showIn({
          show: (strokes, image) => view.show(recognizer.readInk(strokes, image), image),
          finish: (...drawn) => wording.speak(recognizer.readInk(...drawn)),
        });
      }
    }
  }

  /**
   * Show a pad with a view beside it, or below where there is no room.
   * @param {HTMLElement} view
   * @param {Ink} ink
   */
  beside(view, ink) {
    const row = make("div", "beside");
    const drawing = make("div", "drawing");
    row.append(drawing, view);
    this.element.append(row);
    return new Pad(drawing, this.wording, { ...this.canvas, ink });
  }

  // What a canvas needs to know.
  get canvas() {
    const { width, height, pen, eraser, tools } = this.settings;
    return {
      width,
      height,
      penWidth: pen,
      eraserWidth: eraser,
      buttons: tools.filter((name) => name !== "width"),
      hasWidth: tools.includes("width"),
    };
  }
}

async function openPads() {
  const styles = new CSSStyleSheet();
  styles.replaceSync(document.getElementById("digit-widgets-styles")?.textContent ?? "");
  const wording = new Wording(chooseTexts(document.documentElement.lang));
  /** @type {HTMLElement[]} */
  const places = [...document.querySelectorAll(/** @type {"div"} */ (PLACE))];
  // One after the other, from the top: the first can be drawn on before the last is there.
  for (const [at, place] of places.entries()) {
    place.id = `digit-widgets-pad-${at}`;
    await new LivePad(place, wording, styles).open();
  }
}

openPads();
