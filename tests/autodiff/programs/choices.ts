/** Choices that a seed decides, the same ones each time. */
export class Choices {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Any 32-bit word: a Weyl sequence, its words stirred by multiplication. */
  word(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let x = this.#state;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return (x ^ (x >>> 15)) >>> 0;
  }

  /** A whole number in [0, n). */
  below(n: number): number {
    return this.word() % n;
  }

  /** A whole number from `least` to `greatest`. */
  between(least: number, greatest: number): number {
    return least + this.below(greatest - least + 1);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  /** True in one of `n` cases. */
  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  /** A number between two others, one that float32 can hold. */
  number(low: number, high: number): number {
    return Math.fround(low + (high - low) * (this.word() / 4294967296));
  }

  /** A subset of a list, in its order. */
  subset<T>(list: readonly T[]): T[] {
    return list.filter(() => this.oneIn(2));
  }

  /** A list in another order. */
  shuffle<T>(list: readonly T[]): T[] {
    const left = [...list];
    return list.map(() => left.splice(this.below(left.length), 1)[0]);
  }
}
