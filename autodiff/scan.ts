import type { TensorType, Value } from "./graph.ts";
import { describe, isTensor, unwrap } from "./handle.ts";
import { capturedBy, traceProgram } from "./program.ts";
import { runScan } from "./scan/operation.ts";
import { ScanSpec } from "./scan/scan_spec.ts";
import { formatShape } from "./shapes.ts";
import { type Tensor, wrap } from "./tensor.ts";
import { callTraced } from "./transform.ts";
import {
  checkLeaves,
  flattenTree,
  type FlatTree,
  type TreeOf,
} from "./trees.ts";

/** The options of {@linkcode scan}. */
export interface ScanOptions {
  /**
   * How many turns to take, a whole number of at least 0: needed where there
   * is nothing to go through. Default: the length of what is gone through.
   */
  readonly length?: number;
}

/**
 * A loop: `[carry, record] = f(carry, x)`, turn by turn, from `init`, where x
 * goes through the slices of `xs` along the first axis.
 *
 * The value is that of the turns written one after the other, in every bit.
 * The function is traced once, whatever the number of turns; it may use tensors
 * from outside, which are the same in all turns.
 *
 * The derivative runs the turns backwards. It keeps the carry that each turn
 * began with, computes the turn from it once more, and pulls the cotangents
 * through it: memory for as many carries as there are turns, and for one turn.
 * To the cotangent of a tensor from outside a turn adds its contributions one
 * by one, last use first, the last turn first: in that order the bits are those
 * of the turns written one after the other. The scan as a whole counts as one
 * use of that tensor, of the carry and of `xs`, a turn as one use of the carry
 * it is given. The cotangent of a last carry that nothing uses is 0.
 *
 * @param f a function of a carry and a slice of `xs` that returns the next
 * carry, a tree like `init`, and what to record of the turn: a tree of tensors,
 * or `undefined`.
 * @param init the first carry: a tensor or a tree of tensors.
 * @param xs what to go through: tensors with one axis of turns in front.
 * Without it, `f` gets `undefined`.
 * @returns the last carry, and the records with an axis of turns in front.
 * @throws {TypeError} if `f` is async, returns something else than a carry like
 * `init` (structure, shapes, dtypes) and a record, or if `xs` has a tensor
 * without axes, or such of different lengths.
 * @throws {RangeError} if `length` is not a whole number of at least 0, is not
 * the length of `xs`, or is missing where there is no `xs`.
 *
 * @example Ten steps of gradient descent, and how the learning rate tells.
 * ```ts
 * import { grad, scan, type Tensor, tensor } from "@descent/lab";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const loss = (w: Tensor) => w.square().sum();
 * const train = (learningRate: Tensor) =>
 *   scan(
 *     (w: Tensor) => [w.sub(learningRate.mul(grad(loss)(w))), loss(w)],
 *     tensor([1, 2]),
 *     undefined,
 *     { length: 10 },
 *   );
 * const [w, losses] = train(tensor(0.25));
 * assertEquals(w.toArray(), [1 / 1024, 2 / 1024]);
 * assertEquals(losses.slice([0], [3]).toArray(), [5, 5 / 4, 5 / 16]);
 *
 * // w = (1 − 2η)¹⁰ w₀, so the loss 5(1 − 2η)²⁰ falls by 100(1 − 2η)¹⁹.
 * const slope = grad((learningRate: Tensor) => loss(train(learningRate)[0]));
 * assertAlmostEquals(slope(tensor(0.25)).item(), -100 / 2 ** 19, 1e-15);
 * ```
 *
 * @example A sum that forgets.
 * ```ts
 * import { scan, type Tensor, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const [last, all] = scan(
 *   (sum: Tensor, x: Tensor) => {
 *     const next = sum.mul(0.5).add(x);
 *     return [next, next];
 *   },
 *   tensor(0),
 *   tensor([4, 2, 1]),
 * );
 * assertEquals(last.item(), 3);
 * assertEquals(all.toArray(), [4, 4, 3]);
 * ```
 */
