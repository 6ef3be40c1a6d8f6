/** How many orders of the error are extrapolated away. */
const orders = 8;

/**
 * Richardson's extrapolation to step 0 of estimates made at steps that halve,
 * with the error estimate of Ridders: how far the best extrapolation lies from
 * the two it was made of.
 *
 * @see Ridders (1982), Accurate computation of F′(x) and F′(x)F″(x).
 */
export class Extrapolation {
  /** The extrapolation with the smallest error so far. */
  value = NaN;
  /** An estimate of its error. */
  error = Infinity;
  #last: number[] = [];

  /**
   * @param growth by how much a doubled step multiplies the leading error of
   * an estimate, and with each order more: 2 for one-sided differences, 4 for
   * central ones, whose odd orders vanish.
   */
  constructor(readonly growth: 2 | 4) {}

  /**
   * Takes in the estimate at half the last step.
   *
   * @param rounding a bound on what rounding contributes to the estimate.
   */
  add(estimate: number, rounding: number): void {
    const row = [estimate];
    let power: number = this.growth;
    for (const former of this.#last.slice(0, orders)) {
      const present = row[row.length - 1];
      const next = present + (present - former) / (power - 1);
      const error = Math.abs(next - present) + Math.abs(next - former) +
        rounding;
      if (error <= this.error) [this.value, this.error] = [next, error];
      row.push(next);
      power *= this.growth;
    }
    this.#last = row;
  }
}
