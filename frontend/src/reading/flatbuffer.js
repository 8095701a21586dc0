// FlatBuffer: reads the tables of a file in Google's FlatBuffers format, whose every offset is
// checked before it is followed: https://flatbuffers.dev/internals/

import { ModelFileError } from "./model_error.js";

export class FlatTable {
  /**
   * @param {DataView} view - of the whole file
   * @param {number} at - where the table begins
   */
  constructor(view, at) {
    this.view = view;
    this.at = at;
    this.check(at, 4);
    this.layout = at - view.getInt32(at, true);
    this.check(this.layout, 4);
    this.size = view.getUint16(this.layout, true);
    this.check(this.layout, this.size);
  }

  /**
   * Return the root of a file.
   * @param {Uint8Array} bytes
   * @param {string} identifier - four letters that the format has
   */
  static root(bytes, identifier) {
    const found = String.fromCharCode(...bytes.subarray(4, 8));
    if (bytes.length < 8 || found !== identifier) {
      throw new ModelFileError((told) => told.notAModel());
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  /**
   * @param {number} slot - the field's number in the schema
   * @param {number} missing - the schema's default
   */
  uint8(slot, missing = 0) {
    const at = this.field(slot, 1);
    return at ? this.view.getUint8(at) : missing;
  }

  /** @type {(slot: number, missing?: number) => number} */
  int32(slot, missing = 0) {
    const at = this.field(slot, 4);
    return at ? this.view.getInt32(at, true) : missing;
  }

  /** @type {(slot: number, missing?: number) => number} */
  float32(slot, missing = 0) {
    const at = this.field(slot, 4);
    return at ? this.view.getFloat32(at, true) : missing;
  }

  /** @type {(slot: number) => boolean} */
  has(slot) {
    return this.field(slot, 1) > 0;
  }

  /** @type {(slot: number) => FlatTable | null} */
  table(slot) {
    const at = this.field(slot, 4);
    return at ? new FlatTable(this.view, at + this.view.getUint32(at, true)) : null;
  }

  /**
   * @param {number} slot
   * @param {number} most - number of tables from which the file is refused
   */
  tables(slot, most) {
    const { at, length } = this.vector(slot, 4, most);
    return Array.from({ length }, (_, i) => {
      const place = at + 4 * i;
      return new FlatTable(this.view, place + this.view.getUint32(place, true));
    });
  }

  /** @type {(slot: number, most: number) => number[]} */
  int32s(slot, most) {
    const { at, length } = this.vector(slot, 4, most);
    return Array.from({ length }, (_, i) => this.view.getInt32(at + 4 * i, true));
  }

  /**
   * Return a view of the bytes of a vector; empty if it is missing.
   * @param {number} slot
   */
  bytes(slot) {
    const { at, length } = this.vector(slot, 1, Infinity);
    return new Uint8Array(this.view.buffer, this.view.byteOffset + at, length);
  }

  /**
   * @param {number} slot
   * @param {number} size - of an element, in bytes
   * @param {number} most
   */
  vector(slot, size, most) {
    const field = this.field(slot, 4);
    if (!field) return { at: 0, length: 0 };
    const at = field + this.view.getUint32(field, true);
    this.check(at, 4);
    const length = this.view.getUint32(at, true);
    this.check(at + 4, length * size);
    if (length > most) {
      throw new ModelFileError((told) => told.longList(length, most));
    }
    return { at: at + 4, length };
  }

  /**
   * Return where a field's value is; 0 if the table leaves it out.
   * @param {number} slot
   * @param {number} size - of the value, in bytes
   */
  field(slot, size) {
    const entry = 4 + 2 * slot;
    if (entry + 2 > this.size) return 0;
    const offset = this.view.getUint16(this.layout + entry, true);
    if (!offset) return 0;
    this.check(this.at + offset, size);
    return this.at + offset;
  }

  /**
   * @param {number} at
   * @param {number} size - in bytes
   */
  check(at, size) {
    if (at < 0 || at + size > this.view.byteLength)
      throw new ModelFileError((told) => told.damagedFile());
  }
}
