// Theme: light or dark as the system has it, until a visitor chooses one, which the browser remembers.

const KEY = "digit-widgets-theme";

/** @typedef {"light" | "dark"} Theme */

export class ThemeSwitch {
  /**
   * @param {HTMLButtonElement} button
   * @param {(other: Theme) => string} nameOf - of the theme that a press gives
   */
  constructor(button, nameOf) {
    this.button = button;
    this.nameOf = nameOf;
    this.system = matchMedia("(prefers-color-scheme: dark)");
    this.system.addEventListener("change", () => this.show());
    button.addEventListener("click", () => {
      remember(this.theme === "light" ? "dark" : "light");
      this.show();
    });
    this.show();
  }

  /** @returns {Theme} */
  get theme() {
    return recall() ?? (this.system.matches ? "dark" : "light");
  }

  show() {
    const { theme } = this;
    document.documentElement.dataset.theme = theme;
    this.button.textContent = this.nameOf(theme === "light" ? "dark" : "light");
  }
}

// A browser may refuse to remember anything: then a choice holds until the page is left.
/** @type {Theme | null} */
let kept = null;

/** @returns {Theme | null} */
function recall() {
  try {
    const name = localStorage.getItem(KEY);
    return name === "light" || name === "dark" ? name : kept;
  } catch {
    return kept;
  }
}

/** @param {Theme} theme */
function remember(theme) {
  kept = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It is kept in the page.
  }
}
