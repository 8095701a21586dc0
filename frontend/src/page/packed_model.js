// Packed model: a .tflite file as `digit-widgets export page` writes it into a page. It is Base64 of
// raw deflate of the file's 4-byte words: first the first bytes of all of them, then the second ones,
// and so on.

/**
 * Unpack a model.
 * @param {string} text
 * @returns {Promise<Uint8Array>} The file, perhaps with up to three bytes of 0 at its end.
 */
export async function unpackModel(text) {
  const packed = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const planes = new Uint8Array(await new Response(stream).arrayBuffer());
  const words = planes.length / 4;
  const file = new Uint8Array(planes.length);
  for (let plane = 0; plane < 4; plane += 1) {
    for (let word = 0; word < words; word += 1)
      file[4 * word + plane] = planes[plane * words + word];
  }
  return file;
}
