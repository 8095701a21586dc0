// The element that is drawn on, as browsers and screen readers know it.

import { make } from "./elements.js";

const SAVED = {
  all: "Saved drawing",
  blank: "Drawing pad, blank",
  none: "Drawing pad, whose drawing was not saved",
};

export const makeSurface = () =>
  make("div", "digit-widgets-ink", {
    role: "application",
    "aria-roledescription": "drawing pad",
    tabindex: "0",
  });

/**
 * Have it be an image from now on. Without a kernel the pen draws nothing: what was saved is a drawing
 * with its reading, and stays that until the cell is run.
 * @param {HTMLElement} surface
 * @param {"all" | "blank" | "none"} saved - what of the drawing the notebook holds
 */
export const turnIntoImage = (surface, saved) => {
  surface.dataset.saved = saved;
  surface.tabIndex = -1;
  surface.setAttribute("role", "img");
  surface.setAttribute("aria-label", SAVED[saved]);
  surface.removeAttribute("aria-roledescription");
};

/**
 * ipycanvas has the Tab key stop at its canvas, which is beneath the surface, and keeps it there.
 * @param {HTMLElement} surface
 */
export const skipTabStop = (surface) => {
  const around = surface.parentElement?.parentElement;
  for (const canvas of around?.querySelectorAll(":scope > canvas") ?? []) {
    /** @type {HTMLElement} */ (canvas).tabIndex = -1;
  }
};
