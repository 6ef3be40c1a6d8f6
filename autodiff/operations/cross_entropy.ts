import type { Value } from "../graph.ts";
import { formatShape, sameShape } from "../shapes.ts";
import { equal } from "./equal.ts";
import { checkFloat } from "./kinds/dtype_checks.ts";
import { hotRows } from "./kinds/hot.ts";
import { mixError } from "./kinds/operands.ts";
import { logSoftmax } from "./log_softmax.ts";
import { logicalAnd } from "./logical_and.ts";
import { mean } from "./mean.ts";
import { multiply } from "./multiply.ts";
import { neg } from "./neg.ts";
import { sum } from "./sum.ts";
import { where } from "./where.ts";

/**
 * The cross-entropy of the softmax of `logits` relative to `targets`, in
 * nats: −Σ tⱼ log softmax(logits)ⱼ over the classes, which are the last axis,
 * then the mean over all other axes.
 *
 * A class with target 0 adds nothing, even where its logit is −∞.
 *
 * @param logits a float tensor of shape [..., classes].
 * @param targets either the probability of each class, of the shape and dtype
 * of `logits` (not checked to add up to 1), or the index of the right class,
 * an int32 tensor of shape [...].
 * @returns a scalar; NaN where there is nothing to take the mean of.
 * @throws {TypeError} if shapes or dtypes do not fit.
 * @throws {RangeError} for a class index outside [0, classes).
 *
 * @example
 * ```ts
 * import { crossEntropy, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const logits = tensor([[0, 0], [-1000, 0]]);
 * const classes = tensor([0, 1], "int32");
 * assertEquals(crossEntropy(logits, classes).item(), 0.6931471805599453 / 2);
 * const shares = tensor([[0.5, 0.5], [0, 1]]);
 * assertEquals(crossEntropy(logits, shares).item(), 0.6931471805599453 / 2);
 * ```
 */
export function crossEntropy(logits: Value, targets: Value): Value {
  checkFloat("crossEntropy", logits);
  checkTargets(logits, targets);
  const surprise = neg(logSoftmax(logits));
  const terms = targets.dtype === "int32"
    ? where(rightClass(logits, targets), surprise, 0)
    : multiply(targets, withoutImpossible(surprise, targets));
  return mean(sum(terms, { axis: -1 }));
}

/** Whether a class is the one that a target names. */
function rightClass({ shape }: Value, targets: Value): Value {
  const depth = shape[shape.length - 1];
  const [name, what] = ["crossEntropy", "class index"];
  return hotRows(targets, { depth, dtype: "bool", name, what });
}

/** 0 in place of +∞ where the target is 0, since 0·∞ would be NaN. */
function withoutImpossible(surprise: Value, targets: Value): Value {
  const impossible = logicalAnd(equal(targets, 0), equal(surprise, Infinity));
  return where(impossible, 0, surprise);
}

function checkTargets(logits: Value, targets: Value): void {
  const indices = targets.dtype === "int32";
  if (!indices && targets.dtype !== logits.dtype) {
    throw mixError("crossEntropy", [logits.dtype, targets.dtype]);
  }
  if (logits.shape.length === 0) {
    throw new TypeError(
      "Cannot crossEntropy: logits must have an axis of classes, current " +
        "shape is []",
    );
  }
  const right = indices ? logits.shape.slice(0, -1) : logits.shape;
  if (sameShape(targets.shape, right)) return;
  throw new TypeError(
    `Cannot crossEntropy: targets must have shape ${formatShape(right)} ` +
      `where they are ${indices ? "class indices" : "probabilities"} and ` +
      `logits have shape ${formatShape(logits.shape)}, current shape is ` +
      formatShape(targets.shape),
  );
}
