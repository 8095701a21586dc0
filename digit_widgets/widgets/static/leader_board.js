// Built from frontend/ by `make frontend`.

// src/connection/connection.js
var LOOK = 300;
var BROKEN = 900;
var SOON = 1e3;
var LATER = 5e3;
var SHARED = /* @__PURE__ */ Symbol.for("digit-widgets.connection.1");
var KernelWatch = class {
  /** @param {Kernel} kernel */
  constructor(kernel) {
    this.kernel = kernel;
    this.isEnded = false;
    this.isAnswered = true;
    this.asked = performance.now();
    this.heard = this.asked;
    this.brokenSince = null;
    kernel.anyMessage?.connect((_, message) => this.onMessage(message));
  }
  /** @param {KernelMessage} message */
  onMessage({ msg, direction }) {
    if (direction !== "recv") return;
    this.heard = performance.now();
    if (msg.header.msg_type === "shutdown_reply" && msg.channel === "iopub") {
      shared.end(this.kernel);
      this.isEnded ||= !msg.content.restart;
    }
  }
  /** @param {number} now */
  look(now) {
    if (this.kernel.connectionStatus === "connected") this.brokenSince = null;
    else this.brokenSince ??= now;
    const since = now - Math.max(this.heard, this.asked);
    const patience = this.brokenSince !== null && this.isAnswered ? SOON : LATER;
    if (!this.isEnded && !document.hidden && since > patience) this.ask(now);
  }
  get isLost() {
    return this.brokenSince !== null && performance.now() - this.brokenSince > BROKEN;
  }
  /**
   * Ask the server whether it still has the kernel.
   * @param {number} now
   */
  async ask(now) {
    this.asked = now;
    const { baseUrl, token, init } = this.kernel.serverSettings ?? {};
    if (!baseUrl) return;
    const headers = token ? { Authorization: `token ${token}` } : void 0;
    try {
      const url = `${baseUrl}api/kernels/${encodeURIComponent(this.kernel.id)}?no_track_activity=1`;
      const answer = await fetch(url, { ...init, headers, cache: "no-store" });
      this.isAnswered = true;
      const isBroken = this.kernel.connectionStatus === "disconnected";
      if (answer.status === 404) this.isEnded = /kernel/i.test(await answer.text());
      else if (answer.ok && isBroken) await this.kernel.reconnect();
    } catch {
      this.isAnswered = false;
    }
  }
};
var Shared = class {
  constructor() {
    this.connections = /* @__PURE__ */ new Set();
    this.watches = /* @__PURE__ */ new WeakMap();
    this.ended = /* @__PURE__ */ new WeakSet();
    this.drawings = [];
    this.offers = /* @__PURE__ */ new Map();
    this.timer = void 0;
  }
  /** @param {Connection} connection */
  add(connection) {
    this.connections.add(connection);
    this.timer ??= setInterval(() => this.look(), LOOK);
  }
  /** @param {Connection} connection */
  remove(connection) {
    this.connections.delete(connection);
    if (this.connections.size) return;
    clearInterval(this.timer);
    this.timer = void 0;
  }
  look() {
    const now = performance.now();
    const kernels = new Set([...this.connections].map((each) => each.kernel));
    for (const kernel of kernels) if (kernel) this.watch(kernel).look(now);
    for (const connection of [...this.connections]) connection.look();
  }
  /** @param {Kernel} kernel */
  watch(kernel) {
    const watch = this.watches.get(kernel) ?? new KernelWatch(kernel);
    this.watches.set(kernel, watch);
    return watch;
  }
  /** @param {Kernel} kernel */
  end(kernel) {
    for (const each of this.connections) {
      if (each.anchor && each.kernel === kernel) this.ended.add(each.anchor);
    }
  }
};
var page = (
  /** @type {{ [SHARED]?: Shared }} */
  globalThis
);
page[SHARED] ??= new Shared();
var shared = (
  /** @type {Shared} */
  page[SHARED]
);
var Connection = class {
  /**
   * @param {Model} model
   * @param {(state: ConnectionState, before: ConnectionState) => void} onLook - called at each check
   */
  constructor(model, onLook = () => {
  }) {
    this.model = model;
    this.onLook = onLook;
    shared.add(this);
    this.state = this.now();
  }
  // A model of the same kernel that exposes its comm: anywidget's models hide theirs.
  /** @returns {LayoutModel | undefined} */
  get anchor() {
    return this.model.get("layout");
  }
  get kernel() {
    return this.anchor?.comm && this.anchor.widget_manager?.kernel;
  }
  /** @returns {ConnectionState} */
  now() {
    const { anchor, kernel } = this;
    if (!anchor?.widget_manager) return "connected";
    if (!anchor.comm) return "saved";
    const isDisposed = anchor.comm.jsServicesComm?.isDisposed;
    if (!anchor.comm_live || isDisposed || shared.ended.has(anchor)) return "gone";
    if (kernel === void 0) return "connected";
    const hasEnded = /dead|restarting|terminating/;
    if (!kernel || kernel.isDisposed || hasEnded.test(kernel.status)) return "gone";
    const watch = shared.watch(kernel);
    if (watch.isEnded) return "gone";
    return watch.isLost ? "lost" : "connected";
  }
  look() {
    const before = this.state;
    this.state = this.now();
    this.onLook(this.state, before);
  }
  // True if messages can reach the kernel, sooner or later. Checked for each message: sending one
  // to a kernel that is gone throws an exception.
  get isOpen() {
    this.state = this.now();
    return this.state === "connected" || this.state === "lost";
  }
  // True if the page may no longer show the kernel's state.
  get isBroken() {
    return this.state === "gone" || this.state === "lost";
  }
  close() {
    shared.remove(this);
  }
};

