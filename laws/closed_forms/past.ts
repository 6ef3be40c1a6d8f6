import type { Approximate } from "../approximate.ts";
import type { Subject } from "../subject.ts";
import { Constants } from "./constants.ts";

/** A gradient, then another. */
export interface Phases {
  /** The gradient at first. */
  readonly first: number;
  /** For how many steps. */
  readonly firstSteps: number;
  /** The gradient from then on. */
  readonly then: number;
}

/**
 * What a subject has met up to a step, as sums written out: the gradient was
 * one number for some steps and another since. Numbers carry a bound on the
 * rounding of the subject's recurrences.
 */
export class Past extends Constants {
  constructor(subject: Subject, readonly phases: Phases, t: number = 0) {
    super(subject, t);
  }

  /** The past of another step. */
  at(t: number): Past {
    return new Past(this.subject, this.phases, t);
  }

  /** The gradient of the present step. */
  get gradient(): Approximate {
    const { first, firstSteps, then } = this.phases;
    return this.exact(this.t <= firstSteps ? first : then);
  }

  /** For how many steps the gradient was the first, and the second. */
  get #counts(): [number, number] {
    const { firstSteps } = this.phases;
    return [Math.min(this.t, firstSteps), Math.max(0, this.t - firstSteps)];
  }

  /**
   * Σ βᵗ⁻ⁱ·f(gᵢ) over the steps i up to the present: for each phase the sum
   * of a geometric series.
   *
   * @param f what is summed: the gradient itself, or its square.
   */
  decayedSum(beta: string, f: (g: number) => number): Approximate {
    const { first, then } = this.phases;
    const [before, since] = this.#counts;
    const sum = (a: number, b: number) =>
      this.exact(b).multiply(this.#series(beta, since)).add(
        this.exact(a).multiply(this.#series(beta, before))
          .multiply(this.power(beta, since)),
      );
    const value = sum(f(first), f(then));
    const size = sum(Math.abs(f(first)), Math.abs(f(then))).value;
    // A term meets at most three roundings in the step that adds it (a square,
    // a product, a sum), two in each step since, and β as rounded.
    const rounding = (6 * this.t + 8) * this.unit * size;
    return value.of(value.value, value.error + rounding);
  }

  /** 1 + β + … + βⁿ⁻¹ = (1 − βⁿ)/(1 − β). */
  #series(beta: string, n: number): Approximate {
    const one = this.exact(1);
    return one.subtract(this.power(beta, n))
      .divide(one.subtract(this.hyper(beta)));
  }

  /** The moving average Σ (1 − β)·βᵗ⁻ⁱ·f(gᵢ). */
  mean(beta: string, f: (g: number) => number): Approximate {
    return this.decayedSum(beta, f).multiply(this.complement(beta));
  }

  /** Σ gᵢ². */
  sumOfSquares(): Approximate {
    const { first, then } = this.phases;
    const [before, since] = this.#counts;
    const value = before * first * first + since * then * then;
    return this.exact(value).of(value, (2 * this.t + 4) * this.unit * value);
  }

  /** Σ γᵗ⁻ⁱ·part(i): what a momentum of γ makes of parts of steps. */
  inertia(gamma: string, part: (past: Past) => Approximate): Approximate {
    let total = this.exact(0);
    for (let i = 1; i <= this.t; i++) {
      total = total.add(
        this.power(gamma, this.t - i).multiply(part(this.at(i))),
      );
    }
    return total;
  }
}
