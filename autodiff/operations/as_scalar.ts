import { apply, type Value } from "../graph.ts";
import type { Operation } from "../operation.ts";
import { formatShape } from "../shapes.ts";

const operation: Operation<undefined> = {
  name: "asScalar",
  infer([x]) {
    if (x.shape.length !== 0 || x.dtype !== "float64") {
      throw new TypeError(
        `Cannot asScalar: the tensor must be float64 of shape [], it is ` +
          `${x.dtype} of shape ${formatShape(x.shape)}`,
      );
    }
    return { shape: x.shape, dtype: x.dtype, weak: true };
  },
  evaluate: ([x]) => x.data,
  compiled: { kind: "same" },
  derivative: (g) => g,
  batch: ([x]) => x,
};

/**
 * The same number, as one that takes the dtype of the tensor it meets: see
 * {@linkcode scalar}.
 *
 * @param x a float64 tensor of shape `[]`.
 * @throws {TypeError} for another dtype or shape.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = tensor(0.5).asScalar();
 * assertEquals(rate.mul(tensor([1, 2], "float32")).dtype, "float32");
 * ```
 */
export function asScalar(x: Value): Value {
  return x.weak ? x : apply(operation, [x], undefined);
}
