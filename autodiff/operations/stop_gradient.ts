import { apply, type Value } from "../graph.ts";
import type { Operation } from "../operation.ts";

const operation: Operation<undefined> = {
  name: "stopGradient",
  infer: ([x]) => x,
  evaluate: ([x]) => x.data,
  compiled: { kind: "same" },
};

/**
 * The tensor itself, as a constant: no derivative passes through it, of any
 * order.
 *
 * @param x a tensor of any dtype.
 *
 * @example
 * ```ts
 * import { grad, tensor, type Tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const f = (x: Tensor) => x.mul(x.stopGradient());
 * assertEquals(grad(f)(tensor(3)).item(), 3);
 * ```
 */
export function stopGradient(x: Value): Value {
  return apply(operation, [x], undefined);
}
