// Digit colours: those that the package defines for each digit, on the page's ground and on black.

const DIGITS = 10;

/** @type {(index: number) => string} */
export const colorOf = (index) => `var(--digit-widgets-digit-${index % DIGITS})`;

// A drawing is black in both themes, and its ink has the dark theme's colours.
/** @type {(index: number) => string} */
export const colorOnBlack = (index) => `var(--digit-widgets-on-black-${index % DIGITS})`;

export const MUTED = "var(--digit-widgets-muted)";
