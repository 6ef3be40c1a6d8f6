/** The fractions of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
// deno-fmt-ignore
const constants = new Uint32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
  0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
  0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
  0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
  0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
  0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

/** The fractions of the square roots of the first 8 primes (5.3.3). */
// deno-fmt-ignore
const start = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/** The bytes of one block of the message. */
const blockBytes = 64;

/**
 * The SHA-256 digest of some bytes: 32 bytes. Synchronous.
 *
 * @see FIPS 180-4, Secure Hash Standard (2015), 6.2.
 */
export function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const end = padding(bytes.length);
  const message = new Uint8Array(bytes.length + end.length);
  message.set(bytes);
  message.set(end, bytes.length);
  const view = new DataView(message.buffer);
  const hash = Uint32Array.from(start);
  const schedule = new Uint32Array(64);
  for (let offset = 0; offset < message.length; offset += blockBytes) {
    expand(view, offset, schedule);
    compress(hash, schedule);
  }
  const digest = new DataView(new ArrayBuffer(32));
  hash.forEach((word, i) => digest.setUint32(4 * i, word));
  return new Uint8Array(digest.buffer);
}

/** The SHA-256 digest of some bytes as 64 lower-case hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array): string {
  const digits = (byte: number) => byte.toString(16).padStart(2, "0");
  return Array.from(sha256(bytes), digits).join("");
}

/**
 * What is put after a message of `length` bytes to fill its last block: a 1
 * bit, zeros, and the length in bits as 64 of them (5.1.1).
 */
export function padding(length: number): Uint8Array<ArrayBuffer> {
  const blocks = Math.ceil((length + 9) / blockBytes);
  const end = new Uint8Array(blocks * blockBytes - length);
  end[0] = 0x80;
  const view = new DataView(end.buffer);
  view.setUint32(end.length - 8, Math.floor(length / 0x20000000));
  view.setUint32(end.length - 4, length << 3);
  return end;
}

/** The message schedule of the block at `offset` (6.2.2, step 1). */
function expand(message: DataView, offset: number, w: Uint32Array): void {
  for (let t = 0; t < 16; t++) w[t] = message.getUint32(offset + 4 * t);
  for (let t = 16; t < 64; t++) {
    const [a, b] = [w[t - 15], w[t - 2]];
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
}

/** Works one block into the hash (6.2.2, steps 2 to 4). */
function compress(hash: Uint32Array, w: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = hash;
  for (let t = 0; t < 64; t++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const t1 = (h + s1 + choice + constants[t] + w[t]) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + s0 + majority) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => hash[i] += word);
}

function rotate(word: number, right: number): number {
  return (word >>> right) | (word << (32 - right));
}
