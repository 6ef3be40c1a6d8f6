import { isFinite, type Tensor, type TreeOf } from "../autodiff/mod.ts";
import { checkOptionNames } from "../autodiff/check_names.ts";
import { describe } from "../autodiff/handle.ts";
import { flattenTree } from "../autodiff/trees.ts";
import { stepInputs } from "./context.ts";
import {
  nextStep,
  type Optimizer,
  type OptimizerState,
  type Slot,
} from "./optimizer.ts";

/** Where a run stands, and what it takes to go on from there. */
export interface MinimizePoint<P, S> {
  /** How many steps this run has taken. */
  readonly step: number;
  /**
   * The value of the function at the parameters; with a `batch` that of the
   * batch of the step that would follow.
   */
  readonly loss: number;
  /** The parameters. */
  readonly params: P;
  /** The optimizer's state. */
  readonly state: OptimizerState<P, S>;
}

/** The options of {@linkcode minimize}. */
export interface MinimizeOptions<P, S> {
  /** How many steps to take: a whole number of at least 0. */
  readonly steps: number;
  /** Called at the start and after each step, the last one included. */
  readonly record?: (point: MinimizePoint<P, S>) => void;
  /**
   * The state to go on from, with `start` the parameters that belong to it.
   * Default: the optimizer's state before its first step.
   */
  readonly state?: OptimizerState<P, S>;
}

/** The options of {@linkcode minimize} for a function of a batch. */
export interface BatchedMinimizeOptions<P, S, B> extends MinimizeOptions<P, S> {
  /**
   * What the function gets beside the parameters in a step, from the number of
   * the step by the state's count: 1 in the first of all. A pure function,
   * such as {@linkcode miniBatches} gives.
   */
  readonly batch: (step: number) => B;
}

/** What {@linkcode minimize} gives: where the run ended. */
export interface MinimizeResult<P, S>
  extends Omit<MinimizePoint<P, S>, "step"> {
  /** How many steps were taken: fewer than asked for in a diverged run. */
  readonly steps: number;
  /** Whether the run ended at a loss or a parameter that is not finite. */
  readonly status: "finished" | "diverged";
}

/**
 * Minimises a function by so many steps of an optimizer, or until the loss or
 * a parameter is no longer finite: a run that diverges is a result, not an
 * error. Going on from the `params` and `state` of a result, or of a recorded
 * point, gives the same bits as a run that was not interrupted. What a rule
 * needs beside the gradient (the loss, gradients elsewhere, products with the
 * Hessian) it gets: see {@linkcode stepInputs}.
 *
 * The steps are evaluated one by one, without compiling them. `compileLoop`
 * runs the same steps as one program, with the same bits; its comment shows how.
 *
 * @param f a function of parameters that returns a scalar.
 * @param start the parameters to start from: a tensor, or a tree of tensors,
 * of a float dtype.
 * @throws {RangeError} if `steps` is not a whole number of at least 0.
 * @throws {TypeError} if `optimizer` is not an optimizer, an option is unknown
 * or of the wrong kind, `f` does not return a float scalar, a parameter is not
 * a float tensor, or, in the first step, if `state` was made for other
 * parameters or by another rule.
 *
 * @example
 * ```ts
 * import { adagrad, minimize, type Tensor, tensor } from "@descent/lab";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const bowl = (w: Tensor) => w.sub(tensor([3, -1])).square().sum();
 * const optimizer = adagrad({ learningRate: 1 });
 * const half = minimize(bowl, tensor([0, 0]), optimizer, { steps: 100 });
 * const { params } = minimize(bowl, half.params, optimizer, {
 *   steps: 100,
 *   state: half.state,
 * });
 * const [x, y] = params.toTypedArray();
 * assertAlmostEquals(x, 3, 1e-4);
 * assertAlmostEquals(y, -1, 1e-4);
 * ```
 */
