import { divideOrZero, scalar, type Tensor } from "../autodiff/mod.ts";
import { either } from "./either.ts";

/**
 * The tensors that a function makes of the tensors of one or several lists of
 * the same length.
 *
 * @example
 * ```ts
 * import { each, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const [x, y] = [[tensor([1]), tensor(2)], [tensor([3]), tensor(4)]];
 * const sums = each((x, y) => x.add(y), x, y);
 * assertEquals(sums.map((sum) => sum.toArray()), [[4], 6]);
 * ```
 */
export function each<A extends (readonly Tensor[])[]>(
  f: (...x: { [K in keyof A]: Tensor }) => Tensor,
  ...lists: A
): Tensor[] {
  return lists[0].map((_, i) =>
    f(...lists.map((list) => list[i]) as { [K in keyof A]: Tensor })
  );
}

/**
 * The sum of all elements of all tensors, in float64, each tensor's first: a
 * scalar, that takes the dtype it meets; 0 where there are none.
 *
 * @example
 * ```ts
 * import { tensor, total } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(total([tensor([1, 2]), tensor(3)]).item(), 6);
 * ```
 */
export function total(x: readonly Tensor[]): Tensor {
  return x.map((x) => x.cast("float64").sum().asScalar())
    .reduce((a, b) => a.add(b), scalar(0));
}

/**
 * The inner product of two lists of tensors, in float64: a scalar.
 *
 * @example
 * ```ts
 * import { innerProduct, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const [x, y] = [[tensor([1, 2]), tensor(3)], [tensor([1, 1]), tensor(2)]];
 * assertEquals(innerProduct(x, y).item(), 9);
 * ```
 */
export function innerProduct(
  x: readonly Tensor[],
  y: readonly Tensor[],
): Tensor {
  return total(
    each((x, y) => x.cast("float64").mul(y.cast("float64")), x, y),
  );
}

/**
 * The Euclidean norm of all elements of all tensors, in float64: a scalar. It
 * is m·√Σ(x/m)² with m the greatest magnitude, so that no square leaves the
 * range; 0 where all are 0 or there are none.
 *
 * @example
 * ```ts
 * import { globalNorm, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(globalNorm([tensor([3]), tensor(-4)]).item(), 5);
 * ```
 */
export function globalNorm(x: readonly Tensor[]): Tensor {
  const full = x.filter(({ size }) => size > 0).map((x) => x.cast("float64"));
  if (full.length === 0) return scalar(0);
  const greatest = full.map((x) => x.abs().max())
    .reduce((a, b) => a.maximum(b)).asScalar();
  const squares = full.map((x) => divideOrZero(x, greatest).square());
  return greatest.mul(total(squares).sqrt());
}

/** Whether t is a multiple of n: a bool of shape `[]`. */
export function isMultiple(t: Tensor, n: Tensor): Tensor {
  const rounds = t.div(n);
  return rounds.floor().equal(rounds);
}

/**
 * One of two lists of tensors, by a condition: a bool of shape `[]`. Where its
 * value is known, `then` is not called in vain.
 *
 * @example
 * ```ts
 * import { tensor, whenDue } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const due = tensor(5).greater(2);
 * const [x] = whenDue(due, () => [tensor([1])], [tensor([0])]);
 * assertEquals(x.toArray(), [1]);
 * ```
 */
export function whenDue(
  due: Tensor,
  then: () => readonly Tensor[],
  otherwise: readonly Tensor[],
): readonly Tensor[] {
  return either(due, then, () => otherwise);
}
