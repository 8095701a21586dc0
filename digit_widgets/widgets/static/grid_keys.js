// Built from frontend/ by `make frontend`.

// src/grid_steps.js
function stepInGrid(key, at, columns, count) {
  const places = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    Home: 0,
    End: count - 1
  };
  return places[key];
}

// src/late_scripts.js
var PROBE = "_digit_widgets_probe";
var NOTHING = { content: { data: { method: "none" } } };
function findHostModel(model) {
  let found;
  const note = (each) => {
    found = each;
  };
  model.on(`change:${PROBE}`, note);
  model.set(PROBE, true);
  model.set(PROBE, void 0, { unset: true });
  model.off(`change:${PROBE}`, note);
  return found;
}
function hearKernel({ model }) {
  const host = findHostModel(model);
  if (!host?.comm) return;
  host._handle_comm_msg(NOTHING).catch(() => model.send({ late: true }));
  const { _handle_comm_msg: handle } = Object.getPrototypeOf(Object.getPrototypeOf(host));
  host.comm.on_msg((message) => handle.call(host, message));
}

// src/grid_keys.js
var LOOK = 100;
var GridKeys = class {
  /** @param {HTMLElement} el */
  constructor(el) {
    this.el = el;
    el.style.display = "none";
    this.timer = void 0;
    this.onKey = (event) => this.walk(event);
    this.begin();
  }
  // The host inserts this element some time after creating it.
  begin() {
    this.around = this.el.parentElement;
    if (this.around) this.around.addEventListener("keydown", this.onKey);
    else this.timer = setTimeout(() => this.begin(), LOOK);
  }
  /** @param {KeyboardEvent} event */
  walk(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const buttons = [...this.around?.querySelectorAll("button") ?? []];
    const shown = buttons.filter((button) => button.offsetParent);
    const at = shown.indexOf(
      /** @type {HTMLButtonElement} */
      event.target
    );
    const place = stepInGrid(event.key, at, countColumns(shown), shown.length);
    const next = at < 0 || place === void 0 ? void 0 : shown[place];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
    next.click();
  }
  close() {
    clearTimeout(this.timer);
    this.around?.removeEventListener("keydown", this.onKey);
  }
};
var countColumns = (shown) => shown.filter((each) => each.offsetTop === shown[0]?.offsetTop).length;
var grid_keys_default = {
  initialize: hearKernel,
  render({ el }) {
    const keys = new GridKeys(el);
    return () => keys.close();
  }
};
export {
  grid_keys_default as default
};
