import type { Value } from "../graph.ts";
import { formatShape, sameShape } from "../shapes.ts";
import { checkFloat } from "./kinds/dtype_checks.ts";
import type { Operand } from "./kinds/operands.ts";
import { mean } from "./mean.ts";
import { square } from "./square.ts";
import { subtract } from "./subtract.ts";

/**
 * The mean squared error: the mean of (prediction − target)² over all
 * elements.
 *
 * @param prediction a tensor of a float dtype.
 * @param target a tensor of the same dtype and shape, or a scalar. Other
 * shapes do not broadcast, since [n, 1] against [n] would silently compare
 * every prediction with every target.
 * @returns a scalar; NaN where there are no elements.
 * @throws {TypeError} if dtypes or shapes differ.
 *
 * @example
 * ```ts
 * import { squaredError, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const prediction = tensor([1, 2, 3]);
 * assertEquals(squaredError(prediction, tensor([1, 2, 6])).item(), 3);
 * ```
 */
export function squaredError(prediction: Value, target: Operand): Value {
  checkFloat("squaredError", prediction);
  const shape = typeof target === "object" ? target.shape : [];
  if (shape.length > 0 && !sameShape(shape, prediction.shape)) {
    throw new TypeError(
      `Cannot squaredError: target must have the shape of prediction, ` +
        `${formatShape(prediction.shape)}, or be a scalar, current shape is ` +
        formatShape(shape),
    );
  }
  return mean(square(subtract(prediction, target)));
}
