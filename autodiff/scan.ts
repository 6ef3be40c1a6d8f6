import { checkCount } from "./check_integer.ts";
import { checkOptionNames } from "./check_names.ts";
import { capturedBy } from "./program.ts";
import { runScan } from "./scan/operation.ts";
import { ScanSpec } from "./scan/scan_spec.ts";
import { flattenOptional, sliceTypes, traceTurn } from "./scan/trace_turn.ts";
import { type Tensor, wrap } from "./tensor.ts";
import { callTraced } from "./transform.ts";
import { flattenTree, type FlatTree, type TreeOf } from "./trees.ts";

/** Constants of up to so many elements are part of a turn, not shared. */
const few = 64;

/** The options of {@linkcode scan}. */
export interface ScanOptions {
  /**
   * How many turns to take, a whole number of at least 0: needed where there
   * is nothing to go through. Default: the length of what is gone through.
   */
  readonly length?: number;
}

/**
 * A loop that carries something from turn to turn and records something of each,
 * as a function that has derivatives. A turn is `[carry, record] = f(carry, x)`;
 * the first carry is `init`, and x goes through the slices of `xs` along their
 * first axis.
 *
 * The value is that of the turns written one after the other, in every bit.
 * The function is traced once, whatever the number of turns; it may use tensors
 * from outside, which are the same in all turns. What it makes of these alone
 * is made once, before all turns.
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
 * @param init the first carry: a tensor or a tree of tensors. Where it has an
 * ordinary number and a turn returns one that takes the dtype it meets (see
 * {@linkcode scalar}), as a count read from a file, it stays ordinary.
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
 * // The loss in the end is 5(1 − 2η)²⁰, its derivative −200(1 − 2η)¹⁹.
 * const slope = grad((learningRate: Tensor) => loss(train(learningRate)[0]));
 * assertAlmostEquals(slope(tensor(0.25)).item(), -200 / 524288, 1e-15);
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
  checkOptionNames("scan", options, ["length"]);
  const start = flattenTree("scan", init);
  const through = flattenOptional("scan", xs as X);
  const length = lengthOf(through, options);
  const count = start.leaves.length;
  const { program, record } = traceTurn<C, Y>(
    "scan",
    start,
    sliceTypes("scan", through, length),
    (inputs) => {
      const carry = start.rebuild(inputs);
      return callTraced("scan", f, carry, through.rebuild(inputs.slice(count)));
    },
  );
  const captured = capturedBy(program, few);
  const body = { ...program, inputs: [...captured, ...program.inputs] };
  const spec = new ScanSpec(body, captured.length, count, length, false);
  const inputs = [...captured, ...start.values, ...through.values];
  const results = runScan(spec, inputs).map(wrap);
  return [
    start.rebuild(results),
    record.rebuild(results.slice(count)),
  ];
}

function lengthOf(
  { leaves }: FlatTree<unknown>,
  { length }: ScanOptions,
): number {
  if (length !== undefined) checkCount("scan", "length", length);
  const turns = length ?? leaves[0]?.shape[0] ?? leaves[0]?.rank;
  if (turns !== undefined) return turns;
  throw new RangeError(
    "Cannot scan: length must be given where there is no xs to go through",
  );
}
