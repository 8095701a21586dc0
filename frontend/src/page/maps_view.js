// Maps view: what a network's convolutional layers make of the drawing, and how a cell comes about.

/** @import { Layer, Maps, Network } from "../reading/network.js" */
/** @import { PageTexts } from "../texts/en.js" */

import { make } from "../elements.js";
import { LocalModel } from "../local/model.js";
import mapPointer from "../map_pointer.js";
import { explainPlace, findPeak } from "./convolution_place.js";
import { paintGrey } from "./grey_canvas.js";
import { describePlace, drawLens, nameActivation } from "./lens.js";

// Largest width of a grid, in CSS pixels.
const WIDEST = 440;
// A map whose highest activation is a smaller share of the layer's is silent: it looks black.
const SILENT = 0.05;
// Grey of the lines between maps, and of what is around a small one.
const LINE = 0.376;
const EMPTY = 0.2;

export class MapsView {
  /**
   * @param {{ name: string, network: Network } | null} deep - a network with a convolutional layer or
   *   more; null if there is none
   * @param {PageTexts} texts
   */
  constructor(deep, texts) {
    this.network = deep?.network;
    this.element = make("section", "digit-widgets-features", { "aria-label": texts.maps });
    const layers = this.network?.layers() ?? [];
    this.layers = layers.map((layer, at) => new LayerView(layer, at + 1, texts));
    const told = make("p", "");
    told.textContent = deep ? texts.inside(deep.name) : texts.noMaps;
    this.element.append(told, ...this.layers.map((layer) => layer.element));
  }

  /** @param {Float32Array} image - (784,) in 0..1 */
  show(image) {
    for (const [at, { inputs, maps }] of (this.network?.see(image) ?? []).entries()) {
      this.layers[at].show(inputs, maps);
    }
  }
}

class LayerView {
  /**
   * @param {Layer} layer
   * @param {number} number - from 1
   * @param {PageTexts} texts
   */
  constructor(layer, number, texts) {
    this.layer = layer;
    this.activation = nameActivation(layer.activation);
    this.texts = texts;
    this.number = number;
    /** @type {[map: number, cell: number[] | null] | null} */
    this.chosen = null;
    this.heading = make("h2", "");
    this.lens = make("div", "digit-widgets-lens");
    this.grid = make("div", "digit-widgets-maps");
    this.canvas = make("canvas", "digit-widgets-preview");
    const over = make("div", "");
    this.grid.append(this.canvas, over);
    this.scale = make("p", "scale");
    const state = { name: "", words: "", columns: 1, shape: [1, 1, 1], marked: [0, 0, 0] };
    this.model = new LocalModel(state, ({ place: [map, ...cell] }) => {
      this.chosen = [map, cell.length ? cell : null];
      this.showPlace();
    });
    mapPointer.render({ model: this.model, el: over });
    this.element = make("div", "layer");
    const beside = make("div", "digit-widgets-layer-maps");
    beside.append(this.lens, this.grid);
    this.element.append(this.heading, beside, this.scale);
  }

  /**
   * @param {Maps} inputs
   * @param {Maps} maps
   */
  show(inputs, maps) {
    this.seen = { inputs, maps };
    const { channels, height, width } = maps;
    const peaks = Array.from({ length: channels }, (_, map) => at(maps, findPeak(maps, map)));
    const brightest = Math.max(...peaks, 0);
    const silent = peaks.map((peak) => brightest > 0 && peak <= SILENT * brightest);
    const columns = Math.min(channels, 2 ** Math.ceil(Math.log2(channels) / 2));
    const grid = arrange(maps, brightest || 1, silent, columns);
    paintGrey(this.canvas, grid.shares, grid.width);
    this.grid.style.width = `${grid.width * Math.max(1, Math.floor(WIDEST / grid.width))}px`;
    this.heading.textContent = this.texts.layer(
      this.number,
      channels,
      height,
      width,
      this.activation,
    );
    this.scale.textContent = this.texts.scale(
      brightest > 0 ? this.texts.number(brightest) : "",
      silent.filter(Boolean).length,
    );
    this.strongest = peaks.indexOf(Math.max(...peaks));
    this.model.set("name", this.texts.mapsOf(this.number));
    this.model.set("columns", columns);
    this.model.set("shape", [channels, height, width]);
    this.showPlace();
  }

  showPlace() {
    if (!this.seen) return;
    const { inputs, maps } = this.seen;
    const [map, cell] = this.chosen ?? [this.strongest ?? 0, null];
    const [, row, column] = cell ? [map, ...cell] : findPeak(maps, map);
    const place = explainPlace(this.layer, inputs, maps, [map, row, column]);
    const words = make("div", "words");
    words.textContent = describePlace(place, this.activation, this.texts);
    this.lens.replaceChildren(drawLens(place, inputs, this.texts), words);
    this.model.set("words", words.textContent);
    this.model.set("marked", [map, row, column]);
  }
}

/** @type {(maps: Maps, cell: [number, number, number]) => number} */
const at = ({ values, width, channels }, [map, row, column]) =>
  values[(row * width + column) * channels + map];

/**
 * Arrange maps in rows with lines around them, silent ones at half their size.
 * @param {Maps} maps
 * @param {number} brightest
 * @param {boolean[]} silent
 * @param {number} columns
 */
function arrange(maps, brightest, silent, columns) {
  const { channels, height, width } = maps;
  const rows = Math.ceil(channels / columns);
  const wide = columns * (width + 1) + 1;
  const shares = new Float32Array(wide * (rows * (height + 1) + 1)).fill(LINE);
  const [high, across] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  const [down, right] = [Math.floor((height - high) / 2), Math.floor((width - across) / 2)];
  for (let map = 0; map < channels; map += 1) {
    const top = Math.floor(map / columns) * (height + 1) + 1;
    const left = (map % columns) * (width + 1) + 1;
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        let share = at(maps, [map, row, column]) / brightest;
        if (silent[map]) {
          const [y, x] = [row - down, column - right];
          const isWithin = y >= 0 && x >= 0 && y < high && x < across;
          share = isWithin ? at(maps, [map, 2 * y, 2 * x]) / brightest : EMPTY;
        }
        shares[(top + row) * wide + left + column] = share;
      }
    }
  }
  return { shares, width: wide };
}
