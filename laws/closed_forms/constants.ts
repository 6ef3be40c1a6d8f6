import { Approximate } from "../approximate.ts";
import { formats } from "../numbers.ts";
import type { Subject } from "../subject.ts";

/**
 * What enters a subject's step whatever it has met: hyperparameters and their
 * powers. Numbers carry a bound on how far the subject's own may be off.
 */
export class Constants {
  constructor(
    readonly subject: Subject,
    /** The number of the step, 1 in the first. */
    readonly t: number = 0,
  ) {}

  /** Half a unit in the last place of 1, in the subject's dtype. */
  get unit(): number {
    return formats[this.subject.dtype].unit;
  }

  /** A number without error. */
  exact(x: number): Approximate {
    return new Approximate(x, 0, this.unit);
  }

  /** A hyperparameter, rounded to the subject's dtype; 0 where there is none. */
  hyper(name: string): Approximate {
    const value = this.subject.hyperparameters[name] ?? 0;
    return this.rounded(value);
  }

  /** 1 − a hyperparameter. */
  complement(name: string): Approximate {
    const value = this.subject.hyperparameters[name] ?? 0;
    return this.rounded(1 - value);
  }

  /** A number that is known in float64, rounded to the subject's dtype. */
  rounded(value: number): Approximate {
    const { dtype } = this.subject;
    const error = dtype === "float64" ? 0 : this.unit * Math.abs(value);
    return this.exact(value).of(value, error);
  }

  /** A structural option, or its default. */
  choice(name: string, standard: string): string {
    return this.subject.choices[name] ?? standard;
  }

  /** β to the number of the step, with room for exp and log. */
  power(beta: string, exponent: number = this.t): Approximate {
    const power = this.hyper(beta).power(exponent);
    const slack = exponent === 0 ? 0 : 8 * this.unit * Math.abs(power.value);
    return power.of(power.value, power.error + slack);
  }

  /** √x + ε or √(x + ε). */
  denominator(x: Approximate): Approximate {
    const epsilon = this.hyper("epsilon");
    return this.choice("epsilonPlacement", "outside") === "inside"
      ? x.add(epsilon).sqrt()
      : x.sqrt().add(epsilon);
  }
}
