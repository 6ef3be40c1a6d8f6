import { apply, type Value } from "../graph.ts";
import { type Operation, positive } from "../operation.ts";
import { divide } from "./divide.ts";
import { elementwise } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";

const operation: Operation<undefined> = elementwise("sqrt", {
  value: { float: Math.sqrt },
  derivative: [(g, y) => divide(g, multiply(2, y))],
  domain: [positive],
});

/**
 * The square root of each element, correctly rounded: NaN below zero, −0 at
 * −0. The derivative 1/(2√x) is infinite at zero.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([0, 2.25, -1]).sqrt().toArray(), [0, 1.5, NaN]);
 * ```
 */
export function sqrt(x: Value): Value {
  return apply(operation, [x], undefined);
}
