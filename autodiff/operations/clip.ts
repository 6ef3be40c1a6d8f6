import type { Value } from "../graph.ts";
import { checkNumeric } from "./kinds/dtype_checks.ts";
import { alignOperands, type Operand } from "./kinds/operands.ts";
import { maximum } from "./maximum.ts";
import { minimum } from "./minimum.ts";

/**
 * Each element held between two bounds: `minimum(maximum(x, low), high)`, so
 * that NaN in the element or a bound gives NaN, and where tensors of bounds
 * cross, `high` wins. The derivative is 1 between the bounds and 0 outside;
 * at a bound it is shared equally between the element and the bound.
 *
 * @param x a tensor of a float or integer dtype.
 * @param low the least result: a number, or a tensor of the same dtype whose
 * shape broadcasts with that of `x`.
 * @param high the greatest result, likewise.
 * @throws {TypeError} for `bool`, if dtypes mix, or if shapes do not
 * broadcast.
 * @throws {RangeError} if both bounds are numbers and `low` is greater.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([-5, 0.5, 5]).clip(-1, 1).toArray(), [-1, 0.5, 1]);
 * ```
 */
export function clip(x: Value, low: Operand, high: Operand): Value {
  if (typeof low === "number" && typeof high === "number" && low > high) {
    throw new RangeError(
      `Cannot clip: low must be at most high, current values are ${low} ` +
        `and ${high}`,
    );
  }
  checkNumeric("clip", x);
  const [element, least, greatest] = alignOperands("clip", [x, low, high]);
  return minimum(maximum(element, least), greatest);
}
