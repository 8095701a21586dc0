// Packed model: a .tflite file as `digit-widgets export page` writes it into a page, with its weights
// as whole multiples of steps, compressed by raw deflate, in base 85. `packing.py` says what is where.

const DIGITS =
  "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz[#]%/()*+-;,=.?@^_:{|}~";
const HEAD = 16; // bytes of an array's head

/**
 * Unpack a model.
 * @param {string} text
 * @returns {Promise<Uint8Array>} The file.
 */
export async function unpackModel(text) {
  const stream = new Blob([decodeBase85(text.trim())]).stream();
  const deflated = stream.pipeThrough(new DecompressionStream("deflate-raw"));
  return joinFile(new Uint8Array(await new Response(deflated).arrayBuffer()));
}

/**
 * Decode base 85: five digits are four bytes, and one digit more than bytes are left.
 * @param {string} text
 */
function decodeBase85(text) {
  const values = new Uint8Array(128);
  for (let n = 0; n < DIGITS.length; n += 1) values[DIGITS.charCodeAt(n)] = n;
  const padding = (5 - (text.length % 5)) % 5;
  const words = (text.length + padding) / 5;
  const view = new DataView(new ArrayBuffer(4 * words));
  for (let word = 0; word < words; word += 1) {
    let number = 0;
    for (let place = 5 * word; place < 5 * word + 5; place += 1)
      number = 85 * number + (place < text.length ? values[text.charCodeAt(place)] : 84);
    view.setUint32(4 * word, number);
  }
  return new Uint8Array(view.buffer, 0, 4 * words - padding);
}

/**
 * Join the rounded weights and the rest of the file.
 * @param {Uint8Array} content
 */
function joinFile(content) {
  const view = new DataView(content.buffer);
  const arrays = Array.from({ length: view.getUint32(0, true) }, (_, n) => {
    const head = 4 + HEAD * n;
    return {
      offset: view.getUint32(head, true),
      length: view.getUint32(head + 4, true),
      lowerBits: view.getUint32(head + 8, true),
      step: view.getFloat32(head + 12, true),
    };
  });
  const weights = arrays.reduce((sum, { length }) => sum + length, 0);
  let planes = 4 + HEAD * arrays.length;
  let rest = planes + 3 * weights;
  const file = new Uint8Array(content.length - rest + 4 * weights);
  const target = new DataView(file.buffer);
  let end = 0;
  for (const { offset, length, lowerBits, step } of arrays) {
    file.set(content.subarray(rest, rest + offset - end), end);
    rest += offset - end;
    end = offset + 4 * length;
    const last = lowerBits >> 1;
    for (let n = 0; n < length; n += 1) {
      const upper = view.getInt8(planes + n);
      const multiple =
        (upper << lowerBits) |
        (content[planes + length + n] << last) |
        content[planes + 2 * length + n];
      target.setFloat32(offset + 4 * n, multiple * step, true);
    }
    planes += 3 * length;
  }
  file.set(content.subarray(rest), end);
  return file;
}
