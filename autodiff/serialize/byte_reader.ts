/** Bytes that are read from their beginning on. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #offset: number;

  /**
   * @param bytes all of them, so that messages count from the first.
   * @param offset where reading begins.
   */
  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  /** How many bytes were read, those before the beginning included. */
  get offset(): number {
    return this.#offset;
  }

  /**
   * The next `length` bytes.
   *
   * @param what what they hold, for the message.
   * @throws {RangeError} if there are fewer.
   */
  take(length: number, what: string): DataView {
    const { buffer, byteOffset, byteLength } = this.#bytes;
    const left = byteLength - this.#offset;
    if (!(length <= left)) {
      throw new RangeError(
        `Cannot decodeTree: ${what} at byte ${this.#offset} must have ` +
          `${length} bytes, there are ${left}`,
      );
    }
    const view = new DataView(buffer, byteOffset + this.#offset, length);
    this.#offset += length;
    return view;
  }

  uint8(what: string): number {
    return this.take(1, what).getUint8(0);
  }

  uint32(what: string): number {
    return this.take(4, what).getUint32(0, true);
  }

  uint64(what: string): number {
    return Number(this.take(8, what).getBigUint64(0, true));
  }
}
