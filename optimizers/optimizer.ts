import { isTensor, type Tensor, type TreeOf } from "../autodiff/mod.ts";
import { describe } from "../autodiff/handle.ts";
import { checkLeaves, flattenTree, type FlatTree } from "../autodiff/trees.ts";
import type { Adjustable } from "./adjustable.ts";
import type { Need, StepContext } from "./context.ts";
import type { Traits } from "./define.ts";

/** What a rule keeps for one tensor: named tensors. */
export type Slot = Readonly<Record<string, Tensor>>;

/** A tree like the parameters `P` with a slot `S` in the place of each leaf. */
export type SlotsOf<P, S> = P extends Tensor ? S
  : { [K in keyof P]: SlotsOf<P[K], S> };

/** Everything that evolves from step to step: a tree of tensors. */
export interface OptimizerState<P, S> {
  /** How many steps were taken: a float64 of shape `[]`. */
  readonly count: Tensor;
  /** What the rule keeps for each parameter. */
  readonly slots: SlotsOf<P, S>;
}

/** The state of a rule that keeps something for all parameters together. */
export interface SharedState<P, S> extends OptimizerState<P, S> {
  /** What it keeps, by name. */
  readonly shared: Slot;
}

/** What a state keeps for all parameters together; nothing where it doesn't. */
export function sharedOf(state: unknown): Slot {
  return (state as Partial<SharedState<unknown, unknown>>).shared ?? {};
}

/** What `step` gives: the parameters are to become params − step. */
export interface Step<P, S> {
  /** A tree like the parameters. */
  readonly step: P;
  /** The state after the step. */
  readonly state: OptimizerState<P, S>;
}

/** What `update` gives. */
export interface Update<P, S> {
  /** The parameters after the step. */
  readonly params: P;
  /** The state after the step. */
  readonly state: OptimizerState<P, S>;
}

/** An optimizer: pure functions of parameters, gradients and state. */
export interface Optimizer<S = Slot> extends Adjustable<Optimizer<S>> {
  /** The rule's name, with the variant where it isn't the default one. */
  readonly id: string;
  /** The values of the structural options. */
  readonly choices: Readonly<Record<string, string>>;
  /** What is known of its steps. */
  readonly traits: Traits;
  /** What its steps need beside gradients. Default: nothing. */
  readonly needs?: readonly Need[];
  /** Whether its steps read values, so that they cannot be traced. */
  readonly inHost?: boolean;
  /** The names under which its transformations keep something. Default: none. */
  readonly keeps?: readonly string[];
  /**
   * The state before the first step.
   *
   * @param params a tensor or a tree of tensors of a float dtype.
   * @throws {TypeError} for a parameter of another dtype.
   */
  init<P extends Tensor | TreeOf<P>>(params: P): OptimizerState<P, S>;

  /**
   * The step to subtract from the parameters, and the state after it.
   *
   * @param grads the gradients: a tree like the parameters.
   * @param context what the optimizer needs beside them, as
   * {@linkcode stepInputs} makes it.
   * @throws {TypeError} if the trees differ in structure, shape or dtype, the
   * state was made for other parameters or by another rule, or the context
   * lacks what is needed.
   */
  step<P extends Tensor | TreeOf<P>>(
    grads: P,
    state: OptimizerState<P, S>,
    params: P,
    context?: StepContext<P>,
  ): Step<P, S>;

  /**
   * The parameters and the state after one step.
   *
   * @param grads the gradients: a tree like the parameters.
   * @param context as for `step`.
   * @throws {TypeError} as `step` does.
   */
  update<P extends Tensor | TreeOf<P>>(
    grads: P,
    state: OptimizerState<P, S>,
    params: P,
    context?: StepContext<P>,
  ): Update<P, S>;

  /**
   * The learning rate of the step that follows the state: a scalar.
   *
   * @throws {TypeError} if the rule has no hyperparameter of that name.
   */
  learningRate<P>(state: OptimizerState<P, S>): Tensor;

  /**
   * The parameters at which the loss is to be reported: an average or what
   * else the optimizer says, if it does, else the parameters themselves.
   *
   * @throws {TypeError} if the state was made by another optimizer.
   */
  evaluationParams<P extends Tensor | TreeOf<P>>(
    state: OptimizerState<P, S>,
    params: P,
  ): P;
}

/**
 * The leaves of a tree that an update is made from.
 *
 * @throws {TypeError} if they are not like those expected, in place, shape and
 * dtype.
 */
export function checkLike<P>(
  what: string,
  tree: P,
  expected: FlatTree<unknown>,
): FlatTree<P> {
  const flat = flattenTree("update", tree);
  checkLeaves("update", what, flat, expected);
  return flat;
}

/** What a step makes of the parameters: the one place where it is subtracted. */
export function subtractStep<P, S>(
  params: P,
  { step, state }: Step<P, S>,
): Update<P, S> {
  const flat = flattenTree("update", params);
  const { leaves } = flattenTree("update", step);
  return {
    params: flat.rebuild(flat.leaves.map((w, i) => w.sub(leaves[i]))),
    state,
  };
}

/**
 * The number of the step that follows a state, 1 in the first: a scalar.
 *
 * @throws {TypeError} for what is no state.
 */
export function nextStep(name: string, state: unknown): Tensor {
  const { count } = (state ?? {}) as { readonly count?: unknown };
  if (isTensor(count)) return count.asScalar().add(1);
  throw new TypeError(
    `Cannot ${name}: expected a state with a count, as init(parameters) ` +
      `makes it, current value is ${describe(state)}`,
  );
}
