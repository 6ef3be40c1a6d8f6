import { Approximate } from "../approximate.ts";
import { formats } from "../numbers.ts";
import type { Subject } from "../subject.ts";

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
export class Past {
  constructor(
    readonly subject: Subject,
    readonly phases: Phases,
    /** The number of the step, 1 in the first. */
    readonly t: number = 0,
  ) {}

  /** The past of another step. */
  at(t: number): Past {
    return new Past(this.subject, this.phases, t);
  }

  get #unit(): number {
    return formats[this.subject.dtype].unit;
  }

  /** A number without error. */
  exact(x: number): Approximate {
    return new Approximate(x, 0, this.#unit);
  }

  /** A hyperparameter, rounded to the subject's dtype; 0 where there is none. */
  hyper(name: string): Approximate {
    const value = this.subject.hyperparameters[name] ?? 0;
    return this.#known(value);
  }

  /** 1 − a hyperparameter. */
  complement(name: string): Approximate {
    const value = this.subject.hyperparameters[name] ?? 0;
    return this.#known(1 - value);
  }

  #known(value: number): Approximate {
    const { dtype } = this.subject;
    const error = dtype === "float64" ? 0 : this.#unit * Math.abs(value);
    return this.exact(value).of(value, error);
  }

  /** A structural option, or its default. */
  choice(name: string, standard: string): string {
    return this.subject.choices[name] ?? standard;
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

  /** β to the number of the step, with room for exp and log. */
  power(beta: string, exponent: number = this.t): Approximate {
    const power = this.hyper(beta).power(exponent);
    const slack = exponent === 0 ? 0 : 8 * this.#unit * Math.abs(power.value);
    return power.of(power.value, power.error + slack);
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
    const rounding = (6 * this.t + 8) * this.#unit * size;
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
    return this.exact(value).of(value, (2 * this.t + 4) * this.#unit * value);
  }

  /** √x + ε or √(x + ε). */
  denominator(x: Approximate): Approximate {
    const epsilon = this.hyper("epsilon");
    return this.choice("epsilonPlacement", "outside") === "inside"
      ? x.add(epsilon).sqrt()
      : x.sqrt().add(epsilon);
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
