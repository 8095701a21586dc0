// Icons of the toolbar, each a path on 24 × 24.

const ICONS = {
  pen: "M3 17.2V21h3.8L17.8 10l-3.8-3.8L3 17.2zM20.7 7a1 1 0 0 0 0-1.4l-2.3-2.3a1 1 0 0 0-1.4 0l-1.8 1.8 3.8 3.8L20.7 7z",
  eraser:
    "M15.1 3.5 3.5 15.1a2 2 0 0 0 0 2.8L6.6 21H12l9-9a2 2 0 0 0 0-2.8l-4.3-4.3a1.2 1.2 0 0 0-1.6-1.4zM7.4 19l-2.5-2.5 5-5 4.3 4.3L11 19H7.4zM14 21h7v-2h-5l-2 2z",
  "stroke eraser":
    "M2 15c3-7 5-8 6-6s-1 6 1 6 3-4 5-4l-.6 2c-1.4 0-2 4-4.4 4-4 0-2-6-3-6s-2 3-2.6 4.8L2 15zm13.2-1.8 1.4-1.4 2.4 2.4 2.4-2.4 1.4 1.4-2.4 2.4 2.4 2.4-1.4 1.4-2.4-2.4-2.4 2.4-1.4-1.4 2.4-2.4-2.4-2.4z",
  undo: "M12.5 8c-2.6 0-5 1-6.9 2.6L2 7v9h9l-3.6-3.6A8 8 0 0 1 20.1 16l2.3-.8A10.5 10.5 0 0 0 12.5 8z",
  redo: "M11.5 8c2.6 0 5 1 6.9 2.6L22 7v9h-9l3.6-3.6A8 8 0 0 0 3.9 16l-2.3-.8A10.5 10.5 0 0 1 11.5 8z",
  clear:
    "M6 19c0 1.1.9 2 2 2h8a2 2 0 0 0 2-2V7H6v12zm2-10h8v10H8V9zm7.500-5-1-1h-5l-1 1H5v2h14V4h-3.500z",
  download: "M5 20h14v-2H5v2zM19 9h-4V3H9v6H5l7 7 7-7z",
  image:
    "M19 5v14H5V5h14m0-2H5a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2V5a2 2 0 0 0-2-2zm-5 9-3 4-2-2.5L6 17h12z",
  camera:
    "M9 3 7.2 5H4a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2h-3.2L15 3H9zm3 15a5 5 0 1 1 0-10 5 5 0 0 1 0 10zm0-2a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  copy: "M16 1H4a2 2 0 0 0-2 2v14h2V3h12V1zm3 4H8a2 2 0 0 0-2 2v14c0 1.1.9 2 2 2h11a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2zm0 16H8V7h11v14z",
};

/** @typedef {keyof typeof ICONS} Icon */

/**
 * Return an icon as SVG.
 * @param {Icon} icon
 */
export function svg(icon) {
  return `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;
}
