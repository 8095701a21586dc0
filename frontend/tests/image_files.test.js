import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { PART, sendImage } from "../src/input/image_files.js";

const LARGEST = 3 * PART;

/** @type {[any, ArrayBuffer[] | undefined][]} */
let sent;
/** @type {any} */
let link;

beforeEach(() => {
  sent = [];
  const state = { _largest_image: LARGEST, disabled: false };
  link = {
    state,
    connection: { isOpen: true },
    get: (/** @type {"disabled"} */ name) => state[name],
    flush: () => {},
    send: (/** @type {any} */ message, /** @type {any} */ buffers) => sent.push([message, buffers]),
  };
});

/** @param {number} size */
const file = (size, name = "seven.png") => new File([new Uint8Array(size).fill(7)], name);

test("a file is sent in parts that are one file together", async () => {
  await sendImage(link, [file(2 * PART + 5)]);
  assert.deepEqual(
    sent.map(([{ kind, name, size, first }]) => [kind, name, size, first]),
    [0, PART, 2 * PART].map((first) => ["image", "seven.png", 2 * PART + 5, first]),
  );
  const lengths = sent.map(([, buffers]) => buffers?.map((each) => each.byteLength));
  assert.deepEqual(lengths, [[PART], [PART], [5]]);
});

test("an empty file is sent too: the kernel says what is wrong with it", async () => {
  await sendImage(link, [file(0)]);
  assert.deepEqual(sent, [
    [{ kind: "image", name: "seven.png", size: 0, first: 0 }, [new ArrayBuffer(0)]],
  ]);
});

/** @type {[why: string, files: () => File[]][]} */
const refused = [
  ["none", () => []],
  ["several", () => [file(1), file(1)]],
  ["large", () => [file(LARGEST + 1)]],
  [
    "unreadable",
    () => [Object.assign(file(1), { arrayBuffer: () => Promise.reject(new Error("a folder")) })],
  ],
];
for (const [why, files] of refused) {
  test(`nothing but the reason is sent if it is "${why}"`, async () => {
    await sendImage(link, files());
    const name = why === "none" ? "" : "seven.png";
    assert.deepEqual(sent, [[{ kind: "no_image", name, why }, undefined]]);
  });
}

for (const [what, change] of /** @type {[string, () => void][]} */ ([
  ["is disabled", () => Object.assign(link.state, { disabled: true })],
  ["reads no images", () => Object.assign(link.state, { _largest_image: 0 })],
  ["has no kernel", () => Object.assign(link.connection, { isOpen: false })],
])) {
  test(`a canvas that ${what} is sent nothing`, async () => {
    change();
    await sendImage(link, [file(1)]);
    await sendImage(link, []);
    assert.deepEqual(sent, []);
  });
}
