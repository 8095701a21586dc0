// The line that says, once in a widget, that its kernel is gone, and what to do. It also marks the
// widget, whose style rules then grey what is no longer live, and has what needs the kernel rest.

// What is of no use without a kernel. The pen is: it draws in the page.
const NEEDS_KERNEL = `.digit-widgets-toolbar, .widget-button, .widget-toggle-buttons, .widget-dropdown,
  .widget-slider, .widget-play, .digit-widgets-matrix`;
const SAVED = {
  all: "Saved drawing and reading",
  blank: "Saved with nothing drawn",
  none: "The drawing was too large to be saved",
};

class Life {
  constructor(model, el) {
    this.model = model;
    this.el = el;
    el.classList.add("digit-widgets-life");
    this.words = document.createElement("span");
    this.words.setAttribute("role", "status");
    el.append(this.words);
    this.buttons = [];
    this.shown = "";
    this.connection = new Connection(model, () => this.show());
    this.show();
  }

  get root() {
    return this.el.closest(".digit-widgets-live");
  }

  show() {
    const { root } = this;
    if (!root) return; // the host puts it there some time after it has made it
    const { state } = this.connection;
    const ink = root.querySelector(".digit-widgets-ink");
    const isOver = state === "gone" || state === "saved";
    const isLive = state === "connected" && !ink?.hasAttribute("data-behind");
    root.classList.toggle("digit-widgets-ended", state === "gone" || (!isOver && !isLive));
    root.classList.toggle("digit-widgets-unsaved", state === "saved" && ink?.dataset.saved === "none");
    root.classList.toggle("digit-widgets-over", isOver);
    for (const each of root.querySelectorAll(NEEDS_KERNEL)) each.inert = isOver;
    this.say(state, ink);
  }

  say(state, ink) {
    const where = host(this.model);
    const offer = state === "connected" && shared.offers.get(this.model.get("surface"));
    let words = connectionWords(state, where);
    if (state === "saved") {
      const run = where === "JupyterLab" ? "run the cell" : "run the notebook";
      words = `${SAVED[ink?.dataset.saved] ?? "Saved"}: ${run} to go on.`;
    }
    const reloads = where === "Voila" && (state === "gone" || state === "lost");
    const shown = `${words} ${reloads} ${Boolean(offer)}`;
    if (shown === this.shown) return;
    this.shown = shown;
    this.words.textContent = words;
    for (const button of this.buttons) button.remove();
    this.buttons = [];
    if (reloads) this.button("Reload the page", (button) => this.reload(button));
    if (offer) {
      this.button("Bring back the drawing", () => this.answer(offer.take), "Drawn before the kernel stopped");
      this.button("Dismiss", () => this.answer(offer.dismiss), "Discard that drawing");
    }
  }

  button(name, act, tooltip = "") {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "jupyter-button";
    button.textContent = name;
    button.title = tooltip;
    button.addEventListener("click", () => act(button));
    this.el.append(button);
    this.buttons.push(button);
  }

  answer(act) {
    act();
    this.show();
  }

  // Where the server does not answer, the browser's own page of that would take this one's place.
  async reload(button) {
    // What the page was made of; to ask for the page itself would start a kernel.
    const known = [...document.scripts].find((each) => each.src.startsWith(location.origin));
    try {
      await fetch(known?.src ?? location.href, { method: "HEAD", cache: "no-store" });
      location.reload();
    } catch {
      button.textContent = "The server does not answer: try again";
    }
  }

  close() {
    this.connection.close();
  }
}

export default {
  render({ model, el }) {
    const life = new Life(model, el);
    return () => life.close();
  },
};