export function minimize<P extends Tensor | TreeOf<P>, S = Slot>(
  f: (params: P) => Tensor,
  start: P,
  optimizer: Optimizer<S>,
  options: MinimizeOptions<P, S>,
): MinimizeResult<P, S>;
/**
 * Minimises a function that sees another batch in each step: some samples of
 * the data, drawn noise, whatever `batch` makes of the number of the step. That
 * number is the state's count plus 1, so that a run which goes on from a saved
 * state meets the batches it would have met, and gives the same bits.
 *
 * A loss, as recorded and as returned, is that of one batch: at each point the
 * batch of the step that follows. So the loss after n steps is taken on the
 * batch of step n + 1, which these n steps have not used, and losses of two
 * points differ by their batches too. To follow the loss on all samples,
 * compute it in `record`. A batch's loss that is not finite ends the run.
 *
 * @param f a function of parameters and a batch that returns a scalar.
 * @param start the parameters to start from, as without batches.
 * @throws {RangeError} if `steps` is not a whole number of at least 0.
 * @throws {TypeError} if `batch` is not a function, and as without batches.
 *
 * @example
 * ```ts
 * import { gradientDescent, minimize, type Tensor, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const towards = (w: Tensor, target: number) => w.sub(target).square();
 * const { params, loss } = minimize(
 *   towards,
 *   tensor(0),
 *   gradientDescent({ learningRate: 0.25 }),
 *   { steps: 2, batch: (step) => 10 * step },
 * );
 * assertEquals(params.item(), 12.5); // 0 → 5, halfway to 10, → 12.5, to 20
 * assertEquals(loss, 17.5 * 17.5); // the batch of step 3 is 30
 * ```
 */
export function minimize<P extends Tensor | TreeOf<P>, B, S = Slot>(
  f: (params: P, batch: B) => Tensor,
  start: P,
  optimizer: Optimizer<S>,
  options: BatchedMinimizeOptions<P, S, B>,
): MinimizeResult<P, S>;
export function minimize<P extends Tensor | TreeOf<P>, B, S>(
  f: (params: P, ...batch: B[]) => Tensor,
  start: P,
  optimizer: Optimizer<S>,
  options: MinimizeOptions<P, S> & Partial<BatchedMinimizeOptions<P, S, B>>,
): MinimizeResult<P, S> {
  checkArguments(optimizer, options ?? {});
  const { steps, record, batch } = options;
  let { state = optimizer.init(start) } = options;
  const inputsAt = stepInputs<P, B[]>(f);
  let params = start;
  for (let step = 0;; step++) {
    const { value, grad, context } = batch === undefined
      ? inputsAt(params)
      : inputsAt(params, batch(nextStep("minimize", state).item()));
    const loss = value.item();
    record?.({ step, loss, params, state });
    const finite = Number.isFinite(loss) && isFiniteTree(params);
    if (!finite || step === steps) {
      const status = finite ? "finished" : "diverged";
      return { params, state, loss, steps: step, status };
    }
    ({ params, state } = optimizer.update(grad, state, params, context));
  }
}

function checkArguments(optimizer: unknown, options: object): void {
  const { init, update } = (optimizer ?? {}) as Record<string, unknown>;
  if (typeof init !== "function" || typeof update !== "function") {
    throw new TypeError(
      `Cannot minimize: optimizer must be what a rule gives when called, ` +
        `current value is ${describe(optimizer)}`,
    );
  }
  checkOptionNames("minimize", options, ["steps", "record", "state", "batch"]);
  const { steps, record, batch } = options as Record<string, unknown>;
  if (!Number.isSafeInteger(steps) || (steps as number) < 0) {
    throw new RangeError(
      `Cannot minimize: steps must be a whole number of at least 0, ` +
        `current value is ${describe(steps)}`,
    );
  }
  if (record !== undefined && typeof record !== "function") {
    throw new TypeError(
      `Cannot minimize: record must be a function of a point, current value ` +
        `is ${describe(record)}`,
    );
  }
  if (batch !== undefined && typeof batch !== "function") {
    throw new TypeError(
      `Cannot minimize: batch must be a function of the number of a step, ` +
        `current value is ${describe(batch)}`,
    );
  }
}

function isFiniteTree(params: unknown): boolean {
  const { leaves } = flattenTree("minimize", params);
  return leaves.every((leaf) => isFinite(leaf).toTypedArray().every(Boolean));
}
