/** Bytes of a WebAssembly binary, in the order in which they are written. */
export type Bytes = number[];

/** A whole number of at least 0 in LEB128. */
export function unsigned(value: number): Bytes {
  const bytes: Bytes = [];
  for (;;) {
    const low = value % 128;
    value = Math.floor(value / 128);
    if (value === 0) return [...bytes, low];
    bytes.push(low + 128);
  }
}

/** A whole number in signed LEB128. */
export function signed(value: number): Bytes {
  const bytes: Bytes = [];
  for (;;) {
    const low = ((value % 128) + 128) % 128;
    value = Math.floor(value / 128);
    const ends = low < 64 ? value === 0 : value === -1;
    if (ends) return [...bytes, low];
    bytes.push(low + 128);
  }
}

/** A number's eight bytes, least significant first. */
export function double(value: number): Bytes {
  return [...new Uint8Array(Float64Array.of(value).buffer)];
}

/** A number rounded to float32: four bytes, least significant first. */
export function single(value: number): Bytes {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

/** A name: its length in bytes and its UTF-8. */
export function text(name: string): Bytes {
  return sized([...new TextEncoder().encode(name)]);
}

/** Bytes with their number in front. */
export function sized(bytes: Bytes): Bytes {
  return unsigned(bytes.length).concat(bytes);
}

/** A vector: the number of its items, and these. */
export function vector(items: readonly Bytes[]): Bytes {
  return unsigned(items.length).concat(items.flat());
}
