import { checkOptionNames } from "../check_names.ts";
import { rounding } from "../dtypes.ts";
import type { Value } from "../graph.ts";
import { rangeError } from "../handle.ts";
import { add } from "../operations/add.ts";
import { cos } from "../operations/cos.ts";
import { checkFloat } from "../operations/kinds/dtype_checks.ts";
import { log } from "../operations/log.ts";
import { multiply } from "../operations/multiply.ts";
import { reshape } from "../operations/reshape.ts";
import { sqrt } from "../operations/sqrt.ts";
import { subtract } from "../operations/subtract.ts";
import type { Shape } from "../shapes.ts";
import { type DrawnDType, drawSize } from "./drawing.ts";
import { fraction24, fraction53, positiveFraction32 } from "./fractions.ts";
import { randomBits } from "./random_bits.ts";
import { stream } from "./streams.ts";

/**
 * The parameters of a normal draw, and its dtype.
 *
 * @example
 * ```ts
 * import { key, type NormalOptions } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const still: NormalOptions = { mean: 3, standardDeviation: 0 };
 * assertEquals(key(0).normal([2], still).toArray(), [3, 3]);
 * ```
 */
export interface NormalOptions {
  /** Default: 0. */
  readonly mean?: number;
  /** At least 0. Default: 1. */
  readonly standardDeviation?: number;
  /** Default: `float64`. */
  readonly dtype?: "float64" | "float32";
}

/** See `Key.normal`. */
export function normal(
  key: Value,
  shape: Shape,
  options: NormalOptions,
): Value {
  checkOptionNames("normal", options, ["mean", "standardDeviation", "dtype"]);
  const { mean = 0, standardDeviation = 1, dtype = "float64" } = options;
  checkFloat("normal", { dtype });
  checkParameters(mean, standardDeviation, dtype);
  const count = drawSize("normal", shape);
  const blocks = (block: number) =>
    randomBits(key, { first: 0, count, stream: stream("normal", block) });
  const [u1, u2] = dtype === "float32"
    ? narrow(blocks(0))
    : [subtract(1, fraction53(blocks(0))), fraction53(blocks(1))];
  const radius = sqrt(multiply(-2, log(u1)));
  const z = multiply(radius, cos(multiply(2 * Math.PI, u2)));
  return reshape(add(mean, multiply(standardDeviation, z)), [...shape]);
}

/** Both numbers of a float32 draw, from one block. */
function narrow(bits: Value): [Value, Value] {
  return [positiveFraction32(bits, 0), fraction24(bits, 1)];
}

function checkParameters(
  mean: number,
  standardDeviation: number,
  dtype: DrawnDType,
): void {
  const round = rounding(dtype);
  if (!Number.isFinite(round(mean))) {
    throw rangeError("normal", `mean must be finite in ${dtype}`, mean);
  }
  if (!(standardDeviation >= 0 && round(standardDeviation) < Infinity)) {
    const right = `must be at least 0 and finite in ${dtype}`;
    throw rangeError("normal", `standardDeviation ${right}`, standardDeviation);
  }
}
