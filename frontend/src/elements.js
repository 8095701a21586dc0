// Helpers to create elements of the page in one call.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {Record<string, string>} attributes
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, className, attributes = {}) {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/**
 * Create a block with some words.
 * @param {string} words
 * @param {string} className
 */
export function makeLine(words, className) {
  const element = make("div", className);
  element.textContent = words;
  return element;
}

/**
 * Give an element other words; the same ones cost no layout.
 * @param {HTMLElement} element
 * @param {string} words
 */
export function setWords(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
