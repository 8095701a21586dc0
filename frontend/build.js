// Build what the package ships: one module per widget with one style sheet, and the scripts and the
// style sheet of the page in one file and of notebooks with live pads. With --check, only check that the
// built files match the sources.

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = fileURLToPath(new URL("../digit_widgets/widgets/static/", import.meta.url));
const pageTarget = fileURLToPath(
  new URL("../digit_widgets/app/standalone/static/", import.meta.url),
);
const widgets = [
  "answer_strip",
  "aria_labels",
  "connection_status",
  "drawing_layer",
  "grid_keys",
  "leader_board",
  "map_pointer",
  "pixel_image",
  "toolbar",
  "view_tabs",
  "width_slider",
];

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: here,
  entryNames: "[name]",
  bundle: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: {
    js: "// Built from frontend/ by `make frontend`.",
    css: "/* Built from frontend/ by `make frontend`. */",
  },
  write: !process.argv.includes("--check"),
};
const built = [
  build({
    ...common,
    entryPoints: [...widgets.map((name) => `src/${name}.js`), "styles/style.css"],
    outdir: target,
    format: "esm",
  }),
  // The page in one file: small, as it travels by mail.
  build({
    ...common,
    entryPoints: [
      "src/page/page.js",
      "src/page/live_pads.js",
      "src/page/service_worker.js",
      "styles/page.css",
    ],
    outdir: pageTarget,
    format: "iife",
    minify: true,
  }),
];
const outputFiles = (await Promise.all(built)).flatMap((each) => each.outputFiles ?? []);

const stale = [];
for (const { path, text } of outputFiles) {
  const kept = await readFile(path, "utf8").catch(() => "");
  if (kept !== text) stale.push(basename(path));
}
if (stale.length) {
  console.error(`Not what frontend/ gives: ${stale.join(", ")}. Run: make frontend`);
  process.exitCode = 1;
}
