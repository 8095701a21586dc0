// Page: the pad and what networks read of its drawing, in one file. Nothing here asks anything of a
// host: the networks come with the page.

/** @import { Ink } from "../local/strokes.js" */
/** @import { Stroke } from "../ink/stroke.js" */
/** @import { ModelSettings, PageNetwork } from "./page_networks.js" */

import { make } from "../elements.js";
import { mountCanvas } from "../local/mount.js";
import { normalizeInk } from "../reading/ink_normalizer.js";
import { Wording } from "../reading/wording.js";
import { chooseTexts } from "../texts/texts.js";
import { CompareView } from "./compare_view.js";
import { MapsView } from "./maps_view.js";
import { NumberView } from "./number_view.js";
import { openNetworks } from "./page_networks.js";
import { ReadView } from "./read_view.js";
import { ThemeSwitch } from "./theme.js";
import { Views } from "./views.js";

/**
 * @typedef {object} Settings - written by `digit-widgets export page`
 * @property {string | null} title
 * @property {string | null} language - null for the browser's
 * @property {number} threshold
 * @property {boolean} isSite
 * @property {ModelSettings[]} models
 */

// Side of the pad in CSS pixels where there is room, and widths of pen and eraser as shares of it.
const SIDE = 400;
const PEN = 16 / 280;
const ERASER = 28 / 280;
const VIEWS = ["read", "compare", "inside", "number"];

class Page {
  /**
   * @param {Settings} settings
   * @param {HTMLElement} element
   */
  constructor(settings, element) {
    this.settings = settings;
    this.wording = new Wording(chooseTexts(settings.language));
    this.texts = this.wording.texts.page;
    document.documentElement.lang = this.wording.texts.language;
    // Within another page, that one has a heading and a theme.
    document.documentElement.classList.toggle("embedded", window.self !== window.top);
    /** @type {Stroke[]} */
    this.strokes = [];
    this.image = normalizeInk([]);
    this.isPenDown = false;
    /** @type {Stroke[] | null} */
    this.finished = null; // the drawing that was read over time
    /** @type {PageNetwork[]} */
    this.networks = [];
    this.frame = 0;
    const { texts } = this;
    const header = make("header", "page-header");
    const name = make("span", "brand");
    name.innerHTML = `${ICON} Digit Widgets`;
    const theme = make("button", "", { type: "button", title: texts.switchTheme });
    new ThemeSwitch(theme, (other) => texts[other]);
    header.append(name, theme);
    const heading = make("h1", "");
    heading.textContent = this.settings.title ?? texts.heading;
    const message = make("div", "digit-widgets-message");
    this.problem = make("div", "", { role: "alert" });
    message.append(this.problem);
    this.studio = make("main", "digit-widgets-studio digit-widgets-pad digit-widgets-live");
    const footer = make("footer", "");
    footer.textContent = texts.private;
    this.stage = make("div", "digit-widgets-stage");
    this.canvas = mountCanvas(this.stage, {
      width: SIDE,
      penWidth: PEN * SIDE,
      eraserWidth: ERASER * SIDE,
      isInviting: true,
      label: texts.pad,
      tools: this.wording.texts.tools,
      onInk: (ink) => this.onInk(ink),
      getImage: () => (this.strokes.length ? this.image : null),
    });
    this.pad = this.stage.firstElementChild;
    this.pad?.classList.add("digit-widgets-studio-pad");
    this.studio.append(heading, message, this.stage);
    element.append(header, this.studio, footer);
    this.canvas.on("change:pen_is_down", () => this.onPen());
  }

  /** Open the networks, and build what shows their readings. */
  async open() {
    const { settings, wording } = this;
    const { networks, problems } = await openNetworks(settings.models, settings.threshold, wording);
    this.networks = networks;
    if (this.problem) this.problem.textContent = problems.join(" ");
    const [first] = networks;
    if (!first) return;
    this.reading = new ReadView(first.recognizer, wording, SIDE);
    this.views = new Views(this.stage, this.texts.viewList, this.texts.views, (name) =>
      this.show(name),
    );
    for (const name of networks.length > 1 ? VIEWS : VIEWS.filter((each) => each !== "compare")) {
      this.views.add(name);
    }
    this.views.fill("read", ...this.reading.elements);
    this.studio?.insertBefore(this.views.tabs, this.stage ?? null);
    this.views.open();
  }

  /**
   * Build a view when it is first opened.
   * @param {string} name
   */
  show(name) {
    const { networks, wording, views } = this;
    this.pad?.toggleAttribute("hidden", name === "number");
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
      this.number = new NumberView(networks[0].recognizer, wording);
      views?.fill(name, this.number.element);
    }
    this.read();
  }

  /** @param {Ink} ink */
  onInk({ strokes }) {
    this.strokes = strokes;
    // Points come once a frame, and before it is painted: what is read now is seen in that frame.
    this.read();
  }

  onPen() {
    this.isPenDown = this.canvas?.get("pen_is_down");
    if (this.isPenDown) this.reading?.time.interrupt();
    else this.finishSoon();
  }

  /** Read the drawing as it is, for the view that is shown. */
  read() {
    const { strokes, networks, views } = this;
    if (!networks.length) return;
    this.image = normalizeInk(strokes);
    const shown = views?.shown ?? "read";
    if (shown === "read") {
      this.reading?.show(networks[0].recognizer.readInk(strokes, this.image), this.image);
    }
    if (shown === "compare") {
      this.comparison?.show(
        networks.map(({ recognizer }) => recognizer.readInk(strokes, this.image)),
      );
    }
    if (shown === "inside") this.maps?.show(this.image);
    if (!this.isPenDown) this.finishSoon();
  }

  /** Finish once what is read has been painted. */
  finishSoon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => setTimeout(() => this.finish()));
  }

  /** Do what is done once for a finished drawing: speak, and read it over time. */
  finish() {
    const { strokes, networks } = this;
    if (!networks.length || this.isPenDown || this.finished === strokes) return;
    const prediction = networks[0].recognizer.readInk(strokes, this.image);
    // An empty pad is said where there was a drawing.
    if (strokes.length || this.finished) this.canvas?.say(this.wording.speak(prediction));
    this.finished = strokes;
    this.reading?.finish(strokes);
  }
}

const ICON =
  '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7"/><path d="M13 6 9 18' +
  'h14M19 11v15" fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round" ' +
  'stroke-linejoin="round"/></svg>';

const text = document.getElementById("settings")?.textContent ?? "";
/** @type {Settings} */
const settings = JSON.parse(text);
const page = new Page(settings, /** @type {HTMLElement} */ (document.getElementById("page")));
page.open();
// Not from a folder: there is no service worker for a file.
if (settings.isSite) navigator.serviceWorker?.register("service_worker.js");