// src/elements.js
function make(tag, className, attributes = {}) {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

// src/sort_headings.js
function sortRows(rows, column, isRising) {
  const numbered = rows.map((row, at) => {
    const place = column < 0 ? at : row.places[column] ?? null;
    return { row, at, key: place === null ? Number.MAX_VALUE : isRising ? place : -place };
  });
  numbered.sort((one, other) => one.key - other.key || one.at - other.at);
  return numbered.map(({ row }) => row);
}
var SortHeadings = class {
  /**
   * @param {string} rank - the heading of the order in which the rows come
   * @param {(title: string) => string} explain - returns a heading's tooltip
   * @param {() => void} changed - called when the rows are to be sorted anew
   */
  constructor(rank, explain, changed) {
    this.rank = rank;
    this.explain = explain;
    this.changed = changed;
    this.by = rank;
    this.isRising = true;
    this.cells = /* @__PURE__ */ new Map();
  }
  /**
   * Return the cells of all headings; those that were there stay, and keep the focus.
   * @param {string[]} columns - those after the rank
   */
  show(columns) {
    const before = this.cells;
    const titles = [this.rank, ...columns];
    this.cells = new Map(titles.map((title) => [title, before.get(title) ?? this.make(title)]));
    if (!this.cells.has(this.by)) this.order(this.rank, true);
    this.mark();
    return [...this.cells.values()];
  }
  /**
   * Return rows in the chosen order.
   * @template {SortableRow} Row
   * @param {Row[]} rows
   */
  sort(rows) {
    return sortRows(rows, [...this.cells.keys()].indexOf(this.by) - 1, this.isRising);
  }
  /** @param {string} title */
  make(title) {
    const cell = make("th", "", { scope: "col" });
    const button = make("button", "", { type: "button", title: this.explain(title) });
    button.textContent = title;
    button.addEventListener("click", () => {
      this.order(title, title !== this.by || !this.isRising);
      this.mark();
      this.changed();
    });
    button.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.stopPropagation();
    });
    cell.append(button);
    return cell;
  }
  /**
   * @param {string} by
   * @param {boolean} isRising
   */
  order(by, isRising) {
    this.by = by;
    this.isRising = isRising;
  }
  mark() {
    for (const [title, cell] of this.cells) {
      if (title !== this.by) cell.removeAttribute("aria-sort");
      else cell.setAttribute("aria-sort", this.isRising ? "ascending" : "descending");
    }
  }
};

// src/texts/en.js
var enLeaders = {
  name: "Leader board",
  rank: "Rank",
  compare: "Compare",
  /** @param {string} title */
  sort: (title) => `Sort by ${title.toLowerCase()}; press again to turn the order around`,
  /** @type {(rank: number, name: string) => string} */
  putOnPad: (rank, name) => `${rank}, put on the pad: ${name}`,
  /** @type {(rank: number, name: string) => string} */
  compareWith: (rank, name) => `Compare with ${rank}: ${name}`
};

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

