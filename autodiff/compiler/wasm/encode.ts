/** Bytes of a WebAssembly binary, written one after the other. */
export class Encoder {
  #bytes = new Uint8Array(512);
  #length = 0;

  /** How many bytes were written. */
  get length(): number {
    return this.#length;
  }

  /** The bytes written so far; they share the memory of later ones. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  bytes(values: ArrayLike<number>): void {
    if (this.#length + values.length > this.#bytes.length) {
      this.#grow(values.length);
    }
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
  }

  /** A whole number of at least 0 in LEB128. */
  unsigned(value: number): void {
    while (value > 127) {
      this.byte(value % 128 + 128);
      value = Math.floor(value / 128);
    }
    this.byte(value);
  }

  /** A whole number in signed LEB128. */
  signed(value: number): void {
    while (value < -64 || value > 63) {
      const low = (value % 128 + 128) % 128;
      this.byte(low + 128);
      value = (value - low) / 128;
    }
    this.byte(value & 127);
  }

  /** A number's eight bytes, least significant first. */
  double(value: number): void {
    this.bytes(new Uint8Array(Float64Array.of(value).buffer));
  }

  /** A number rounded to float32: four bytes, least significant first. */
  single(value: number): void {
    this.bytes(new Uint8Array(Float32Array.of(value).buffer));
  }

  /** A name: its length in bytes and its UTF-8. */
  text(name: string): void {
    this.sized(new TextEncoder().encode(name));
  }

  /** Bytes with their number in front. */
  sized(values: ArrayLike<number>): void {
    this.unsigned(values.length);
    this.bytes(values);
  }

  #grow(by: number): void {
    const grown = new Uint8Array(2 * this.#bytes.length + by);
    grown.set(this.written);
    this.#bytes = grown;
  }
}
