// The width of what is drawn with: a slider, and its figure.

class Width {
  constructor(model, el) {
    this.model = model;
    el.classList.add("digit-widgets-width");
    const label = document.createElement("label");
    this.whose = document.createElement("span");
    this.slider = document.createElement("input");
    Object.assign(this.slider, { type: "range", min: 2, max: model.get("widest"), step: 1 });
    this.figure = document.createElement("output");
    label.append(this.whose, this.slider, this.figure);
    el.append(label);
    this.slider.addEventListener("input", () => this.set(Number(this.slider.value)));
    this.connection = new Connection(model);
    this.stop = new AbortController();
    hear(model, this.stop.signal);
    this.onChange = () => this.show();
    model.on("change", this.onChange);
    this.show();
  }

  close() {
    this.stop.abort();
    this.connection.close();
    this.model.off("change", this.onChange);
  }

  set(width) {
    const tool = this.model.get("tool");
    this.figure.textContent = width;
    announce(this.model, { [tool === "pen" ? "pen_width" : "eraser_width"]: width });
    if (this.connection.isOpen) this.model.send({ kind: "width", tool, width });
  }

  show() {
    const draws = this.model.get("tool") === "pen";
    this.slider.disabled = this.model.get("disabled");
    this.whose.textContent = draws ? "Pen width" : "Eraser width";
    // What comes back while one drags the slider is older than what it shows.
    if (this.slider.matches(":active")) return;
    const width = this.model.get(draws ? "pen_width" : "eraser_width");
    this.slider.value = width;
    this.figure.textContent = Math.round(width);
  }
}

export default {
  render({ model, el }) {
    const width = new Width(model, el);
    return () => width.close();
  },
};