// src/leader_board.js
var STEPS = {
  ArrowUp: (at) => at - 1,
  ArrowDown: (at) => at + 1,
  PageUp: (at) => Math.max(0, at - 10),
  PageDown: (at, count) => Math.min(count - 1, at + 10),
  Home: () => 0,
  End: (_, count) => count - 1
};
var LeaderBoard = class {
  /**
   * @param {CanvasModel} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.rows = /* @__PURE__ */ new Map();
    this.head = make("tr", "");
    this.headings = new SortHeadings(enLeaders.rank, enLeaders.sort, () => {
      this.show();
      el.scrollTop = 0;
    });
    this.compareHeading = make("th", "", { scope: "col" });
    this.compareHeading.textContent = enLeaders.compare;
    this.body = make("tbody", "");
    this.table = make("table", "digit-widgets-table");
    const head = make("thead", "");
    head.append(this.head);
    this.table.append(head, this.body);
    el.classList.add("digit-widgets-leaders");
    el.setAttribute("role", "region");
    el.setAttribute("aria-label", enLeaders.name);
    el.append(this.table);
    this.body.addEventListener("click", (event) => this.onClick(event));
    this.body.addEventListener("keydown", (event) => this.onKey(event));
    this.onRows = () => this.show();
    this.onMarks = () => this.mark();
    model.on("change:rows", this.onRows);
    model.on("change:chosen", this.onMarks);
    model.on("change:compared", this.onMarks);
    this.connection = new Connection(model, () => this.mark());
    this.show();
  }
  show() {
    const [rank, ...columns] = this.headings.show(this.model.get("columns"));
    const focused = (
      /** @type {HTMLElement | null} */
      this.table.contains(document.activeElement) ? document.activeElement : null
    );
    this.head.replaceChildren(rank, this.compareHeading, ...columns);
    const rows = this.model.get("rows");
    const before = this.rows;
    this.rows = /* @__PURE__ */ new Map();
    const ranks = new Map(rows.map((row, at) => [row, at + 1]));
    for (const row of this.headings.sort(rows)) {
      const element = before.get(row.key) ?? makeRow(row.key);
      fillRow(element, row, ranks.get(row) ?? 0);
      this.rows.set(row.key, element);
    }
    this.body.replaceChildren(...this.rows.values());
    if (focused && this.table.contains(focused)) focused.focus({ preventScroll: true });
    this.mark();
  }
  mark() {
    const [chosen, compared] = [this.model.get("chosen"), this.model.get("compared")];
    const active = (
      /** @type {HTMLElement | null} */
      document.activeElement?.closest("tr")
    );
    const inTabOrder = [active, this.rows.get(chosen)].find((row) => row && this.body.contains(row)) ?? this.body.querySelector("tr");
    for (const [key, row] of this.rows) {
      const [choose, compare] = buttonsOf(row);
      row.classList.toggle("chosen", key === chosen);
      row.classList.toggle("compared", key === compared);
      choose.setAttribute("aria-pressed", `${key === chosen}`);
      compare.setAttribute("aria-pressed", `${key === compared}`);
      for (const button of [choose, compare]) button.tabIndex = row === inTabOrder ? 0 : -1;
      const isDead = this.connection.isBroken || row.dataset.ended === "failed";
      choose.disabled = isDead;
      compare.disabled = isDead || !chosen || key === chosen;
    }
  }
  /** @param {MouseEvent} event */
  onClick(event) {
    const target = (
      /** @type {HTMLElement} */
      event.target
    );
    const row = target.closest("tr");
    if (!row?.dataset.key || this.connection.isBroken) return;
    const [choose, compare] = buttonsOf(row);
    const what = target.closest("td.compare") ? "compare" : "choose";
    if ((what === "compare" ? compare : choose).disabled) return;
    this.model.send({ [what]: row.dataset.key });
  }
  /** @param {KeyboardEvent} event */
  onKey(event) {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    const button = (
      /** @type {HTMLElement} */
      event.target
    );
    const rows = [...this.rows.values()];
    const at = rows.findIndex((row) => row.contains(button));
    const next = rows[step(at, rows.length)];
    event.preventDefault();
    event.stopPropagation();
    if (!next) return;
    const [choose, compare] = buttonsOf(next);
    const wanted = button.closest("td.compare") && !compare.disabled ? compare : choose;
    if (wanted.disabled) return;
    for (const row of rows) for (const each of buttonsOf(row)) each.tabIndex = -1;
    for (const each of [choose, compare]) each.tabIndex = 0;
    wanted.focus();
    next.scrollIntoView({ block: "nearest" });
  }
  close() {
    this.model.off("change:rows", this.onRows);
    this.model.off("change:chosen", this.onMarks);
    this.model.off("change:compared", this.onMarks);
    this.connection.close();
  }
};
function makeRow(key) {
  const row = (
    /** @type {HTMLTableRowElement} */
    make("tr", "")
  );
  row.dataset.key = key;
  const number = make("th", "number", { scope: "row" });
  number.append(make("button", "", { type: "button" }));
  const compare = make("td", "compare");
  compare.append(make("button", "", { type: "button" }));
  row.append(number, compare);
  return row;
}
function fillRow(row, { name, ended, cells }, rank) {
  row.dataset.ended = ended;
  const [choose, compare] = buttonsOf(row);
  choose.textContent = `${rank}`;
  choose.setAttribute("aria-label", enLeaders.putOnPad(rank, name));
  compare.textContent = enLeaders.compare;
  compare.setAttribute("aria-label", enLeaders.compareWith(rank, name));
  for (const [at, text] of cells.entries()) {
    const cell = row.cells[at + 2] ?? row.insertCell();
    if (cell.textContent !== text) cell.textContent = text;
  }
  while (row.cells.length > cells.length + 2) row.deleteCell(-1);
}
var buttonsOf = (row) => [...row.querySelectorAll("button")];
var leader_board_default = {
  initialize: hearKernel,
  render({ model, el }) {
    const board = new LeaderBoard(
      /** @type {CanvasModel} */
      model,
      el
    );
    return () => board.close();
  }
};
export {
  leader_board_default as default
};
