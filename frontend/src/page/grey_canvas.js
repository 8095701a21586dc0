// Grey canvas: numbers painted as grey pixels.

/**
 * @param {HTMLCanvasElement} canvas - takes their size
 * @param {ArrayLike<number>} shares - in 0..1, row by row; others are limited to it
 * @param {number} width
 */
export function paintGrey(canvas, shares, width) {
  const height = shares.length / width;
  Object.assign(canvas, { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(width, height);
  for (let at = 0; at < shares.length; at += 1) {
    // An array of bytes limits and rounds what is written to it.
    image.data.fill(255 * shares[at], 4 * at, 4 * at + 3);
    image.data[4 * at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
