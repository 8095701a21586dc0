// What the parts of one pad let each other know within the page, at once: who has chosen an eraser
// must not draw with the pen until the kernel has told the drawing surface, too.

const HEARSAY = "digit-widgets-hearsay";

// Tell all parts that are about the model's surface of changed values, by their traits' names.
function announce(model, values) {
  const detail = { surface: model.get("surface"), values };
  document.dispatchEvent(new CustomEvent(HEARSAY, { detail }));
}

// Take on what is announced, until the signal says to stop. The kernel hears of it by itself, and
// only then: what it is to hear before is sent by `first`.
function hear(model, signal, first = () => {}) {
  const take = ({ detail }) => {
    if (detail.surface !== model.get("surface")) return;
    first();
    for (const [name, value] of Object.entries(detail.values)) {
      if (model.get(name) !== undefined) model.set(name, value);
    }
  };
  document.addEventListener(HEARSAY, take, { signal });
}
