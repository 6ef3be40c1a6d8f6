import { sin32, sin64 } from "../elementary/reference.ts";
import { apply, type Value } from "../graph.ts";
import { type Operation, reals } from "../operation.ts";
import { cos } from "./cos.ts";
import { elementwise } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";

const operation: Operation<undefined> = elementwise("sin", {
  value: { float64: sin64, float32: sin32 },
  derivative: [(g, _y, x) => multiply(g, cos(x))],
  domain: [reals],
});

/**
 * The sine of each element, in radians.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([0, 1]).sin().toArray(), [0, 0.8414709848078965]);
 * ```
 */
export function sin(x: Value): Value {
  return apply(operation, [x], undefined);
}
