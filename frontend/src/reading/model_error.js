// Model error: what is wrong with a model's file, in words for the person who gave it.

export class ModelFileError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "ModelFileError";
  }
}
