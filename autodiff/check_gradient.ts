import { checkCount, checkInteger } from "./check_integer.ts";
import { checkOptionNames } from "./check_names.ts";
import { differentiateAtZero } from "./check_gradient/differences.ts";
import { coordinateProbes, randomProbes } from "./check_gradient/probes.ts";
import {
  conclude,
  type Finding,
  finding,
  type GradientCheck,
} from "./check_gradient/report.ts";
import { grad } from "./grad.ts";
import { concrete } from "./graph.ts";
import { rangeError, unwrap } from "./handle.ts";
import { type Tensor, wrap } from "./tensor.ts";
import { scalarResult } from "./transform.ts";
import {
  checkLeaves,
  flattenTree,
  type FlatTree,
  type TreeOf,
} from "./trees.ts";

export type { GradientCheck } from "./check_gradient/report.ts";

/** How a gradient is checked. */
export interface CheckGradientOptions<P> {
  /** The gradient that is checked. Default: `grad(f)`. */
  readonly gradient?: (parameters: P) => P;
  /**
   * How many random directions to check instead of every coordinate: for
   * functions of many parameters. Each costs as much as one coordinate.
   */
  readonly directions?: number;
  /** What the directions are drawn from, in [0, 4294967295]. Default: 0. */
  readonly seed?: number;
  /** The greatest relative difference that passes, in (0, 1). Default: 1e-6. */
  readonly tolerance?: number;
  /**
   * A difference that passes whatever the size of the derivative, which allows
   * for rounding where large terms cancel. At least 0; default: 1e-14. Set it
   * lower for functions as small as that.
   */
  readonly absoluteTolerance?: number;
}

/**
 * Compares the gradient of a function with finite differences of it.
 *
 * Along each coordinate, or along random directions, the derivative is found
 * by central and one-sided differences at steps that halve, extrapolated to
 * step 0, with an estimate of the error. It is believed only where both sides
 * agree: at a kink, next to a jump, and where the function is not finite the
 * check is refused and says why. Steps are at most 1/8, or 1/8 of a parameter
 * whose magnitude is above 1. Derivatives below 10⁻¹² of the function's size
 * over a step are lost in its rounding and pass for 0.
 *
 * Second derivatives are checked with a function that itself takes a gradient:
 * `(x) => grad(f)(x).mul(v).sum()` for a constant `v`.
 *
 * @param f a function of parameters that returns a float64 scalar.
 * @param at the parameters: a float64 tensor, or a tree of them.
 * @throws {TypeError} if a parameter or the result is not float64, the result
 * is not a scalar, or the gradient is not like the parameters.
 * @throws {RangeError} for an option outside its range.
 * @see Ridders (1982), Accurate computation of F′(x) and F′(x)F″(x).
 *
 * @example
 * ```ts
 * import { checkGradient, type Tensor, tensor } from "@descent/lab";
 * import { assertEquals, assertStringIncludes } from "@std/assert";
 *
 * const wave = ({ w, b }: { w: Tensor; b: Tensor }) => w.sin().mul(b).sum();
 * const right = checkGradient(wave, { w: tensor([1, 2]), b: tensor(3) });
 * assertEquals(right.verdict, "agrees");
 *
 * const wrong = checkGradient((x) => x.square(), tensor(3), {
 *   gradient: (x) => x.mul(2.002),
 * });
 * assertEquals(wrong.verdict, "disagrees");
 *
 * const kink = checkGradient((x) => x.relu().sum(), tensor([1, 0]));
 * assertEquals(kink.verdict, "refused");
 * assertStringIncludes(kink.message, "at [1]: the function has a kink");
 * ```
 */
