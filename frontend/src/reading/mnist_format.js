// MNIST's image format, as in digit_widgets/imaging/mnist_format.py.

/** Side of an image, in pixels. */
export const IMAGE_SIZE = 28;
/** Side of the box that a digit is fitted into, in pixels. */
export const DIGIT_BOX = 20;
/** Position of a digit's centre of mass in x and y; pixel i reaches from i to i + 1. */
export const MASS_CENTER = 14.5;
/** Pen width in pixels. */
export const PEN_WIDTH = 2.4;
