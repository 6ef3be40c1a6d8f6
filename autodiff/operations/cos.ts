import { cos32, cos64 } from "../elementary/reference.ts";
import { apply, type Value } from "../graph.ts";
import { type Operation, reals } from "../operation.ts";
import { elementwise } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";
import { neg } from "./neg.ts";
import { sin } from "./sin.ts";

const operation: Operation<undefined> = elementwise("cos", {
  value: { float64: cos64, float32: cos32 },
  derivative: [(g, _y, x) => neg(multiply(g, sin(x)))],
  domain: [reals],
});

/**
 * The cosine of each element, in radians.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([0, 1]).cos().toArray(), [1, 0.5403023058681398]);
 * ```
 */
export function cos(x: Value): Value {
  return apply(operation, [x], undefined);
}
