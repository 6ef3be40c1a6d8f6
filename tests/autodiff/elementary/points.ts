import type { Format } from "../../../autodiff/elementary/format.ts";

const floats = new Float64Array(1);
const words = new Uint32Array(floats.buffer);
const bits = new BigInt64Array(floats.buffer);
const singles = new Float32Array(1);
const singleBits = new Int32Array(singles.buffer);

/** The same inputs in each run: numbers of a format from a xorshift generator (Marsaglia 2003). */
export class Sampler {
  readonly format: Format;
  readonly #state = new Int32Array([0x0de5ce27, 0x3779b9f5, 0x51ed270b, 1]);

  constructor(format: Format) {
    this.format = format;
    for (let i = 0; i < 20; i++) this.word();
  }

  /** 32 random bits. */
  word(): number {
    const s = this.#state;
    const t = s[0] ^ (s[0] << 11);
    s.copyWithin(0, 1);
    s[3] ^= (s[3] >>> 19) ^ t ^ (t >>> 8);
    return s[3] >>> 0;
  }

  /** Evenly spread over [least, greatest]. */
  uniform(least: number, greatest: number): number {
    const unit = (this.word() * 2097152 + (this.word() >>> 11)) / 2 ** 53;
    return this.round(least + unit * (greatest - least));
  }

  /** Positive, from 2^least up to 2^greatest, each binade as often as another. */
  magnitude(least: number, greatest: number): number {
    const exponent = least + this.word() % (greatest - least);
    words[1] = 0x3ff00000 | (this.word() >>> 12);
    words[0] = this.word();
    const half = Math.trunc(exponent / 2);
    return this.round(floats[0] * 2 ** half * 2 ** (exponent - half));
  }

  /** As {@link magnitude}, with either sign. */
  signed(least: number, greatest: number): number {
    const magnitude = this.magnitude(least, greatest);
    return this.word() & 1 ? -magnitude : magnitude;
  }

  /** Any finite number but zero, with each exponent as often as another, subnormals included. */
  everywhere(): number {
    const [least, greatest] = this.format === "float64"
      ? [-1074, 1024]
      : [-149, 128];
    const x = this.signed(least, greatest);
    return Number.isFinite(x) ? x : this.everywhere();
  }

  /** `x` in this format. */
  round(x: number): number {
    return this.format === "float64" ? x : Math.fround(x);
  }

  /** The number of the format nearest to `x`, and `reach` on either side of it. */
  around(x: number, reach: number): number[] {
    const near: number[] = [];
    for (let i = -reach; i <= reach; i++) {
      if (this.format === "float64") {
        floats[0] = x;
        bits[0] += BigInt(i);
        near.push(floats[0]);
      } else {
        singles[0] = x;
        singleBits[0] += i;
        near.push(singles[0]);
      }
    }
    return near;
  }
}
