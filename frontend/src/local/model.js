// Local model: state that views share, where no kernel keeps it. It stands in for a widget's model
// in the page; "change:name" is triggered when a value has changed.

export class LocalModel {
  /**
   * @param {Record<string, unknown>} state
   * @param {(message: any) => void} [take] - takes what views send
   */
  constructor(state, take = () => {}) {
    this.take = take;
    /** @type {import("../types.js").WidgetManager} */
    this.widget_manager = { get_model: async () => undefined }; // there are no other models
    this.state = new Map(Object.entries(state));
    /** @type {Map<string, ((...args: any[]) => void)[]>} */
    this.handlers = new Map();
  }

  /**
   * @param {string} name
   * @returns {any} undefined if there is no such value
   */
  get(name) {
    return this.state.get(name);
  }

  /**
   * @param {string} name
   * @param {any} value
   */
  set(name, value) {
    if (Object.is(this.state.get(name), value)) return;
    this.state.set(name, value);
    this.trigger(`change:${name}`);
    this.trigger("change");
  }

  /** @param {any} message */
  send(message) {
    this.take(message);
  }

  /**
   * @param {string} name
   * @param {(...args: any[]) => void} handler
   */
  on(name, handler) {
    this.handlers.set(name, [...(this.handlers.get(name) ?? []), handler]);
  }

  /**
   * @param {string} name
   * @param {(...args: any[]) => void} handler
   */
  off(name, handler) {
    const others = (this.handlers.get(name) ?? []).filter((each) => each !== handler);
    this.handlers.set(name, others);
  }

  /**
   * @param {string} name
   * @param {...any} args
   */
  trigger(name, ...args) {
    for (const handler of this.handlers.get(name) ?? []) handler(...args);
  }
}
