import type { Value } from "../graph.ts";
import { formatShape, normalizeAxis, sameShape } from "../shapes.ts";
import { concatenate } from "./concatenate.ts";
import { unifyDTypes } from "./kinds/operands.ts";
import { reshape } from "./reshape.ts";

/**
 * Tensors of one shape joined along a new axis.
 *
 * @param values at least one tensor, all of one dtype and shape.
 * @param axis where the new axis stands in the result; default: 0.
 * @throws {TypeError} if there is no tensor, or dtypes or shapes differ.
 * @throws {RangeError} for an axis that the result does not have.
 *
 * @example
 * ```ts
 * import { stack, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tensor([1, 2]);
 * const b = tensor([3, 4]);
 * assertEquals(stack([a, b]).toArray(), [[1, 2], [3, 4]]);
 * assertEquals(stack([a, b], 1).toArray(), [[1, 3], [2, 4]]);
 * ```
 */
export function stack(values: readonly Value[], axis: number = 0): Value {
  if (values.length === 0) {
    throw new TypeError("Cannot stack: there must be at least 1 tensor");
  }
  const inputs = unifyDTypes("stack", values);
  const { shape } = inputs[0];
  const normal = normalizeAxis("stack", axis, shape.length + 1);
  if (!inputs.every((value) => sameShape(value.shape, shape))) {
    const texts = inputs.map((value) => formatShape(value.shape));
    throw new TypeError(
      `Cannot stack: shapes ${texts.join(" and ")} must be equal`,
    );
  }
  const widened = [...shape.slice(0, normal), 1, ...shape.slice(normal)];
  return concatenate(inputs.map((value) => reshape(value, widened)), normal);
}
