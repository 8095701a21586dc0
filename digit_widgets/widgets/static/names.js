// Names for what stands beside it and cannot be named from the kernel: other libraries' charts,
// sliders and buttons. They are given again where a library draws anew.

class Names {
  constructor(model, el) {
    this.model = model;
    this.el = el;
    el.style.display = "none";
    this.give = () => this.name();
    this.redrawn = new MutationObserver(this.give);
    model.on("change:names change:titles", this.give);
    // A chart may stand anywhere: where no line of a pad's says so, its bars are greyed all the same.
    this.connection = new Connection(model, (state) => this.grey(state));
    this.begin();
  }

  // The host puts this beside the others some time after it has made it.
  begin() {
    const around = this.el.parentElement;
    if (!around) {
      this.timer = setTimeout(() => this.begin(), 100);
      return;
    }
    this.redrawn.observe(around, { subtree: true, childList: true, attributeFilter: ["class"] });
    this.name();
  }

  grey(state) {
    const isEnded = state === "gone" || state === "lost";
    this.el.parentElement?.classList.toggle("digit-widgets-ended-part", isEnded);
  }

  name() {
    for (const [selector, attributes] of Object.entries(this.model.get("names"))) {
      for (const each of this.el.parentElement?.querySelectorAll(selector) ?? []) {
        for (const [key, value] of Object.entries(attributes)) {
          if (each.getAttribute(key) !== value) each.setAttribute(key, value);
        }
      }
    }
    for (const [selector, titles] of Object.entries(this.model.get("titles"))) {
      for (const each of this.el.parentElement?.querySelectorAll(selector) ?? []) this.entitle(each, titles);
    }
  }

  // In SVG a tooltip is an element of its own.
  entitle(each, titles) {
    const words = titles[each.__data__] ?? "";
    let title = each.querySelector(":scope > title");
    if (!title) {
      title = document.createElementNS("http://www.w3.org/2000/svg", "title");
      each.append(title);
    }
    if (title.textContent !== words) title.textContent = words;
  }

  close() {
    clearTimeout(this.timer);
    this.redrawn.disconnect();
    this.connection.close();
    this.model.off("change:names change:titles", this.give);
  }
}

export default {
  render({ model, el }) {
    const names = new Names(model, el);
    return () => names.close();
  },
};
