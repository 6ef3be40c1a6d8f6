/** Bytes that grow at their end. */
export class ByteWriter {
  #buffer: ArrayBuffer = new ArrayBuffer(256);
  #length = 0;

  /** The next `length` bytes, all 0, to be filled before the next call. */
  place(length: number): DataView {
    const start = this.#length;
    this.#length += length;
    if (this.#length > this.#buffer.byteLength) {
      const grown = new Uint8Array(
        Math.max(this.#length, 2 * this.#buffer.byteLength),
      );
      grown.set(new Uint8Array(this.#buffer));
      this.#buffer = grown.buffer;
    }
    return new DataView(this.#buffer, start, length);
  }

  uint8(value: number): void {
    this.place(1).setUint8(0, value);
  }

  uint32(value: number): void {
    this.place(4).setUint32(0, value, true);
  }

  uint64(value: number): void {
    this.place(8).setBigUint64(0, BigInt(value), true);
  }

  bytes(values: ArrayLike<number>): void {
    const view = this.place(values.length);
    new Uint8Array(view.buffer, view.byteOffset, values.length).set(values);
  }

  /** The bytes written so far; they share the writer's memory. */
  written(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer, 0, this.#length);
  }
}
