// Open the model files that tests/frontend/test_page_models.py has written, and print what each
// gives for an image, or why it is refused: node open_models.js FOLDER COUNT

import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { ModelFileError } from "../../src/reading/model_error.js";
import { openNetwork } from "../../src/reading/network.js";

const [folder, count] = process.argv.slice(2);
const bytes = readFileSync(join(folder, "image.f32"));
const image = new Float32Array(
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
);

function open(number) {
  try {
    const { probabilities, score } = openNetwork(
      readFileSync(join(folder, `${number}.tflite`)),
    ).run(image);
    return { output: [...probabilities, ...(score === null ? [] : [score])] };
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    return { error: error.message };
  }
}

console.log(JSON.stringify(Array.from({ length: Number(count) }, (_, number) => open(number))));
