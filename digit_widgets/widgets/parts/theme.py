"""Style rules, from the host's theme variables, with fallbacks for hosts without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipywidgets import HTML

from digit_widgets.widgets.parts.colors import variables

__all__ = ["PLAIN", "style_sheet"]

#: What all charts are made with: animated, they would trail the pen; there is nothing to pan or
#: save, and the buttons for that would lie over what is at the top.
PLAIN: Mapping[str, Any] = {
    "animation_duration": 0,
    "display_toolbar": False,
    "background_style": {"fill": "transparent"},
}

_RULES = """
.digit-widgets-pad { padding: 5px; }
.digit-widgets-canvas {
  background: black; border-radius: 3px; flex: none;
  box-shadow: 0 0 0 1px var(--digit-widgets-edge); margin-bottom: 6px;
}
.digit-widgets-surface { position: relative; }
.digit-widgets-canvas, .digit-widgets-cover { box-sizing: border-box; max-width: 100%; }
.digit-widgets-cover { position: absolute; top: 0; left: 0; margin: 0; pointer-events: none; }
.digit-widgets-preview {
  image-rendering: pixelated; background: black; border-radius: 3px;
  box-shadow: 0 0 0 1px var(--digit-widgets-edge);
}
canvas.digit-widgets-preview { display: block; width: 100%; height: 100%; }
.digit-widgets-chart { flex: none; }
.digit-widgets-chart svg { direction: ltr; }
.digit-widgets-chart svg text { font-family: var(--jp-ui-font-family, sans-serif); }
.digit-widgets-chart .axis text { font-size: 14px !important; }
.digit-widgets-chart .axis line, .digit-widgets-chart .axis path,
.digit-widgets-chart .zeroLine { stroke: none !important; }
.digit-widgets-headline { color: var(--jp-content-font-color1, #212121); line-height: 1.3; }
.digit-widgets-headline .widget-html-content { line-height: 1.4; }
.digit-widgets-headline .label { font-size: 48px; line-height: 1.1; font-weight: 600; }
.digit-widgets-headline .rest { color: var(--jp-content-font-color2, #555); }
/* Every stroke begins as a dot: that is said only of one that stays, and moves nothing. */
.digit-widgets-headline .dot, .digit-widgets-number .dot {
  position: absolute; animation: digit-widgets-appear 0.01s 0.6s both;
}
@keyframes digit-widgets-appear { from { visibility: hidden; } }
.digit-widgets-cover .widget-html-content { width: 100%; height: auto; line-height: 1.2; }
.digit-widgets-cover .boxes { position: relative; width: 100%; }
.digit-widgets-cover .boxes > div {
  position: absolute; box-sizing: border-box; border: 1.5px solid #56b4e9; border-radius: 3px;
}
.digit-widgets-cover .boxes b {
  position: absolute; left: 50%; transform: translateX(-50%); color: #56b4e9; font-size: 16px;
}
.digit-widgets-cover .over b { bottom: 100%; }
.digit-widgets-cover .under b { top: 100%; }
.digit-widgets-cover .within b { top: 0; left: 3px; transform: none; }
.digit-widgets-cover .boxes > .rejected { border: 1.5px dashed #a6a6a6; }
.digit-widgets-cover .rejected b { color: #a6a6a6; }
.digit-widgets-surface:has(.image) { isolation: isolate; }
.digit-widgets-surface:has(.image):not(:has([data-wet])) > .digit-widgets-canvas {
  position: relative; z-index: 1; opacity: 0.2; mix-blend-mode: difference;
}
.digit-widgets-surface:has(.image) > .digit-widgets-layer { z-index: 2; }
.digit-widgets-surface:has([data-wet]) .image { visibility: hidden; }
.digit-widgets-cover .image { width: 100%; background: black; border-radius: 3px; }
.digit-widgets-cover .image img {
  display: block; width: 100%; height: 100%; object-fit: contain; border-radius: 3px;
}
.digit-widgets-cover .image .coarse { image-rendering: pixelated; }
.digit-widgets-source .jupyter-button {
  width: auto; height: auto; min-height: 29px; margin: 0; padding: 0 10px; white-space: normal;
}
.digit-widgets-number { color: var(--jp-content-font-color1, #212121); min-height: 104px; }
.digit-widgets-number:has(+ .digit-widgets-message [role]) { min-height: 0; }
.digit-widgets-number .glyphs { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 6px; }
.digit-widgets-number .glyph { text-align: center; min-width: 40px; }
.digit-widgets-number .label { font-size: 36px; line-height: 1.1; font-weight: 600; }
.digit-widgets-number .rest {
  color: var(--jp-content-font-color2, #555); line-height: 1.4;
  font-variant-numeric: tabular-nums;
}
.digit-widgets-message {
  color: var(--digit-widgets-error); line-height: 1.4; min-height: 1.4em;
  overflow-wrap: anywhere;
}
.digit-widgets-pad .digit-widgets-message { min-height: 0; flex: none; }
.digit-widgets-pad .digit-widgets-message:not(:has([role])) { display: none; }
.digit-widgets-message .widget-html-content { line-height: inherit; }
.digit-widgets-note {
  color: var(--jp-content-font-color2, #555); line-height: 1.4; min-height: 0;
  overflow-wrap: anywhere;
}
.digit-widgets-note .widget-html-content { line-height: inherit; }
.digit-widgets-layer {
  position: absolute; top: 0; left: 0; margin: 0; max-width: 100%; overflow: hidden;
  box-sizing: border-box; border-radius: 3px;
}
.digit-widgets-ink {
  position: absolute; inset: 0; cursor: crosshair; touch-action: pinch-zoom; user-select: none;
  -webkit-user-select: none; -webkit-touch-callout: none; border-radius: 3px; outline: none;
}
.digit-widgets-ink[data-keys] { outline: 3px solid #56b4e9; outline-offset: -3px; }
.digit-widgets-ink canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
.digit-widgets-ink[data-tool$="eraser"] { cursor: none; }
.digit-widgets-ink[aria-disabled="true"] { cursor: not-allowed !important; touch-action: auto; }
.digit-widgets-wait {
  position: absolute; left: 0; right: 0; bottom: 0; padding: 2px 6px; font-size: 12px;
  color: white; background: #000c; pointer-events: none;
}
.digit-widgets-wait:empty { padding: 0; }
.digit-widgets-spoken {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
.digit-widgets-toolbar > * { margin: 0; overflow: visible; }
.digit-widgets-tools .bar { display: flex; flex-wrap: wrap; gap: 2px; }
.digit-widgets-tools .jupyter-button, .digit-widgets-upload {
  position: relative; width: 29px !important; height: 29px; padding: 0; margin: 0; border: none;
  border-radius: 3px; display: inline-flex; align-items: center; justify-content: center;
  color: var(--jp-ui-font-color1, #212121); background: var(--jp-layout-color2, #eee);
  cursor: pointer; box-sizing: border-box;
}
.digit-widgets-tools .jupyter-button:hover, .digit-widgets-upload:hover {
  background: var(--jp-layout-color3, #ddd);
}
.digit-widgets-toolbar .jupyter-button:focus-visible, .digit-widgets-tools .saving:focus-within,
.digit-widgets-width input:focus-visible, .digit-widgets-timeline .noUi-handle:focus-visible {
  outline: 2px solid var(--jp-brand-color1, #1976d2) !important; outline-offset: 1px;
}
.digit-widgets-tools svg { width: 19px; height: 19px; fill: currentcolor; pointer-events: none; }
.digit-widgets-tools [aria-pressed="true"] {
  color: white; background: #005a8f; box-shadow: inset 0 -3px 0 #e69f00 !important;
}
.digit-widgets-tools [aria-pressed="true"]:hover { background: #004a78; }
.digit-widgets-tools [aria-disabled="true"] { opacity: 0.45; cursor: default; }
.digit-widgets-tools .saving select {
  position: absolute; inset: 0; opacity: 0; width: 100%; height: 100%; cursor: pointer;
}
.digit-widgets-width { flex: 1 0 100%; min-width: 0; }
.digit-widgets-width label {
  display: flex; align-items: center; gap: 8px; min-height: 29px; padding: 2px 2px 0;
  color: var(--jp-ui-font-color1, #212121); font-size: var(--jp-ui-font-size1, 13px);
}
.digit-widgets-width input {
  flex: 1; width: 0; min-width: 60px; margin: 0; accent-color: var(--digit-widgets-accent);
}
.digit-widgets-width span { min-width: 12ch; }
.digit-widgets-width output { width: 2.2ch; text-align: right; font-variant-numeric: tabular-nums; }
.digit-widgets-tools { position: relative; }
.digit-widgets-tools .said {
  position: absolute; right: 0; top: calc(100% + 2px); z-index: 1; width: max-content;
  max-width: 260px; padding: 4px 8px; border-radius: 3px; line-height: 1.4;
  color: var(--jp-ui-font-color1, #212121); background: var(--jp-layout-color2, #eee);
  font-size: var(--jp-ui-font-size1, 13px); box-shadow: 0 1px 3px #0006;
}
.digit-widgets-tools .said:empty { padding: 0; box-shadow: none; }
.digit-widgets-upload { font-size: 0 !important; margin: 0 0 0 2px; }
.digit-widgets-upload i { display: none; }
.digit-widgets-upload::before {
  content: ""; width: 19px; height: 19px; background: currentcolor;
  mask: url('data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">\
<path d="M19 5v14H5V5h14m0-2H5a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2V5a2 2 0 0 0-2-2z\
m-5 9-3 4-2-2.5L6 17h12z"/></svg>');
}
.digit-widgets-agreement {
  color: var(--jp-content-font-color1, #212121); font-size: 20px; font-weight: 600;
  line-height: 1.3; min-height: 1.3em; overflow-wrap: anywhere;
}
.digit-widgets-agreement .widget-html-content { font-size: inherit; line-height: inherit; }
.digit-widgets-table {
  color: var(--jp-content-font-color1, #212121); border-collapse: collapse; line-height: 1.4;
  margin-bottom: 8px; font-variant-numeric: tabular-nums;
}
.digit-widgets-table th, .digit-widgets-table td {
  padding: 2px 12px 2px 0; text-align: right; white-space: nowrap; font-weight: normal;
}
.digit-widgets-table th:first-child { text-align: left; }
.digit-widgets-readings td:first-of-type { min-width: 68px; }
.digit-widgets-table .rejected .swatch { background: var(--digit-widgets-muted) !important; }
.digit-widgets-table th[scope="col"] { color: var(--jp-content-font-color2, #555); }
.digit-widgets-table .swatch {
  display: inline-block; width: 12px; height: 12px; margin-right: 6px; vertical-align: -1px;
}
.digit-widgets-upload[disabled] { opacity: 0.45; cursor: default; }
.digit-widgets-width input:disabled { opacity: 0.45; }
.digit-widgets-compact .digit-widgets-headline .label {
  display: inline; font-size: 24px; margin-right: 6px;
}
.digit-widgets-compact .digit-widgets-headline .label + div { display: inline; }
.digit-widgets-compact .digit-widgets-message { min-height: 0; }
.digit-widgets-compact .digit-widgets-number { min-height: 48px; }
.digit-widgets-compact .digit-widgets-number .label { font-size: 24px; }
.digit-widgets-compact .digit-widgets-agreement { font-size: 16px; }
.digit-widgets-confusion, .digit-widgets-monitor { padding: 5px; }
.digit-widgets-confusion .widget-html-content, .digit-widgets-monitor .widget-html-content,
.digit-widgets-features .widget-html-content {
  line-height: 1.4; padding: 5px 0; overflow-wrap: anywhere;
}
.digit-widgets-confusion .digit-widgets-message { min-height: 0; }
.digit-widgets-matrix svg text { font-family: var(--jp-ui-font-family, sans-serif); }
.digit-widgets-matrix .axis text { font-size: 13px !important; }
.digit-widgets-matrix .axis line, .digit-widgets-matrix .axis path { stroke: none !important; }
.digit-widgets-matrix .heatmapcell { cursor: pointer; }
.digit-widgets-matrix .object_grp { pointer-events: none; }
.digit-widgets-fields .jupyter-button { white-space: normal; height: auto; min-height: 32px; }
.digit-widgets-thumb {
  background-color: black !important; background-size: 100% auto; background-repeat: no-repeat;
  border-radius: 3px; image-rendering: pixelated; outline-offset: 1px;
}
.digit-widgets-thumb:focus-visible {
  outline: 2px solid var(--jp-brand-color1, #1976d2) !important;
}
.digit-widgets-chosen { outline: 3px solid var(--digit-widgets-accent) !important; }
.digit-widgets-sheet { display: none !important; }
.digit-widgets-life {
  color: var(--jp-content-font-color1, #212121); line-height: 1.4; overflow-wrap: anywhere;
}
.digit-widgets-life span:not(:empty) { margin-right: 8px; }
.digit-widgets-life .jupyter-button { width: auto; margin: 2px 8px 2px 0; padding: 0 10px; }
/* What was read before the kernel was gone, and what it would take to go on. */
:is(.digit-widgets-ended, .digit-widgets-ended-part) :is(
  .bqplot, .digit-widgets-headline, .digit-widgets-number, .digit-widgets-cover,
  .digit-widgets-preview, .digit-widgets-agreement, .digit-widgets-readings, .digit-widgets-sketch
), canvas.digit-widgets-ended-part,
.digit-widgets-monitor.digit-widgets-ended > :not(.digit-widgets-life) {
  filter: grayscale(1); opacity: 0.7;
}
.digit-widgets-over [inert] { opacity: 0.45; }
.digit-widgets-over [inert] [inert] { opacity: 1; }
.digit-widgets-unsaved :is(
  .bqplot, .digit-widgets-headline, .digit-widgets-number, .digit-widgets-cover,
  .digit-widgets-preview, .digit-widgets-agreement, .digit-widgets-readings
) { visibility: hidden; }
.digit-widgets-ink[data-saved] { pointer-events: none; cursor: default; }
/* One line says it; ipywidgets' own mark, a box before each part, would push all of them about. */
.digit-widgets-live.jupyter-widgets-disconnected::before,
.digit-widgets-live .jupyter-widgets-disconnected:not(.digit-widgets-upload)::before {
  display: none;
}
.digit-widgets-live .digit-widgets-upload.jupyter-widgets-disconnected::before {
  content: ""; padding: 0; align-self: auto; color: inherit; font-size: 0;
}
@media (max-width: 480px) {
  .digit-widgets-table th, .digit-widgets-table td { padding-right: 8px; }
  .digit-widgets-table th:first-child { white-space: normal; min-width: 76px; }
  .digit-widgets-readings td:first-of-type { white-space: normal; min-width: 48px; }
  .digit-widgets-readings th[scope="col"] { white-space: normal; vertical-align: bottom; }
  .digit-widgets-number { min-height: 140px; }
  .digit-widgets-matrix .object_grp text { font-size: 9px !important; }
}
/* Where a person's own colours rule, the drawing stays white on black, or it would not be seen; and
what shadows and grounds said is said by outlines. */
@media (forced-colors: active) {
  .digit-widgets-pad { --jp-content-font-color1: CanvasText; }
  .digit-widgets-surface, .digit-widgets-preview, .digit-widgets-sketch svg, .digit-widgets-thumb,
  .digit-widgets-tools [aria-pressed="true"], .digit-widgets-table .swatch {
    forced-color-adjust: none;
  }
  .digit-widgets-canvas, .digit-widgets-preview, .digit-widgets-sketch svg {
    outline: 1px solid CanvasText;
  }
  .digit-widgets-tools .jupyter-button, .digit-widgets-upload { border: 1px solid ButtonText; }
  .digit-widgets-tools [aria-pressed="true"] {
    color: HighlightText; background: Highlight; border-color: Highlight;
  }
  .digit-widgets-tools [aria-disabled="true"] { color: GrayText; border-color: GrayText; }
  .digit-widgets-chart svg text, .digit-widgets-stream svg text { fill: CanvasText !important; }
  .digit-widgets-timeline .noUi-target { border: 1px solid CanvasText; }
  .digit-widgets-upload::before { background: ButtonText; forced-color-adjust: none; }
}
.digit-widgets-stream svg text { font-family: var(--jp-ui-font-family, sans-serif); }
.digit-widgets-stream .object_grp { pointer-events: none; }
.digit-widgets-sketch svg {
  display: block; background: black; border-radius: 3px;
  box-shadow: 0 0 0 1px var(--digit-widgets-edge);
}
.digit-widgets-timeline .widget-html-content { line-height: 1.4; overflow-wrap: anywhere; }
.digit-widgets-play .jupyter-button { width: auto; padding: 0 10px; margin-right: 4px; }
.digit-widgets-play .jupyter-button:has(.fa-play)::after { content: " Play"; }
.digit-widgets-play .jupyter-button:has(.fa-pause)::after { content: " Pause"; }
.digit-widgets-play .jupyter-button:has(.fa-stop)::after { content: " Stop"; }
"""


def style_sheet() -> HTML:
    """Make the invisible widget that brings the style rules to the page it is shown on."""
    sheet = HTML(f"<style>{variables()}{_RULES}</style>")
    sheet.add_class("digit-widgets-sheet")
    return sheet
