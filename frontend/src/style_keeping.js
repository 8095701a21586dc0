// Style keeping: a style sheet that a page has is not read again.

/**
 * Make anywidget's element of a class's style sheet ignore the rules that it has already. anywidget
 * writes them anew with each model of the class, and the browser then finds the styles of everything
 * on the page again, which on a page with a table of hundreds of rows is longer than a frame.
 * @param {string} id - of the element
 */
export function keepStyles(id) {
  const style = document.getElementById(id);
  if (!style || Object.hasOwn(style, "textContent")) return;
  let rules = style.textContent;
  Object.defineProperty(style, "textContent", {
    configurable: true,
    get: () => rules,
    /** @param {string} given */
    set(given) {
      if (given === rules) return;
      rules = given;
      style.replaceChildren(given);
    },
  });
}
