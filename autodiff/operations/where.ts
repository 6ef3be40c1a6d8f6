import { allocate } from "../dtypes.ts";
import { apply, type Value } from "../graph.ts";
import type { Operation } from "../operation.ts";
import { broadcastShapes, sizeOf } from "../shapes.ts";
import { broadcastTo } from "./broadcast_to.ts";
import { type Operand, unifyDTypes } from "./kinds/operands.ts";

const operation: Operation<undefined> = {
  name: "where",
  infer([condition, a, b]) {
    if (condition.dtype !== "bool") {
      throw new TypeError(
        `Cannot where: dtype of the condition must be bool, current dtype is ` +
          `${condition.dtype}`,
      );
    }
    return { shape: a.shape, dtype: a.dtype, weak: a.weak && b.weak };
  },
  evaluate([condition, a, b], _attributes, { shape, dtype }) {
    const result = allocate(dtype, sizeOf(shape));
    for (let i = 0; i < result.length; i++) {
      result[i] = condition.data[i] === 0 ? b.data[i] : a.data[i];
    }
    return result;
  },
  code: (m, [condition, a, b]) => m.select(condition, a, b),
  derivative(g, index, { inputs: [condition] }) {
    if (index === 0) return undefined;
    return index === 1 ? where(condition, g, 0) : where(condition, 0, g);
  },
};

/**
 * A choice element by element: that of `a` where the condition holds, else
 * that of `b`. The derivative goes to the chosen element alone: the other one
 * gets 0, even where it is NaN or infinite.
 *
 * @param condition a tensor of dtype `bool`.
 * @param a a tensor of any dtype, or a number or boolean.
 * @param b a tensor of the same dtype as `a`, or a number or boolean. The
 * three shapes broadcast.
 * @throws {TypeError} if the condition isn't `bool`, if the dtypes of `a` and
 * `b` mix, or if shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { tensor, where } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([1, -2, 3]);
 * assertEquals(where(x.greater(0), x, 0).toArray(), [1, 0, 3]);
 * ```
 */
export function where(condition: Value, a: Operand, b: Operand): Value {
  const values = [condition, ...unifyDTypes("where", [a, b])];
  const shape = broadcastShapes("where", values.map((value) => value.shape));
  const inputs = values.map((value) => broadcastTo(value, shape));
  return apply(operation, inputs, undefined);
}
