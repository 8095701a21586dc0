// Told error: what is wrong, for the person in front of the page, in any language of the texts.

/** @import { Problems } from "./en_problems.js" */

import { enProblems } from "./en_problems.js";

export class ToldError extends Error {
  /** @param {(problems: Problems) => string} tell - what is wrong, and what to do */
  constructor(tell) {
    super(tell(enProblems));
    this.tell = tell;
  }
}

/**
 * Return what is wrong, in words.
 * @param {unknown} error
 * @param {Problems} problems
 */
export function tellError(error, problems) {
  if (error instanceof ToldError) return error.tell(problems);
  // For whoever looks into it: nobody can be told more.
  console.error(error);
  return problems.damagedPage();
}
