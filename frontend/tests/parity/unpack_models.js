// Unpack the models that tests/frontend/test_packing_parity.py has packed, as a page does:
// node unpack_models.js FOLDER COUNT. N.packed becomes N.unpacked.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { unpackModel } from "../../src/page/packed_model.js";

const [folder, count] = process.argv.slice(2);
for (let number = 0; number < Number(count); number += 1) {
  const text = readFileSync(join(folder, `${number}.packed`), "ascii");
  writeFileSync(join(folder, `${number}.unpacked`), await unpackModel(text));
}
