import type { Differences } from "./differences.ts";

/** What came out of checking a gradient. */
export interface GradientCheck {
  /**
   * `agrees`: at every place. `disagrees`: at one at least. `refused`: at one
   * at least there is no derivative to compare with, and no other disagrees.
   */
  readonly verdict: "agrees" | "disagrees" | "refused";
  /** The verdict in a sentence, with the place and its numbers. */
  readonly message: string;
  /**
   * Where the difference is worst, or the first place that is refused: a
   * coordinate such as `.layers[0].weight[1, 2]`, or a direction.
   */
  readonly place: string;
  /** The derivative there, as the gradient has it. */
  readonly backpropagation: number;
  /** The derivative there by finite differences; `NaN` where refused. */
  readonly differences: number;
  /** An estimate of the error of the finite differences. */
  readonly error: number;
}

/** What was found at one place. */
export interface Finding {
  readonly numbers: Omit<GradientCheck, "verdict" | "message">;
  /** The difference, in units of the greatest that passes; never NaN. */
  readonly off: number;
  readonly refusal?: string;
}

/**
 * Compares the derivative `slope` along a probe with what differences found.
 */
export function finding(
  place: string,
  unit: number,
  slope: number,
  { derivative, error, refusal }: Differences,
  tolerance: number,
): Finding {
  const size = Math.max(Math.abs(slope), Math.abs(derivative));
  const distance = Math.abs(slope - derivative);
  const off = slope === derivative
    ? 0
    : Number.isFinite(slope)
    ? distance / (tolerance * size + error)
    : Infinity;
  const numbers = {
    place,
    backpropagation: slope * unit,
    differences: derivative * unit,
    error: error * unit,
  };
  return { numbers, off, refusal };
}

/** The verdict on all places. */
export function conclude(findings: readonly Finding[]): GradientCheck {
  const refused = findings.find(({ refusal }) => refusal !== undefined);
  let worst: Finding | undefined;
  for (const found of findings) {
    if (found.refusal !== undefined) continue;
    if (worst === undefined || found.off > worst.off) worst = found;
  }
  if (worst !== undefined && worst.off > 1) {
    const message = `Cannot confirm the gradient of f at ` + compare(worst);
    return { verdict: "disagrees", message, ...worst.numbers };
  }
  if (refused !== undefined) {
    const message = `Cannot check the gradient of f at ` +
      `${refused.numbers.place}: ${refused.refusal}`;
    return { verdict: "refused", message, ...refused.numbers };
  }
  if (worst === undefined) {
    const none = { place: "", backpropagation: 0, differences: 0, error: 0 };
    const message = "The gradient of f agrees: it has no parameters";
    return { verdict: "agrees", message, ...none };
  }
  const message = `The gradient of f agrees, at worst at ` + compare(worst);
  return { verdict: "agrees", message, ...worst.numbers };
}

function compare({ numbers }: Finding): string {
  const { place, backpropagation, differences, error } = numbers;
  return `${place}: backpropagation gives ${backpropagation}, finite ` +
    `differences give ${differences} ± ${error}`;
}
