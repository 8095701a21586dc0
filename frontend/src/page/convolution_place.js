// Convolution place: the products that make one cell of a convolutional layer's map, as
// digit_widgets/explanation/convolution_place.py has them.

/** @import { Layer, Maps } from "../reading/network.js" */

/**
 * How a cell comes about; all are numbered from 0. The window, filter and products are of the input
 * channel that adds most.
 * @typedef {object} Place
 * @property {number} map
 * @property {number} row
 * @property {number} column
 * @property {number} channel
 * @property {number} channels - number of input channels
 * @property {[number, number]} origin - row and column where the window begins; perhaps outside
 * @property {[number, number]} size - of the window
 * @property {number[]} window - 0 outside the input
 * @property {number[]} filter
 * @property {number[]} products
 * @property {number} channelSum - of these products
 * @property {number} total - of those of all channels
 * @property {number} bias
 * @property {number} value - what the map has there
 */

/**
 * @param {Layer} layer
 * @param {Maps} inputs
 * @param {Maps} maps
 * @param {[map: number, row: number, column: number]} cell
 * @returns {Place}
 */
export function explainPlace(layer, inputs, maps, [map, row, column]) {
  const [, high, wide, channels] = layer.shape;
  const top = row * layer.step[0] - before(layer, 0, inputs.height, high);
  const left = column * layer.step[1] - before(layer, 1, inputs.width, wide);
  const windows = Array.from({ length: channels }, () => /** @type {number[]} */ ([]));
  const filters = Array.from({ length: channels }, () => /** @type {number[]} */ ([]));
  for (let i = 0; i < high * wide; i += 1) {
    const [y, x] = [top + Math.floor(i / wide), left + (i % wide)];
    const isInside = y >= 0 && x >= 0 && y < inputs.height && x < inputs.width;
    for (let channel = 0; channel < channels; channel += 1) {
      const at = (y * inputs.width + x) * channels + channel;
      windows[channel].push(isInside ? inputs.values[at] : 0);
      filters[channel].push(layer.weights[(map * high * wide + i) * channels + channel]);
    }
  }
  const products = windows.map((cells, channel) =>
    cells.map((cell, i) => cell * filters[channel][i]),
  );
  const sums = products.map((each) => each.reduce((sum, value) => sum + value, 0));
  const channel = sums.indexOf(Math.max(...sums));
  return {
    map,
    row,
    column,
    channel,
    channels,
    origin: [top, left],
    size: [high, wide],
    window: windows[channel],
    filter: filters[channel],
    products: products[channel],
    channelSum: sums[channel],
    total: sums.reduce((sum, value) => sum + value, 0),
    bias: layer.bias[map],
    value: maps.values[(row * maps.width + column) * maps.channels + map],
  };
}

/**
 * Return the cell of a map's highest activation.
 * @param {Maps} maps
 * @param {number} map
 * @returns {[map: number, row: number, column: number]}
 */
export function findPeak({ values, width, channels }, map) {
  let peak = map;
  for (let at = map; at < values.length; at += channels) if (values[at] > values[peak]) peak = at;
  const place = (peak - map) / channels;
  return [map, Math.floor(place / width), place % width];
}

/**
 * Return the rows, or columns, of nothing before the input; the larger half follows it.
 * @param {Layer} layer
 * @param {0 | 1} axis
 * @param {number} side - of the input
 * @param {number} size - of the window
 */
function before({ isPadded, step }, axis, side, size) {
  if (!isPadded) return 0;
  const all = (Math.ceil(side / step[axis]) - 1) * step[axis] + size - side;
  return Math.floor(Math.max(all, 0) / 2);
}
