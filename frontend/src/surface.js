// The drawing surface's element, with its roles for browsers and screen readers.

import { make } from "./elements.js";

const SAVED = {
  all: "Saved drawing",
  blank: "Drawing pad, blank",
  none: "Drawing pad, whose drawing was not saved",
};

/** @param {string} kind - what it is, for screen readers */
export const makeSurface = (kind) =>
  make("div", "digit-widgets-ink", {
    role: "application",
    "aria-roledescription": kind,
    tabindex: "0",
  });

/**
 * Turn the surface into an image. Without a kernel the pen does not draw: the saved drawing and its
 * prediction stay as they are until the cell is run.
 * @param {HTMLElement} surface
 * @param {"all" | "blank" | "none"} saved - the part of the drawing that the notebook has saved
 */
export const turnIntoImage = (surface, saved) => {
  surface.dataset.saved = saved;
  surface.tabIndex = -1;
  surface.setAttribute("role", "img");
  surface.setAttribute("aria-label", SAVED[saved]);
  surface.removeAttribute("aria-roledescription");
};

/**
 * Remove ipycanvas' canvas, below the surface, from the tab order; ipycanvas adds it.
 * @param {HTMLElement} surface
 */
export const skipTabStop = (surface) => {
  const around = surface.parentElement?.parentElement;
  for (const canvas of around?.querySelectorAll(":scope > canvas") ?? []) {
    /** @type {HTMLElement} */ (canvas).tabIndex = -1;
  }
};
