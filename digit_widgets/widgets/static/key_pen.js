// Drawing by keys: arrows move a pen that is seen, Space lowers and lifts it.

// CSS pixels that an arrow key moves the pen, and with Shift.
const STEP = 8;
const FINE_STEP = 1;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const isCommand = (event) => event.ctrlKey || event.metaKey;
const isHistory = (event) => isCommand(event) && !event.altKey && /^[zy]$/i.test(event.key);

class KeyPen {
  constructor(layer) {
    this.layer = layer;
    this.at = [layer.width / 2, layer.height / 2];
    this.isShown = false;
    this.isDown = false;
  }

  // Whether the host must leave a key to the pad. In JupyterLab a lone letter is a command, that
  // deletes cells even; but it still saves, and runs cells.
  takes(event) {
    if (this.layer.model.get("disabled")) return false;
    return isHistory(event) || !(isCommand(event) || event.altKey || event.key === "Enter");
  }

  onKey(event) {
    if (this.layer.model.get("disabled")) return;
    if (isHistory(event)) {
      const redo = event.shiftKey || event.key.toLowerCase() === "y";
      return this.press(event, redo ? "redo" : "undo");
    }
    if (isCommand(event) || event.altKey) return;
    if (event.key === "Delete" || event.key === "Backspace") this.press(event, "clear");
    else if (event.key in ARROWS) this.move(event);
    else if (event.key === " ") this.toggle(event);
    else if (event.key === "Escape" && this.isDown) this.lift();
  }

  press(event, what) {
    event.preventDefault();
    if (event.repeat && what === "clear") return;
    this.lift();
    this.layer.press(what);
  }

  move(event) {
    event.preventDefault();
    this.show(true);
    const { layer } = this;
    const step = event.shiftKey ? FINE_STEP : STEP;
    const [dx, dy] = ARROWS[event.key];
    const within = (value, most) => Math.min(Math.max(value, 0), most);
    this.at = [within(this.at[0] + dx * step, layer.width), within(this.at[1] + dy * step, layer.height)];
    if (this.isDown) layer.strokes.add(...this.at, event.timeStamp);
  }

  toggle(event) {
    event.preventDefault(); // the page would scroll, also where the key is held
    if (event.repeat) return;
    this.show(true);
    if (this.isDown) return this.lift();
    if (this.layer.strokes.open) return; // a pointer draws
    this.isDown = true;
    this.layer.begin(this.layer.model.get("tool"));
    this.layer.strokes.add(...this.at, event.timeStamp);
    this.layer.say(`${this.layer.toolName()} down`);
  }

  lift() {
    if (!this.isDown) return;
    this.isDown = false;
    this.layer.strokes.end();
    this.layer.say(`${this.layer.toolName()} up`);
  }

  // Show the pen and the pad's frame, or neither.
  show(isShown) {
    this.isShown = isShown;
    this.layer.surface.toggleAttribute("data-keys", isShown);
    this.layer.paint();
  }
}