export function checkGradient<P extends Tensor | TreeOf<P> = Tensor>(
  f: (parameters: P) => Tensor,
  at: P,
  options: CheckGradientOptions<P> = {},
): GradientCheck {
  checkOptionNames("checkGradient", options, [
    "gradient",
    "directions",
    "seed",
    "tolerance",
    "absoluteTolerance",
  ]);
  const {
    gradient = grad<P>(f),
    directions,
    seed = 0,
    tolerance = 1e-6,
    absoluteTolerance = 1e-14,
  } = options;
  checkOptions(directions, seed, tolerance, absoluteTolerance);
  const flat = float64Leaves(at);
  const slopes = flattenTree("checkGradient", gradient(at));
  checkLeaves("checkGradient", "the gradient", slopes, flat);
  const leaves = flat.leaves.map(elementsOf);
  const partials = slopes.leaves.map(elementsOf);
  const probes = directions === undefined
    ? coordinateProbes(flat, leaves)
    : randomProbes(leaves, directions, seed);
  const findings: Finding[] = [];
  for (const { place, unit, direction } of probes) {
    const slope = partials.reduce((sum, g, i) => sum + dot(g, direction[i]), 0);
    const along = (t: number) => {
      const moved = flat.leaves.map((leaf, i) =>
        move(leaf, leaves[i], direction[i], t)
      );
      return resultOf(f(flat.rebuild(moved)));
    };
    // Error estimates are rough: they leave room for ten times as much.
    const found = differentiateAtZero(along, tolerance / 10, absoluteTolerance);
    findings.push(finding(place, unit, slope, found, tolerance));
  }
  return conclude(findings);
}

/**
 * Makes sure that {@linkcode checkGradient} agrees.
 *
 * @param f as for {@linkcode checkGradient}.
 * @param at as for {@linkcode checkGradient}.
 * @throws {Error} with the message of the check if it disagrees or is refused.
 * @throws {TypeError} as {@linkcode checkGradient} does.
 * @throws {RangeError} as {@linkcode checkGradient} does.
 *
 * @example
 * ```ts
 * import { assertGradient, tensor } from "@descent/lab";
 * import { assertThrows } from "@std/assert";
 *
 * const at = { x: tensor([1, 2]) };
 * assertGradient(({ x }) => x.square().sum(), at);
 * assertThrows(
 *   () => assertGradient(({ x }) => x.square().sum(), at, { gradient: () => at }),
 *   Error,
 *   "Cannot confirm the gradient of f at .x[1]: backpropagation gives 2, " +
 *     "finite differences give 4",
 * );
 * ```
 */
export function assertGradient<P extends Tensor | TreeOf<P> = Tensor>(
  f: (parameters: P) => Tensor,
  at: P,
  options: CheckGradientOptions<P> = {},
): void {
  const { verdict, message } = checkGradient(f, at, options);
  if (verdict !== "agrees") throw new Error(message);
}

function checkOptions(
  directions: number | undefined,
  seed: number,
  tolerance: number,
  absoluteTolerance: number,
): void {
  if (directions !== undefined) {
    checkCount("checkGradient", "directions", directions, 1);
  }
  checkInteger("checkGradient", "seed", seed, 0, 4294967295);
  if (!(tolerance > 0 && tolerance < 1)) {
    const right = "tolerance must be in (0, 1)";
    throw rangeError("checkGradient", right, tolerance);
  }
  if (!(absoluteTolerance >= 0 && absoluteTolerance < Infinity)) {
    const right = "absoluteTolerance must be in [0, Infinity)";
    throw rangeError("checkGradient", right, absoluteTolerance);
  }
}

function float64Leaves<P>(at: P): FlatTree<P> {
  const flat = flattenTree("checkGradient", at);
  flat.leaves.forEach(({ dtype }, i) => {
    if (dtype === "float64") return;
    throw new TypeError(
      `Cannot checkGradient: a parameter must be float64; dtype of ` +
        `parameters${flat.paths[i]} is ${dtype}`,
    );
  });
  return flat;
}

function elementsOf(leaf: Tensor): Float64Array {
  return leaf.toTypedArray() as Float64Array;
}

/** The function's value as a number. */
function resultOf(result: Tensor): number {
  const value = scalarResult("checkGradient", result);
  if (value.dtype !== "float64") {
    throw new TypeError(
      `Cannot checkGradient: the function must return float64, it returned ` +
        value.dtype,
    );
  }
  return result.item();
}

/** The leaf with `t` times the direction added. */
function move(
  leaf: Tensor,
  elements: Float64Array,
  direction: Float64Array | undefined,
  t: number,
): Tensor {
  if (direction === undefined) return leaf;
  const { shape, dtype, weak } = unwrap("checkGradient", leaf);
  const moved = elements.map((x, i) => x + t * direction[i]);
  return wrap(concrete(shape, dtype, moved, weak));
}

/** The sum of products; elements that a direction leaves alone don't count. */
function dot(a: Float64Array, b: Float64Array | undefined): number {
  let sum = 0;
  b?.forEach((x, i) => {
    if (x !== 0) sum += a[i] * x;
  });
  return sum;
}