export function scan<
  C extends Tensor | TreeOf<C> = Tensor,
  X extends Tensor | TreeOf<X> | undefined = Tensor,
  Y extends Tensor | TreeOf<Y> | undefined = Tensor,
>(
  f: (carry: C, x: X) => readonly [C, Y],
  init: C,
  xs?: X,
  options: ScanOptions = {},
): [C, Y] {
  const start = flattenTree("scan", init);
  const through = flattenOptional(xs as X);
  const length = lengthOf(through, options);
  const inits = start.leaves.map((leaf) => unwrap("scan", leaf));
  const slices = through.leaves.map((leaf) => unwrap("scan", leaf));
  let record!: FlatTree<Y>;
  const body = traceProgram(
    "scan",
    [...inits, ...slices.map(sliceType)],
    (inputs) => {
      const tensors = inputs.map(wrap);
      const carry = start.rebuild(tensors.slice(0, inits.length));
      const x = through.rebuild(tensors.slice(inits.length));
      const pair = pairOf(callTraced("scan", f, carry, x));
      const next = flattenTree<unknown>("scan", pair[0]);
      checkLeaves("scan", "the carry that the function returns", next, start);
      record = flattenOptional(pair[1]);
      const outputs = [...next.leaves, ...record.leaves]
        .map((leaf) => unwrap("scan", leaf));
      checkWeak(outputs, inputs, start.paths);
      return outputs;
    },
  );
  const captured = capturedBy(body);
  const spec = new ScanSpec(
    { ...body, inputs: [...captured, ...body.inputs] },
    captured.length,
    inits.length,
    length,
    false,
  );
  const results = runScan(spec, [...captured, ...inits, ...slices]).map(wrap);
  return [
    start.rebuild(results.slice(0, inits.length)),
    record.rebuild(results.slice(inits.length)),
  ];
}

/** The leaves of a tree that may be missing. */
export function flattenOptional<P>(tree: P): FlatTree<P> {
  return tree === undefined
    ? { ...flattenTree<P>("scan", [] as P), rebuild: () => undefined as P }
    : flattenTree("scan", tree);
}

/** The type of a slice along the first axis. */
function sliceType({ shape, dtype }: TensorType): TensorType {
  return { shape: shape.slice(1), dtype, weak: false };
}

function lengthOf(
  { leaves, paths }: FlatTree<unknown>,
  { length }: ScanOptions,
): number {
  if (length !== undefined && (!Number.isSafeInteger(length) || length < 0)) {
    throw new RangeError(
      `Cannot scan: length must be a whole number of at least 0, current ` +
        `value is ${describe(length)}`,
    );
  }
  leaves.forEach(({ rank }, i) => {
    if (rank > 0) return;
    throw new TypeError(
      `Cannot scan: xs${paths[i]} must have an axis of turns, its shape is []`,
    );
  });
  const turns = length ?? leaves[0]?.shape[0];
  if (turns === undefined) {
    throw new RangeError(
      "Cannot scan: length must be given where there is no xs to go through",
    );
  }
  const other = leaves.findIndex(({ shape }) => shape[0] !== turns);
  if (other >= 0) {
    throw new RangeError(
      `Cannot scan: there are ${turns} turns, but xs${paths[other]} has ` +
        `shape ${formatShape(leaves[other].shape)}`,
    );
  }
  return turns;
}

/** What a turn returns, as a pair. */
export function pairOf<C, Y>(result: readonly [C, Y]): readonly [C, Y] {
  if (Array.isArray(result) && result.length === 2) return result;
  throw new TypeError(
    `Cannot scan: the function must return a pair [carry, record], it ` +
      `returned ${isTensor(result) ? "a tensor" : describe(result)}`,
  );
}

/** Checks that carries are weak where they began so, and nowhere else. */
export function checkWeak(
  outputs: readonly Value[],
  inputs: readonly Value[],
  paths: readonly string[],
): void {
  const other = paths.findIndex((_, i) => outputs[i].weak !== inputs[i].weak);
  if (other < 0) return;
  throw new TypeError(
    `Cannot scan: the carry${paths[other]} that the function returns must be ` +
      `made by scalar() or asScalar() where the first one is, and nowhere else`,
  );
}
