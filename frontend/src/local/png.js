// PNG encoding of grey images, by the browser's own compression: a canvas's own encoder would
// store four values per pixel.

// A grey image, eight bits a pixel, not interlaced: after the sides in the header.
const GREY = [8, 0, 0, 0, 0];
const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/**
 * Encode a grey image.
 * @param {Uint8Array} pixels - row by row, 0 black and 255 white
 * @param {number} width
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function greyPng(pixels, width) {
  const height = pixels.length / width;
  const header = new Uint8Array([...bytes(width), ...bytes(height), ...GREY]);
  // Before each row, the number of the filter: none.
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  }
  const packed = new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate"));
  const content = new Uint8Array(await new Response(packed).arrayBuffer());
  const parts = [
    new Uint8Array(SIGNATURE),
    ...chunk("IHDR", header),
    ...chunk("IDAT", content),
    ...chunk("IEND", new Uint8Array()),
  ];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/**
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>} content
 */
function chunk(name, content) {
  const body = new Uint8Array(4 + content.length);
  body.set(new TextEncoder().encode(name));
  body.set(content, 4);
  return [new Uint8Array(bytes(content.length)), body, new Uint8Array(bytes(checksum(body)))];
}

/** @type {(value: number) => number[]} */
const bytes = (value) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);

// The CRC-32 of PNG's specification, bit by bit.
/** @type {(content: Uint8Array) => number} */
function checksum(content) {
  let sum = 0xffffffff;
  for (const byte of content) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum;
}
