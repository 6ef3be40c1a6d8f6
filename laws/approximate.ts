/**
 * A number with a bound on how far two computations of it may be apart: one
 * here in float64 and one by a subject, whose operations round by a relative
 * `unit` each. Operations propagate the bounds of their operands and add what
 * they round themselves, twice: once for either computation.
 */
export class Approximate {
  constructor(
    readonly value: number,
    readonly error: number,
    readonly unit: number,
  ) {}

  /** Another number of the same format. */
  of(value: number, error = 0): Approximate {
    return new Approximate(value, error, this.unit);
  }

  #rounded(value: number, error: number): Approximate {
    return this.of(value, error + 2 * this.unit * Math.abs(value));
  }

  add(other: Approximate): Approximate {
    return this.#rounded(this.value + other.value, this.error + other.error);
  }

  subtract(other: Approximate): Approximate {
    return this.add(other.of(-other.value, other.error));
  }

  multiply(other: Approximate): Approximate {
    return this.#rounded(
      this.value * other.value,
      Math.abs(this.value) * other.error + Math.abs(other.value) * this.error +
        this.error * other.error,
    );
  }

  divide(other: Approximate): Approximate {
    const value = this.value / other.value;
    const least = Math.abs(other.value) - other.error;
    return this.#rounded(
      value,
      least > 0
        ? (this.error + Math.abs(value) * other.error) / least
        : Infinity,
    );
  }

  /** What divideOrZero gives: 0 where the divisor is exactly 0. */
  divideOrZero(other: Approximate): Approximate {
    return other.value === 0 && other.error === 0
      ? this.of(0)
      : this.divide(other);
  }

  sqrt(): Approximate {
    if (this.value === 0 && this.error === 0) return this;
    const least = this.value - this.error;
    const root = Math.sqrt(this.value);
    return this.#rounded(
      root,
      least > 0 ? this.error / (root + Math.sqrt(least)) : Infinity,
    );
  }

  abs(): Approximate {
    return this.of(Math.abs(this.value), this.error);
  }

  /** The greater of two. */
  maximum(other: Approximate): Approximate {
    return this.of(
      Math.max(this.value, other.value),
      Math.max(this.error, other.error),
    );
  }

  /** The smaller of two. */
  minimum(other: Approximate): Approximate {
    return this.of(
      Math.min(this.value, other.value),
      Math.max(this.error, other.error),
    );
  }

  /** −1, 0 or 1; any of them where the bound leaves it open. */
  sign(): Approximate {
    const isKnown = Math.abs(this.value) > this.error || this.error === 0;
    return this.of(Math.sign(this.value), isKnown ? 0 : 2);
  }

  /** The power by multiplication; every factor's rounding is counted. */
  power(exponent: number): Approximate {
    let value = 1;
    for (let i = 0; i < exponent; i++) value *= this.value;
    const relative = this.value === 0 ? 0 : this.error / Math.abs(this.value);
    const rounding = 2 * this.unit + relative;
    return this.of(value, exponent * rounding * Math.abs(value));
  }

  /** Whether a subject's number lies within the bound. */
  allows(x: number): boolean {
    return !(Math.abs(x - this.value) > this.error) && !Number.isNaN(x) ||
      this.error === Infinity || Number.isNaN(this.value);
  }
}
