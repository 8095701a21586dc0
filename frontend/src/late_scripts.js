// Late scripts: a model whose script comes late goes on hearing its kernel. If a page is too busy
// to load a model's script within two seconds, anywidget gives up, and drops all that the kernel
// says to that model from then on: it would show an old state for ever, as if it were live.

/** @import { HostModel, Initialize, Model } from "./types.js" */

// An attribute that lasts for a moment, and a message that asks for nothing.
const PROBE = "_digit_widgets_probe";
const NOTHING = { content: { data: { method: "none" } } };

/**
 * Return the host's model, which anywidget hides from scripts: events of its attributes bring it.
 * @param {Model} model
 * @returns {HostModel | undefined}
 */
function findHostModel(model) {
  /** @type {HostModel | undefined} */
  let found;
  /** @param {HostModel} each */
  const note = (each) => {
    found = each;
  };
  model.on(`change:${PROBE}`, note);
  model.set(PROBE, true);
  model.set(PROBE, undefined, { unset: true });
  model.off(`change:${PROBE}`, note);
  return found;
}

/**
 * Let a model hear its kernel from now on; ask for its state if messages were dropped.
 * @type {Initialize}
 */
export function hearKernel({ model }) {
  const host = findHostModel(model);
  if (!host?.comm) return; // a saved notebook
  host._handle_comm_msg(NOTHING).catch(() => model.send({ late: true }));
  // The handler that anywidget's own waits for and then calls.
  const { _handle_comm_msg: handle } = Object.getPrototypeOf(Object.getPrototypeOf(host));
  host.comm.on_msg((message) => handle.call(host, message));
}
