import type { Approximate } from "../approximate.ts";
import { Constants } from "../closed_forms/constants.ts";
import { meanOf } from "../closed_forms/means.ts";
import type { Subject } from "../subject.ts";

/** What one coordinate met, and the steps it took from w = 0. */
export interface Steps {
  readonly gradients: readonly number[];
  readonly steps: readonly number[];
}

/** A step of one coordinate, and what is known when it is taken. */
export class Reading extends Constants {
  constructor(subject: Subject, readonly all: Steps, t: number) {
    super(subject, t);
  }

  /** The reading of another step. */
  at(t: number): Reading {
    return new Reading(this.subject, this.all, t);
  }

  /** The gradient of the step. */
  get gradient(): Approximate {
    return this.exact(this.all.gradients[this.t - 1]);
  }

  /** The square of the greatest gradient so far. */
  get greatestSquare(): number {
    const sizes = this.all.gradients.slice(0, this.t).map(Math.abs);
    return Math.max(...sizes) ** 2;
  }

  /** The step, with the roundings of the operations that made it. */
  get step(): Approximate {
    const step = this.exact(this.t < 1 ? 0 : this.all.steps[this.t - 1]);
    const error = this.#roundings * this.unit;
    return step.of(step.value, error * Math.abs(step.value));
  }

  /**
   * Some forty products, quotients and roots; a power of β is off by 2t + 1
   * units, which 1/(1 − β) at most multiplies in a correction.
   */
  get #roundings(): number {
    const betas = Object.entries(this.subject.hyperparameters)
      .filter(([name]) => /^beta/.test(name));
    return betas.reduce((sum, [, beta]) => sum + 16 / (1 - beta), 60);
  }

  /** Σ (1 − β)·βᵗ⁻ⁱ·gᵢ. */
  mean(beta: string): Approximate {
    let m = this.exact(0);
    for (let i = 1; i <= this.t; i++) {
      m = meanOf(this, beta, m, this.at(i).gradient);
    }
    return m;
  }

  /**
   * A mean of squares x from a step |part|/(√x + ε), or |part|/√(x + ε) where ε
   * is inside; with the roundings that have come together in the subject's own.
   *
   * @param step what was divided; the step, unless given.
   */
  squareBelow(
    part: Approximate,
    { epsilon, inside = false, step = this.step }: {
      readonly epsilon: Approximate;
      readonly inside?: boolean;
      readonly step?: Approximate;
    },
  ): Approximate {
    const whole = part.abs().divide(step.abs());
    const root = inside ? whole : whole.subtract(epsilon);
    const square = root.multiply(root);
    const x = inside ? square.subtract(epsilon) : square;
    // A square is rounded, and so is each product and sum since, and β.
    return x.of(x.value, x.error + (6 * this.t + 8) * this.unit * x.value);
  }
}
