// Model error: what is wrong with a model's file.

import { ToldError } from "../texts/told_error.js";

export class ModelFileError extends ToldError {}
