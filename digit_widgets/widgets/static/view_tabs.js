// Built from frontend/ by `make frontend`.

// src/elements.js
function make(tag, className, attributes = {}) {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
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

// src/view_tabs.js
var STEPS = {
  ArrowLeft: (at, count) => (at + count - 1) % count,
  ArrowRight: (at, count) => (at + 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1
};
var ViewTabs = class {
  /**
   * @param {CanvasModel} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    const names = model.get("names");
    this.tabs = names.map((name, at) => this.makeTab(name, at));
    const list = make("div", "list", {
      role: "tablist",
      "aria-label": model.get("title") ?? "Views"
    });
    list.append(...this.tabs);
    el.classList.add("digit-widgets-tabs");
    el.append(list);
    this.onChange = () => this.show();
    model.on("change:chosen", this.onChange);
    this.show();
    this.tellShown();
  }
  /**
   * @param {string} name
   * @param {number} at
   */
  makeTab(name, at) {
    const tab = make("button", "tab", { type: "button", role: "tab", "data-name": name });
    tab.textContent = name;
    tab.addEventListener("click", () => this.choose(at));
    tab.addEventListener("keydown", (event) => this.onKey(event, at));
    return tab;
  }
  /**
   * @param {KeyboardEvent} event
   * @param {number} at
   */
  onKey(event, at) {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = step(at, this.tabs.length);
    event.preventDefault();
    event.stopPropagation();
    this.tabs[next]?.focus();
    this.choose(next);
  }
  /** @param {number} at */
  choose(at) {
    this.model.send({ choose: at });
  }
  show() {
    for (const [at, tab] of this.tabs.entries()) {
      const isChosen = at === this.model.get("chosen");
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      if (isChosen) this.reveal(tab);
    }
  }
  /**
   * Scroll a row that is wider than the page, and nothing around it.
   * @param {HTMLElement} tab
   */
  reveal(tab) {
    const list = tab.parentElement;
    if (list) list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
  }
  /** Tell the kernel once the page has painted this: what is seen later is built from then on. */
  tellShown() {
    const tell = () => this.model.send({ shown: true });
    requestAnimationFrame(() => setTimeout(tell, 0));
  }
  close() {
    this.model.off("change:chosen", this.onChange);
  }
};
var view_tabs_default = {
  initialize: hearKernel,
  render({ model, el }) {
    const tabs = new ViewTabs(
      /** @type {CanvasModel} */
      model,
      el
    );
    return () => tabs.close();
  }
};
export {
  view_tabs_default as default
};
