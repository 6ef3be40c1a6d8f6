import { checkOptionNames } from "../autodiff/check_names.ts";
import {
  checkGradient,
  type CheckGradientOptions,
  mapTree,
  type Tensor,
  tensor,
  type TreeOf,
} from "../autodiff/mod.ts";
import { fc } from "./deps.ts";
import { type LawProperty, Violation } from "./law.ts";
import type { NamedProperty } from "./laws.ts";
import { type Report, reportOf } from "./report.ts";
import {
  checkRunOptions,
  counterexampleOf,
  type RunOptions,
} from "./run_property.ts";

/** How the law on gradients is asked of a function. */
export interface GradientLawOptions<P>
  extends Omit<CheckGradientOptions<P>, "directions" | "seed"> {
  /** The name of the function in reports. Default: `f`. */
  readonly id?: string;
  /** The least number that parameters are drawn from. Default: -2. */
  readonly low?: number;
  /** The greatest one. Default: 2. */
  readonly high?: number;
}

/** The law on gradients as it is asked of one function. */
export interface GradientLaw extends NamedProperty {
  /** The property, to be run by fast-check. */
  readonly property: LawProperty;
}

/**
 * The law that a function's gradient agrees with finite differences of it, at
 * points drawn at random. At a kink, and where the function is not finite,
 * nothing is asked.
 *
 * @param f a function of parameters that returns a float64 scalar.
 * @param like parameters whose structure and shapes the drawn ones have.
 * @throws {RangeError} if `low` is not less than `high`.
 *
 * @example
 * ```ts
 * import { type Tensor, zeros } from "@descent/lab";
 * import { gradientLaw } from "@descent/lab/laws";
 * import * as fc from "fast-check";
 *
 * const bowl = (w: Tensor) => w.square().mul(w).sum();
 * const { property } = gradientLaw(bowl, zeros([3]));
 * await fc.assert(property, { seed: 1, numRuns: 20 });
 * ```
 */
export function gradientLaw<P extends Tensor | TreeOf<P> = Tensor>(
  f: (parameters: P) => Tensor,
  like: P,
  given: GradientLawOptions<P> = {},
): GradientLaw {
  checkOptionNames("check gradients", given, [
    ...["id", "low", "high", "gradient"],
    ...["tolerance", "absoluteTolerance"],
  ]);
  const { low = -2, high = 2, id: _id, ...options } = given;
  if (!(low < high && Number.isFinite(high - low))) {
    throw new RangeError(
      `Cannot draw parameters: low must be less than high, current values ` +
        `are ${low} and ${high}`,
    );
  }
  const size = sizeOf(like);
  const number = fc.oneof(
    { withCrossShrink: true },
    fc.integer({ min: 0, max: 16 }).map((n) => low + (high - low) * n / 16),
    fc.maxSafeInteger().map((n) =>
      low + (high - low) * (Math.abs(n) / Number.MAX_SAFE_INTEGER)
    ),
  );
  return {
    name: "gradients-agree",
    statement:
      "The gradient is the derivative: it agrees with extrapolated finite " +
      "differences of the function along every coordinate.",
    domain: `parameters from ${low} to ${high} where the function is finite ` +
      "and has no kink",
    traits: "a function with a gradient",
    source: "Ridders (1982), Accurate computation of F'(x) and F'(x)F''(x)",
    property: fc.asyncProperty(
      fc.array(number, { minLength: size, maxLength: size }),
      (numbers) => {
        const at = filled(like, numbers);
        const { verdict, message } = checkGradient(f, at, options);
        fc.pre(verdict !== "refused");
        if (verdict === "disagrees") throw new Violation(message);
        return Promise.resolve();
      },
    ),
  };
}

/**
 * Holds a function to the law on gradients.
 *
 * @param f as for {@linkcode gradientLaw}.
 * @param like as for {@linkcode gradientLaw}.
 * @returns the report on that one law.
 * @throws {RangeError} as {@linkcode gradientLaw} does, and for a seed or a
 * number of runs that is none.
 *
 * @example
 * ```ts
 * import { type Tensor, zeros } from "@descent/lab";
 * import { checkFunction } from "@descent/lab/laws";
 * import { assertEquals } from "@std/assert";
 *
 * const wave = (x: Tensor) => x.sin().sum();
 * const right = await checkFunction(wave, zeros([2]), { numRuns: 10 });
 * assertEquals(right.passed, true);
 * const wrong = await checkFunction(wave, zeros([2]), {
 *   gradient: (x) => x.cos().neg(),
 *   numRuns: 10,
 * });
 * assertEquals(wrong.outcomes[0].outcome, "violated");
 * ```
 */
export async function checkFunction<P extends Tensor | TreeOf<P> = Tensor>(
  f: (parameters: P) => Tensor,
  like: P,
  options: GradientLawOptions<P> & RunOptions = {},
): Promise<Report> {
  const { seed, numRuns, ...rest } = options;
  const run = checkRunOptions({ seed, numRuns });
  const law = gradientLaw(f, like, rest);
  const { name, statement, domain, source, property } = law;
  const counterexample = await counterexampleOf(property, run);
  const words = { law: name, statement, domain, source };
  return reportOf(options.id ?? "f", run, [
    counterexample === undefined
      ? { ...words, outcome: "held" }
      : { ...words, outcome: "violated", counterexample },
  ]);
}

function sizeOf<P extends Tensor | TreeOf<P>>(like: P): number {
  let size = 0;
  mapTree((leaf) => {
    size += leaf.size;
    return leaf;
  }, like);
  return size;
}

/** Parameters like others, of the numbers given, one after another. */
function filled<P extends Tensor | TreeOf<P>>(
  like: P,
  numbers: readonly number[],
): P {
  let place = 0;
  return mapTree((leaf) => {
    const row = numbers.slice(place, place += leaf.size);
    return tensor(new Float64Array(row)).reshape(leaf.shape);
  }, like);
}
