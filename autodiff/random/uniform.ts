import { checkOptionNames } from "../check_names.ts";
import { rounding } from "../dtypes.ts";
import type { Value } from "../graph.ts";
import { rangeError } from "../handle.ts";
import { add } from "../operations/add.ts";
import { checkFloat } from "../operations/kinds/dtype_checks.ts";
import { less } from "../operations/less.ts";
import { minimum } from "../operations/minimum.ts";
import { multiply } from "../operations/multiply.ts";
import { reshape } from "../operations/reshape.ts";
import type { Shape } from "../shapes.ts";
import { drawSize } from "./drawing.ts";
import { fraction24, fraction53 } from "./fractions.ts";
import { nextBelow } from "./next_below.ts";
import { randomBits } from "./random_bits.ts";
import { stream } from "./streams.ts";

/**
 * The interval of a uniform draw, and its dtype.
 *
 * @example
 * ```ts
 * import { key, type UniformOptions } from "@descent/lab";
 * import { assert } from "@std/assert";
 *
 * const angle: UniformOptions = { low: -Math.PI, high: Math.PI };
 * assert(key(0).uniform([], angle).item() < Math.PI);
 * ```
 */
export interface UniformOptions {
  /** The least number that can be drawn. Default: 0. */
  readonly low?: number;
  /** What every number drawn is less than. Default: 1. */
  readonly high?: number;
  /** Default: `float64`. */
  readonly dtype?: "float64" | "float32";
}

/** See `Key.uniform`. */
export function uniform(
  key: Value,
  shape: Shape,
  options: UniformOptions,
): Value {
  checkOptionNames("uniform", options, ["low", "high", "dtype"]);
  const { low = 0, high = 1, dtype = "float64" } = options;
  checkFloat("uniform", { dtype });
  const round = rounding(dtype);
  const [from, to] = [round(low), round(high)];
  const width = round(to - from);
  if (!(from < to && width < Infinity)) {
    throw new RangeError(
      `Cannot uniform: low must be less than high, and both and their ` +
        `distance finite in ${dtype}; current values are ${low} and ${high}`,
    );
  }
  const bits = uniformBits("uniform", key, shape);
  const fraction = dtype === "float32" ? fraction24(bits, 0) : fraction53(bits);
  const drawn = add(from, multiply(width, fraction));
  return reshape(minimum(drawn, nextBelow(to, dtype)), [...shape]);
}

/** See `Key.bernoulli`. */
export function bernoulli(key: Value, p: number, shape: Shape): Value {
  if (!(p >= 0 && p <= 1)) {
    throw rangeError("bernoulli", "p must be in [0, 1]", p);
  }
  const bits = uniformBits("bernoulli", key, shape);
  return reshape(less(fraction53(bits), p), [...shape]);
}

function uniformBits(name: string, key: Value, shape: Shape): Value {
  const count = drawSize(name, shape);
  return randomBits(key, { first: 0, count, stream: stream("uniform") });
}
