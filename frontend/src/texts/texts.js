// Texts: the languages of the page; each has one file.

import { de } from "./de.js";
import { en } from "./en.js";

const LANGUAGES = { en, de };

/**
 * Return the texts of a language, or else the first of the browser's that is known, or English.
 * @param {string | null} language
 */
export function chooseTexts(language) {
  const wanted = language ? [language] : navigator.languages;
  const known = wanted
    .map((each) => each.slice(0, 2).toLowerCase())
    .find((each) => each in LANGUAGES);
  return LANGUAGES[/** @type {"en" | "de"} */ (known ?? "en")];
}
