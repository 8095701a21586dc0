// A canvas on a page without a kernel: its surface, tools and messages, with the same class names as
// in JupyterLab and Voila.

/** @import { CanvasModel, Model, Render } from "../types.js" */
/** @import { CanvasOptions } from "./canvas.js" */

import drawingLayer from "../drawing_layer.js";
import { make } from "../elements.js";
import toolbar from "../toolbar.js";
import widthSlider from "../width_slider.js";
import { LocalCanvas } from "./canvas.js";
import { WIDEST } from "./canvas_messages.js";
import { LocalModel } from "./model.js";
import { Screen } from "./screen.js";

// All buttons that work without a kernel, in order; the last one if the model's input is known.
const BUTTONS = ["pen", "eraser", "stroke eraser", "undo", "redo", "reset", "download"];
const COPY = "copy";

/**
 * @typedef {object} MountOptions
 * @property {string[]} [buttons] - names of those to show; all if they are not given, but "copy" only
 *   with `getImage`
 * @property {boolean} [hasWidth] - false to leave out the slider for the tool's width
 */

/**
 * Show a canvas with its tools at the end of an element.
 * @param {HTMLElement} element
 * @param {CanvasOptions & MountOptions} options
 * @returns {LocalCanvas}
 */
export function mountCanvas(element, { buttons, hasWidth = true, ...options } = {}) {
  const canvas = new LocalCanvas(options);
  const names = buttons ?? (options.getImage ? [...BUTTONS, COPY] : BUTTONS);
  const { width, height } = canvas.surface;
  const screen = new Screen(width, height, () => canvas.repaint());
  canvas.display = screen;
  const size = `width: ${width}px; max-width: 100%`;
  const drawing = make("div", "digit-widgets-drawing");
  const surface = make("div", "digit-widgets-surface");
  const tools = make("div", "digit-widgets-toolbar", { style: size });
  const layer = make("div", "", { style: size });
  surface.append(screen.canvas, layer);
  drawing.append(surface, tools, messageOf(canvas));
  element.append(drawing);
  canvas.cleanUps.push(
    () => screen.close(),
    () => drawing.remove(),
  );
  show(drawingLayer.render, canvas, layer);
  if (names.length) show(toolbar.render, canvas, addTo(tools), { buttons: names });
  const widest = Math.min(WIDEST, width, height);
  if (hasWidth) show(widthSlider.render, canvas, addTo(tools), { widest });
  return canvas;
}

/**
 * Show a view of a canvas, as anywidget would.
 * @param {Render} render
 * @param {LocalCanvas} canvas
 * @param {HTMLElement} el
 * @param {Record<string, unknown>} values - of the view's own model
 */
async function show(render, canvas, el, values = {}) {
  const shared = /** @type {CanvasModel} */ (/** @type {unknown} */ (canvas));
  const own = new LocalModel({ ...values, canvas: "IPY_MODEL_canvas" });
  const manager = { get_model: async () => shared };
  const model = /** @type {Model} */ (Object.assign(own, { widget_manager: manager }));
  canvas.cleanUps.unshift(await render({ model, el }));
}

/** @type {(around: HTMLElement) => HTMLElement} */
function addTo(around) {
  const element = make("div", "");
  around.append(element);
  return element;
}

/**
 * Make the line that says why a stroke was cut short.
 * @param {LocalCanvas} canvas
 */
function messageOf(canvas) {
  const line = make("div", "digit-widgets-message");
  canvas.on("change:error", () => {
    const words = make("div", "", { role: "alert" });
    words.textContent = canvas.get("error");
    line.replaceChildren(...(words.textContent ? [words] : []));
  });
  return line;
}
