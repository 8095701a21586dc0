// A small grey picture, its pixels visible. It changes with every reading: pixels drawn at once cost
// the page a fraction of what a picture file costs it, that is made, addressed and decoded each time.

class Pixels {
  constructor(model, el) {
    this.model = model;
    const [height, width] = model.get("shape");
    this.canvas = document.createElement("canvas");
    Object.assign(this.canvas, { width, height, className: "digit-widgets-preview", title: model.get("name") });
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", model.get("name"));
    this.context = this.canvas.getContext("2d");
    this.image = this.context.createImageData(width, height);
    el.append(this.canvas);
    this.onChange = () => this.show();
    model.on("change:grey", this.onChange);
    this.connection = new Connection(model, (state) => {
      this.canvas.classList.toggle("digit-widgets-ended-part", state === "gone" || state === "lost");
    });
    this.show();
  }

  show() {
    const grey = this.model.get("grey"); // a DataView
    const { data } = this.image;
    for (let i = 0; i < grey.byteLength; i += 1) {
      data[4 * i] = data[4 * i + 1] = data[4 * i + 2] = grey.getUint8(i);
      data[4 * i + 3] = 255;
    }
    this.context.putImageData(this.image, 0, 0);
  }

  close() {
    this.model.off("change:grey", this.onChange);
    this.connection.close();
  }
}

export default {
  render({ model, el }) {
    const pixels = new Pixels(model, el);
    return () => pixels.close();
  },
};
