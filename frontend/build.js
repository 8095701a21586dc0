// Build what the package ships: one module per widget, and one style sheet. With --check, only
// check that the built files match the sources.

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = fileURLToPath(new URL("../digit_widgets/widgets/static/", import.meta.url));
const widgets = [
  "answer_strip",
  "aria_labels",
  "connection_status",
  "drawing_layer",
  "grid_keys",
  "map_pointer",
  "pixel_image",
  "toolbar",
  "view_tabs",
  "width_slider",
];

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: [...widgets.map((name) => `src/${name}.js`), "styles/style.css"],
  entryNames: "[name]",
  outdir: target,
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: {
    js: "// Built from frontend/ by `make frontend`.",
    css: "/* Built from frontend/ by `make frontend`. */",
  },
  write: !process.argv.includes("--check"),
});

const stale = [];
for (const { path, text } of outputFiles ?? []) {
  const built = await readFile(path, "utf8").catch(() => "");
  if (built !== text) stale.push(basename(path));
}
if (stale.length) {
  console.error(`Not what frontend/ gives: ${stale.join(", ")}. Run: make frontend`);
  process.exitCode = 1;
}
