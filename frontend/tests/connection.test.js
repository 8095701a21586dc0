import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { Connection, describeConnection } from "../src/connection/connection.js";

/** @type {Connection[]} */
const connections = [];

before(() => {
  Object.assign(globalThis, { document: { hidden: false } });
});
afterEach(() => {
  for (const connection of connections.splice(0)) connection.close();
});
after(() => {
  Reflect.deleteProperty(globalThis, "document");
});

/**
 * Connect a model whose host tells so much of its kernel.
 * @param {object} [layout]
 */
function connect(layout) {
  const model = { get: () => layout };
  const connection = new Connection(/** @type {any} */ (model));
  connections.push(connection);
  return connection;
}

/** @param {object} changes */
const kernel = (changes = {}) => ({
  id: "one",
  status: "idle",
  connectionStatus: "connected",
  isDisposed: false,
  ...changes,
});

/**
 * @param {object | null | undefined} kernel
 * @param {object} changes
 */
const layout = (kernel, changes = {}) => ({
  comm: {},
  comm_live: true,
  widget_manager: { kernel },
  ...changes,
});

test("where a host tells nothing, a widget counts as connected", () => {
  assert.equal(connect().state, "connected");
  assert.equal(connect(layout(undefined)).state, "connected");
});

test("a kernel that is there is connected, though it may be busy", () => {
  assert.equal(connect(layout(kernel({ status: "busy" }))).state, "connected");
});

test("a model without a comm is of a saved notebook", () => {
  const saved = connect(layout(null, { comm: undefined, comm_live: false }));
  assert.deepEqual([saved.state, saved.isOpen, saved.isBroken], ["saved", false, false]);
});

for (const [what, gone] of Object.entries({
  "a dead comm": layout(kernel(), { comm_live: false }),
  "a comm that was disposed of": layout(kernel(), {
    comm: { jsServicesComm: { isDisposed: true } },
  }),
  "no kernel": layout(null),
  "a kernel that was disposed of": layout(kernel({ isDisposed: true })),
  "a dead kernel": layout(kernel({ status: "dead" })),
  "a kernel that starts again": layout(kernel({ status: "autorestarting" })),
})) {
  test(`${what} is gone`, () => {
    const { state, isOpen, isBroken } = connect(gone);
    assert.deepEqual([state, isOpen, isBroken], ["gone", false, true]);
  });
}

test("a way that is broken for a second is lost, until it is back", async () => {
  const disconnected = kernel({ connectionStatus: "connecting" });
  const lost = connect(layout(disconnected));
  assert.equal(lost.state, "connected");
  const deadline = performance.now() + 10_000;
  while (lost.state !== "lost" && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.deepEqual([lost.state, lost.isOpen, lost.isBroken], ["lost", true, true]);
  Object.assign(disconnected, { connectionStatus: "connected" });
  while (lost.state === "lost" && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(lost.state, "connected");
});

test("the kernel's last message ends it, for all widgets of it", () => {
  /** @type {(sender: unknown, args: object) => void} */
  let slot = () => {};
  const connectSlot = (/** @type {typeof slot} */ given) => {
    slot = given;
  };
  const ending = connect(layout(kernel({ anyMessage: { connect: connectSlot } })));
  const msg = { header: { msg_type: "shutdown_reply" }, channel: "iopub", content: {} };
  slot(null, { direction: "recv", msg });
  assert.equal(ending.isOpen, false);
  assert.equal(ending.state, "gone");
});

test("each host says how to go on", () => {
  assert.equal(describeConnection("connected", "JupyterLab"), "");
  assert.match(describeConnection("gone", "JupyterLab"), /Run the cell again/);
  assert.doesNotMatch(describeConnection("gone", "Voila"), /Run/);
  assert.match(describeConnection("gone", ""), /Run the notebook again/);
  assert.match(describeConnection("lost", ""), /is lost/);
});
