// Ghost digit: a faint digit that draws itself once on an empty pad, to show what it is for. It is
// no ink, and is gone for good at the first touch.

const SVG = "http://www.w3.org/2000/svg";
// A 3 in one stroke, on 280 × 280, with a pen of the usual width.
const PATH =
  "M90 88C112 54 178 52 181 94C183 124 152 135 128 136C162 136 195 152 191 190C186 234 116 241 86 205";

/** @returns {SVGElement} */
export const makeGhost = () => {
  const ghost = document.createElementNS(SVG, "svg");
  ghost.setAttribute("class", "ghost");
  ghost.setAttribute("viewBox", "0 0 280 280");
  ghost.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATH);
  path.setAttribute("pathLength", "1");
  ghost.append(path);
  return ghost;
};
